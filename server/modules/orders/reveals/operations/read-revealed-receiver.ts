import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { minuteOf } from '#kernel/clock.ts'
import { Failure, fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { shownReceiver, storedReceiver } from '#modules/orders/parcel-page-views.ts'
import { platformNamed } from '#server/platforms/registry.ts'
import { plainOf } from '../plain-receiver.ts'
import { type Look, ownLook, readReveal } from '../reveal-store.ts'

const ANSWERED_FOR_MS = 15 * 60_000
const why = [
  errors.revealRationSpent,
  errors.revealAddressChanged,
  errors.revealKept,
  errors.revealRefused,
  errors.revealSilent,
  errors.shopNotAuthorised,
]

/** The look itself stands in the log since it was asked for; this only hands over what the platform answered. */
export const readRevealedReceiver = query({
  name: 'orders.readRevealedReceiver',
  ...orders.readRevealedReceiver,
  summary:
    'What the platform answered to a look at a receiver that it masks; nothing while it has not. Refuses with the platform’s reason.',
  access: { permission: 'orders.viewReceiver', scope: 'shop' },
  errors: [errors.notFound, errors.revealOver, ...why],
  async run(reader, { lookId }, actor, world) {
    const now = world.now()
    const look = (await ownLook(reader, lookId, actor.accountId)) ?? fail(errors.notFound)
    const order = await storedReceiver(reader, actor.scope, world.vault, look.parcelId, now)
    if (Date.parse(look.lookedAt) + ANSWERED_FOR_MS < now.getTime()) return fail(errors.revealOver)
    if (look.state === 'refused') throw refusal(look, actor.language)
    if (look.state === 'waiting') return { receiver: null }
    const reveal = await readReveal(reader, look.orderId)
    const plain = reveal && order.orderId === look.orderId && plainOf(reader.merchantId, world.vault, reveal, order, now)
    if (!plain) return fail(errors.revealOver)
    return { receiver: { ...shownReceiver(plain.receiver), masked: false, relayUntil: plain.relayUntil } }
  },
})

function refusal({ problem, problemParams }: Look, language: 'zh' | 'en'): Failure {
  const { platform, until } = problemParams
  const params = {
    ...problemParams,
    ...(platform ? { platform: platformNamed(platform)[language] } : {}),
    ...(until ? { until: minuteOf(new Date(until)) } : {}),
  }
  return new Failure(why.find(({ code }) => code === problem) ?? errors.revealOver, params)
}
