import { z } from 'zod'
import { FAILURE_KINDS } from '#contract/closed-lists.ts'
import { moment, shape, uuid } from '#contract/operation.ts'
import type { Tx } from '#kernel/db.ts'
import { command, type Effects } from '#kernel/operation.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { receiverOfOrder } from '#modules/orders/parcel-page-views.ts'
import { shopsById } from '#modules/shops/public.ts'
import { printOf } from '../plain-receiver.ts'
import { refuseWaiting } from '../refuse-waiting.ts'
import type { Reveal } from '../reveal.ts'
import { revealRequest } from '../reveal-request.ts'
import { type AskFailure, afterFailure, costsNothing } from '../reveal-rules.ts'
import { askAgainAt, keepPlain, knownReveal, lockRation, saveRation } from '../reveal-store.ts'

const DAY_MS = 24 * 3_600_000
const failure = z.strictObject({
  kind: z.enum(FAILURE_KINDS),
  platformCode: z.string(),
  message: z.string(),
  retryAt: moment.nullable(),
})
/** Sealed before it comes here, so that no log, key table or answer can hold it in plain. */
const told = z.strictObject({ sealed: z.string(), relayUntil: moment.nullable() })

export const recordReceiver = command({
  name: 'orders.recordReceiver',
  ...shape(
    { shopId: uuid, orderId: uuid, askNumber: z.number().int(), told: told.nullable(), failure: failure.nullable() },
    z.object({ result: z.enum(['told', 'refused', 'askAgain', 'stale']), code: z.string() }),
  ),
  summary:
    'Keeps a receiver that the platform decrypted, sealed; what it refused is told to who waits, whose looks are given back.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: ({ shopId, orderId }, { result, code }) => ({
    objects: [
      { kind: 'shop', id: shopId },
      { kind: 'order', id: orderId },
    ],
    details: { result, ...(code === '' ? {} : { code }) },
  }),
  errors: [],
  async run(tx, input, _actor, effects) {
    const { shopId, orderId } = input
    const shop = (await shopsById(tx, [shopId])).get(shopId)
    if (!shop) return { result: 'stale', code: '' } as const
    const ration = await lockRation(tx, shopId, effects.now)
    const reveal = await knownReveal(tx, orderId)
    if (reveal?.state !== 'asking' || reveal.askNumber !== input.askNumber) return { result: 'stale', code: '' } as const
    if (input.told) return keep(tx, reveal, input.told, effects)
    const failed: AskFailure = input.failure ?? { kind: 'retry', platformCode: '', message: '', retryAt: null }
    const verdict = afterFailure(failed, reveal.attempts, shop.platform, effects.now)
    if (verdict.next === 'askAgain') return again(tx, reveal, verdict.at, effects)
    const { problem } = verdict
    if (problem.code === 'shopNotAuthorised') problem.params.shop = shop.name
    await refuseWaiting(tx, [orderId], problem)
    if (costsNothing(failed)) await saveRation(tx, shopId, { ...ration, used: Math.max(0, ration.used - 1), nextCallAt: null })
    else if (verdict.waitUntil !== null) await saveRation(tx, shopId, { ...ration, waitUntil: verdict.waitUntil })
    return { result: 'refused', code: problem.code } as const
  },
})

async function again(tx: Tx, { orderId, shopId }: Reveal, at: Date, { enqueue }: Effects) {
  await askAgainAt(tx, orderId, at)
  enqueue(revealRequest(shopId, at))
  return { result: 'askAgain', code: '' } as const
}

async function keep(tx: Tx, reveal: Reveal, answer: z.infer<typeof told>, effects: Effects) {
  const { world, now } = effects
  const order = await receiverOfOrder(tx, world.vault, reveal.orderId)
  // The buyer changed the address while the platform was asked: nobody knows whose receiver this is.
  if (order === null || printOf(world.vault, tx.merchantId, order) !== reveal.receiverPrint)
    return again(tx, reveal, now, effects)
  const kept = new Date(now.getTime() + ruleValue('defaults', 'keepRevealedReceivers', 'days') * DAY_MS).toISOString()
  const { relayUntil } = answer
  await keepPlain(tx, reveal.orderId, { sealed: Buffer.from(answer.sealed, 'base64'), relayUntil, keepUntil: relayUntil ?? kept })
  return { result: 'told', code: '' } as const
}
