import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { budgetPayers, spendBudget } from '#modules/team/public.ts'
import { shownReceiver, storedReceiver } from '../parcel-page-views.ts'
import { insertLook } from '../reveals/reveal-store.ts'
import { startLook } from '../reveals/start-look.ts'

export const revealReceiver = command({
  name: 'orders.revealReceiver',
  ...orders.revealReceiver,
  summary:
    'The receiver of one parcel in plain text. One that the platform masks is asked for there, once; orders.readRevealedReceiver then answers it. Each look stands in the log and counts against the day’s budget.',
  access: { permission: 'orders.viewReceiver', scope: 'shop' },
  stepUp: 'inside',
  answersSecret: true,
  audit: ({ parcelId, reason }, { budget, lookId }) => ({
    kind: 'reveal',
    objects: [{ kind: 'parcel', id: parcelId }],
    details: { reason: reason ?? '', usedToday: budget.used, ...(lookId === null ? {} : { askedPlatform: true }) },
  }),
  errors: [
    ...[errors.notFound, errors.budgetSpent, errors.budgetExhausted, errors.approvalRequired],
    ...[errors.revealNotOffered, errors.revealRationSpent, errors.shopNotAuthorised],
  ],
  async run(tx, { parcelId }, actor, effects) {
    const { world, now } = effects
    const stored = await storedReceiver(tx, actor.scope, world.vault, parcelId, now)
    const own = { receiver: stored.receiver, relayUntil: null }
    const known = stored.isMasked ? await startLook(tx, stored, actor, effects) : own
    const wanted = { permission: 'orders.viewReceiver', kind: 'reveals', amount: 1, rows: [stored.row] } as const
    const budget = await spendBudget(tx, actor, wanted, now)
    if (known) return { ...shownReceiver(known.receiver), relayUntil: known.relayUntil, masked: false, budget, lookId: null }
    const lookId = newId()
    const { accountId } = actor
    await insertLook(tx, { lookId, orderId: stored.orderId, parcelId, accountId, payerIds: budgetPayers(actor), now })
    return { ...shownReceiver(stored.receiver), relayUntil: null, masked: true, budget, lookId }
  },
})
