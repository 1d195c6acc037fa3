/** Telling Douyin how much of a SKU is on sale. */

import { callDouyin } from '#server/platforms/fxg/fxg-call.ts'
import { idNumber } from '#server/platforms/fxg/fxg-id.ts'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import type { StockAnswer, StockWish } from '#server/platforms/platform-services.ts'

/** One call a SKU; so many are under way at once. The shop's pace still decides how many begin. */
const AT_ONCE = 8
const DONE_BEFORE = new Set(['isv.idempotent-id-existed', 'isv.parameter-invalid:40010'])

/** Answers in the order of the wishes. A SKU the platform refuses does not keep the others from being set; any other failure is thrown. */
export async function syncDouyinStock(connection: Connection, wishes: StockWish[]): Promise<StockAnswer[]> {
  const answers: StockAnswer[] = []
  for (let start = 0; start < wishes.length; start += AT_ONCE) {
    const settled = await Promise.allSettled(wishes.slice(start, start + AT_ONCE).map((wish) => syncOne(connection, wish)))
    for (const outcome of settled) {
      if (outcome.status === 'rejected') throw outcome.reason
      answers.push(outcome.value)
    }
  }
  return answers
}

async function syncOne(connection: Connection, wish: StockWish): Promise<StockAnswer> {
  const { platformSkuId } = wish
  try {
    await callDouyin(connection, {
      method: 'sku.syncStock',
      params: {
        product_id: idNumber(wish.platformItemId),
        sku_id: idNumber(platformSkuId),
        stock_num: wish.quantity,
        incremental: false,
        idempotent_id: wish.key,
      },
      canRepeat: true,
    })
    return { platformSkuId, outcome: 'set' }
  } catch (error) {
    if (!(error instanceof PlatformFailure)) throw error
    // This very wish was carried out, its answer was lost.
    if (DONE_BEFORE.has(error.platformCode)) return { platformSkuId, outcome: 'set' }
    if (error.kind !== 'refused') throw error
    return { platformSkuId, outcome: 'refused', message: error.message }
  }
}
