/** What buyers ask back, as a list of what changed. */
import type { AfterSale } from '#sandbox/after-sales.ts'
import { paymentFen } from '#sandbox/order.ts'
import { toPlatformTime } from '#sandbox/platform-time.ts'
import { bare, isFailure, type PddAnswer, type PddFailure } from './pdd-answers.ts'
import { pageOf, type ShopCall, wholeNumber, windowOf } from './pdd-call.ts'
import { AFTER_SALES } from './pdd-order-json.ts'

const HALF_HOUR_SECONDS = 1800
const ALL = 1
const REFUND_ONLY = 2
const RETURN_AND_REFUND = 3

/** Latest change first. */
export function refundListIncrementGet(call: ShopCall): PddAnswer | PddFailure {
  const window = windowOf(call.params, { from: 'start_updated_at', to: 'end_updated_at' }, HALF_HOUR_SECONDS)
  if (isFailure(window)) return window
  const status = wholeNumber(call.params, 'after_sales_status', { from: 0, to: 40 })
  const type = wholeNumber(call.params, 'after_sales_type', { from: 1, to: 6 })
  if (isFailure(status)) return status
  if (isFailure(type)) return type
  const cases = call.world.afterSales
    .modifiedBetween(call.shop.id, window.from, window.to)
    .flatMap((afterSale) => caseOf(call, afterSale))
    .filter((each) => status === ALL || each.after_sales_status === status)
    .filter((each) => type === ALL || each.after_sales_type === type)
  const page = pageOf(call, cases)
  return isFailure(page) ? page : { refund_list: page.rows, total_count: page.total }
}

const yuan = (fen: number): string => (fen / 100).toFixed(2)

function caseOf({ world }: ShopCall, afterSale: AfterSale) {
  const order = world.orders.find(afterSale.tid)
  const line = order?.lines.find(({ oid }) => oid === afterSale.oid)
  if (!order || !line) return []
  return {
    id: bare(afterSale.id),
    order_sn: order.tid,
    after_sales_status: AFTER_SALES[line.refundStatus].status,
    after_sales_type: afterSale.returnsGoods ? RETURN_AND_REFUND : REFUND_ONLY,
    after_sale_reason: afterSale.reason,
    refund_amount: yuan(afterSale.refundFen),
    order_amount: yuan(paymentFen(order)),
    discount_amount: yuan(line.discountFen),
    goods_id: Number(line.itemId),
    goods_name: line.title,
    goods_number: String(line.quantity),
    goods_price: yuan(line.priceFen),
    sku_id: line.skuId,
    outer_id: line.merchantSku,
    tracking_number: afterSale.returnNumber,
    shipping_name: afterSale.returnCompany,
    confirm_time: order.paidAt === null ? '' : toPlatformTime(order.paidAt),
    created_time: toPlatformTime(afterSale.createdAt),
    // Seconds here, Beijing time everywhere else: the reference shows both.
    updated_time: String(Math.floor(afterSale.modifiedAt / 1000)),
    speed_refund_flag: 0,
  }
}
