/** The number on sale of each SKU. */
import { inParallel } from '#kernel/in-parallel.ts'
import { partsOf } from '#kernel/parts.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import type { StockAnswer, StockWish } from '#server/platforms/platform-services.ts'
import { callWechat } from '#server/platforms/weixin/wechat-call.ts'
import { idText, isObject, rowsOf } from '#server/platforms/wire/wire-json.ts'

const ADD = 1
const SUBTRACT = 2
/** So many calls are under way at once; the shop's pace still decides how many begin. */
const CALLS_AT_ONCE = 8
const PRODUCTS_PER_CALL = ruleValue('wechat', 'productsPerStockCall', 'products')

/**
 * Setting a number outright would take back what is sold in the moment between counting and setting, so the platform advises against it;
 * the difference to the number read keeps such a sale. Its own danger is a repeat of a call that came through late: it would be added
 * twice. So what was changed is read again afterwards, and what stands above the wish is taken off once more. What stands below was sold
 * meanwhile and stays. A repeat of the whole wish reads anew and changes nothing that is right.
 */
export async function setWechatStock(connection: Connection, wishes: StockWish[]): Promise<StockAnswer[]> {
  const before = await stocksOf(connection, wishes)
  const refusals = new Map<StockWish, string>()
  const attempt = async (wish: StockWish, difference: number): Promise<void> => {
    try {
      await change(connection, wish, difference)
    } catch (error) {
      if (!(error instanceof PlatformFailure) || error.kind !== 'refused') throw error
      refusals.set(wish, error.message)
    }
  }
  for (const wish of wishes)
    if (!before.has(keyOf(wish))) refusals.set(wish, `The WeChat Store told no stock of SKU ${wish.platformSkuId}.`)
  const different = wishes.filter((wish) => before.has(keyOf(wish)) && before.get(keyOf(wish)) !== wish.quantity)
  await inParallel(different, CALLS_AT_ONCE, (wish) => attempt(wish, wish.quantity - (before.get(keyOf(wish)) ?? 0)))
  const after = await stocksOf(connection, different)
  await inParallel(different, CALLS_AT_ONCE, async (wish) => {
    const excess = (after.get(keyOf(wish)) ?? 0) - wish.quantity
    if (excess > 0) await attempt(wish, -excess)
  })
  return wishes.map((wish) => answerFor(wish, refusals.get(wish)))
}

const keyOf = ({ platformItemId, platformSkuId }: StockWish): string => `${platformItemId}/${platformSkuId}`
const answerFor = ({ platformSkuId }: StockWish, message: string | undefined): StockAnswer =>
  message === undefined ? { platformSkuId, outcome: 'set' } : { platformSkuId, outcome: 'refused', message }

/** By product and SKU. Stock set aside for a timed sale is counted apart and left alone; unknown goods are absent. */
async function stocksOf(connection: Connection, wishes: readonly StockWish[]): Promise<Map<string, number>> {
  const products = [...new Set(wishes.map(({ platformItemId }) => platformItemId))]
  const told = await inParallel(partsOf(products, PRODUCTS_PER_CALL), CALLS_AT_ONCE, (product_id) =>
    callWechat(connection, { path: 'channels/ec/product/stock/batchget', body: { product_id }, canRepeat: true }),
  )
  return new Map(told.flatMap(({ data }) => (isObject(data) ? rowsOf(data.spu_stock_list).flatMap(countsOf) : [])))
}

function countsOf(product: unknown): [string, number][] {
  if (!isObject(product)) return []
  const itemId = idText(product.product_id)
  return rowsOf(product.sku_stock)
    .filter(isObject)
    .flatMap(({ sku_id, normal_stock_num }) =>
      Number.isInteger(normal_stock_num) ? [[`${itemId}/${idText(sku_id)}`, Number(normal_stock_num)]] : [],
    )
}

async function change(connection: Connection, { platformItemId, platformSkuId }: StockWish, difference: number): Promise<void> {
  await callWechat(connection, {
    path: 'channels/ec/product/stock/update',
    body: {
      product_id: platformItemId,
      sku_id: platformSkuId,
      diff_type: difference > 0 ? ADD : SUBTRACT,
      num: Math.abs(difference),
    },
    canRepeat: false,
  })
}
