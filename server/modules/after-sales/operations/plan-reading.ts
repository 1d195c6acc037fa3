import { z } from 'zod'
import { moment, shape, uuid } from '#contract/operation.ts'
import { query } from '#kernel/operation.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { adapterFor, platformsOffering } from '#server/platforms/registry.ts'
import { readWindows } from '../read-windows.ts'
import { syncOfShops } from '../sync-views.ts'

const MINUTE_MS = 60_000
const window = z.object({ from: moment, to: moment })
const plan = z.object({ windows: z.array(window), unreadCount: z.number().int(), failedCount: z.number().int() })

export const planReading = query({
  name: 'afterSales.planReading',
  ...shape({ shopId: uuid }, z.object({ plan: plan.nullable() })),
  summary: 'Which stretches of time of a shop are to be read; null while it is not to be read.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  async run(reader, { shopId }, _actor, world) {
    const now = world.now()
    const shop = (await syncOfShops(reader, platformsOffering('afterSales'))).find((one) => one.shopId === shopId)
    if (!shop || (shop.waitUntil !== null && new Date(shop.waitUntil) > now)) return { plan: null }
    const limits = {
      windowMs: ruleValue('defaults', 'afterSaleWindow', 'minutes') * MINUTE_MS,
      overlapMs: adapterFor(shop.platform).pull.overlapMs,
      readBackMs: ruleValue('defaults', 'afterSaleReadBack', 'days') * 24 * 60 * MINUTE_MS,
    }
    const windows = readWindows(shop, limits, now).map(({ from, to }) => ({ from: from.toISOString(), to: to.toISOString() }))
    return { plan: { windows, unreadCount: shop.unreadCount, failedCount: shop.failedCount } }
  },
})
