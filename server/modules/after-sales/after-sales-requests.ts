/** The jobs of after-sales, as requests; of one shop one of each kind runs at a time. */
import type { JobRequest } from '#kernel/jobs.ts'

export const readShopRequest = (shopId: string): JobRequest => ({
  kind: 'afterSales.readShop',
  payload: { shopId },
  key: shopId,
  group: `afterSales:${shopId}`,
})
/** Without a key: persons who decide at the same moment do not wait for each other's commit. */
export const tellDecisionsRequest = (shopId: string, runAt?: Date): JobRequest => ({
  kind: 'afterSales.tellDecisions',
  payload: { shopId },
  group: `afterSalesTell:${shopId}`,
  ...(runAt ? { runAt } : {}),
})
