import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { command } from '#kernel/operation.ts'
import { spendBudget } from '#modules/team/public.ts'
import { plainReceiver } from '../parcel-page-views.ts'

export const revealReceiver = command({
  name: 'orders.revealReceiver',
  ...orders.revealReceiver,
  summary:
    'The receiver of one parcel in plain text, as far as the shop has it. Each look stands in the log and counts against the day’s budget.',
  access: { permission: 'orders.viewReceiver', scope: 'shop' },
  stepUp: 'inside',
  answersSecret: true,
  audit: ({ parcelId, reason }, { budget }) => ({
    kind: 'reveal',
    objects: [{ kind: 'parcel', id: parcelId }],
    details: { reason: reason ?? '', usedToday: budget.used },
  }),
  errors: [errors.notFound, errors.budgetSpent, errors.budgetExhausted, errors.approvalRequired],
  async run(tx, { parcelId }, actor, { world, now }) {
    const { receiver, row } = await plainReceiver(tx, actor.scope, world.vault, parcelId, now)
    const wanted = { permission: 'orders.viewReceiver', kind: 'reveals', amount: 1, rows: [row] } as const
    return { ...receiver, budget: await spendBudget(tx, actor, wanted, now) }
  },
})
