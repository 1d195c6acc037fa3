/** The jobs intake starts, as requests. */
import type { JobRequest } from '#kernel/jobs.ts'

export const pullShopRequest = (shopId: string): JobRequest => ({
  kind: 'intake.pullShop',
  payload: { shopId },
  key: shopId,
  group: `shop:${shopId}`,
})
export const readNoticedRequest = (shopId: string): JobRequest => ({
  kind: 'intake.readNoticed',
  payload: { shopId },
  key: shopId,
  group: `notices:${shopId}`,
})
export const checkGapsRequest = (shopId: string): JobRequest => ({
  kind: 'intake.checkGaps',
  payload: { shopId },
  key: shopId,
  group: `gaps:${shopId}`,
})
