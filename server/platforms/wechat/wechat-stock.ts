/** The number on sale of each SKU. */
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import type { StockAnswer, StockWish } from '#server/platforms/platform-services.ts'
import { callWechat } from '#server/platforms/weixin/wechat-call.ts'
import { isObject } from '#server/platforms/wire/wire-json.ts'

const ADD = 1
const SUBTRACT = 2

/**
 * Setting a number outright would take back what is sold in the moment between counting and setting, so the platform advises against it;
 * the difference to the number read keeps such a sale. Its own danger is a repeat of a call that came through late: it would be added
 * twice. So the number is read again afterwards, and what stands above the wish is taken off once more. What stands below was sold
 * meanwhile and stays. A repeat of the whole wish reads anew and changes nothing that is right.
 */
export async function setWechatStock(connection: Connection, wishes: StockWish[]): Promise<StockAnswer[]> {
  const answers: StockAnswer[] = []
  for (const wish of wishes) {
    try {
      await approach(connection, wish)
      answers.push({ platformSkuId: wish.platformSkuId, outcome: 'set' })
    } catch (error) {
      if (!(error instanceof PlatformFailure) || error.kind !== 'refused') throw error
      answers.push({ platformSkuId: wish.platformSkuId, outcome: 'refused', message: error.message })
    }
  }
  return answers
}

async function approach(connection: Connection, wish: StockWish): Promise<void> {
  const difference = wish.quantity - (await stockOf(connection, wish))
  if (difference === 0) return
  await change(connection, wish, difference)
  const excess = (await stockOf(connection, wish)) - wish.quantity
  if (excess > 0) await change(connection, wish, -excess)
}

/** Stock set aside for a timed sale is counted apart and left alone. */
async function stockOf(connection: Connection, { platformItemId, platformSkuId }: StockWish): Promise<number> {
  const { data } = await callWechat(connection, {
    path: 'channels/ec/product/stock/get',
    body: { product_id: platformItemId, sku_id: platformSkuId },
    canRepeat: true,
  })
  const count = isObject(data) ? (data.normal_stock_num ?? data.stock_num) : undefined
  if (typeof count === 'number' && Number.isInteger(count)) return count
  throw new PlatformFailure('refused', 'stock-missing', `The WeChat Store told no stock of SKU ${platformSkuId}.`)
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
