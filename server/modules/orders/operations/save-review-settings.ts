import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { requireShop } from '#modules/shops/public.ts'
import { reviewSettingsOf, saveSettings } from '../review-settings.ts'

export const saveReviewSettings = command({
  name: 'orders.saveReviewSettings',
  ...orders.saveReviewSettings,
  summary: 'Changes the automatic review of a shop; parcels in the buffer keep the end of theirs.',
  access: { permission: 'orders.settings', scope: 'shop' },
  audit: (input, result) => ({
    objects: [{ kind: 'shop', id: input.shopId }],
    details: { version: result.version },
  }),
  errors: [errors.notFound, errors.stale],
  async run(tx, { shopId, version, settings }, actor, effects) {
    await requireShop(tx, actor.scope, shopId)
    const before = (await reviewSettingsOf(tx, [shopId])).get(shopId)?.settings
    const saved = await saveSettings(tx, shopId, version, settings)
    if (saved === undefined) return fail(errors.stale, { changed: actor.language === 'zh' ? '审单设置' : 'review settings' })
    effects.logChange({ ...before }, settings)
    // New rules may clear what waits; the held parcels of all shops are looked at together.
    effects.enqueue({ kind: 'orders.recheckHeld', payload: {}, key: 'all' })
    return { version: saved }
  },
})
