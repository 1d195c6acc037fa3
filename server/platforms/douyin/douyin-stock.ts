/** Telling Douyin how much of a SKU is on sale. */
import { inParallel } from '#kernel/in-parallel.ts'
import { partsOf } from '#kernel/parts.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { callDouyin } from '#server/platforms/fxg/fxg-call.ts'
import { idNumber } from '#server/platforms/fxg/fxg-id.ts'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import type { StockAnswer, StockWish } from '#server/platforms/platform-services.ts'

/** So many calls are under way at once; the shop's pace still decides how many begin. */
const AT_ONCE = 8
const SKUS_PER_CALL = ruleValue('douyin', 'skusPerCall', 'skus')
const DONE_BEFORE = new Set(['isv.idempotent-id-existed', 'isv.parameter-invalid:40010'])

/** Answers in the order of the wishes. A SKU the platform refuses does not keep the others from being set; any other failure is thrown. */
export async function syncDouyinStock(connection: Connection, wishes: StockWish[]): Promise<StockAnswer[]> {
  const answers = new Map((await inParallel(batchesOf(wishes), AT_ONCE, (batch) => syncBatch(connection, batch))).flat())
  return wishes.flatMap((wish) => answers.get(wish) ?? [])
}

/** SKUs of one product go in one call, in the order in which the products come. */
function batchesOf(wishes: readonly StockWish[]): StockWish[][] {
  return [...Map.groupBy(wishes, ({ platformItemId }) => platformItemId).values()].flatMap((ofProduct) =>
    partsOf(ofProduct, SKUS_PER_CALL),
  )
}

type Answered = [StockWish, StockAnswer][]

/** A batch is carried out whole or not at all: one that is refused is sent again SKU by SKU, so that only the wrong ones stay out. */
async function syncBatch(connection: Connection, batch: readonly StockWish[]): Promise<Answered> {
  const [first] = batch
  if (!first || batch.length === 1) return syncEach(connection, batch)
  try {
    await callDouyin(connection, {
      method: 'sku.syncStockBatch',
      params: {
        product_id: idNumber(first.platformItemId),
        incremental: false,
        sku_sync_list: batch.map((wish) => ({ sku_id: idNumber(wish.platformSkuId), sku_type: 0, stock_num: wish.quantity })),
      },
      canRepeat: true,
    })
    return batch.map((wish) => [wish, { platformSkuId: wish.platformSkuId, outcome: 'set' }])
  } catch (error) {
    if (error instanceof PlatformFailure && error.kind === 'refused') return syncEach(connection, batch)
    throw error
  }
}

async function syncEach(connection: Connection, batch: readonly StockWish[]): Promise<Answered> {
  const answered: Answered = []
  for (const wish of batch) answered.push([wish, await syncOne(connection, wish)])
  return answered
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
