/** A steady flow of new orders for demonstrations, with the ups and downs of a real day. */
import type { SandboxControl } from './control.ts'

/**
 * Creates about `perMinute` orders a minute, in the given shops by turns or in the default one; now and then one is unpaid or a buyer asks
 * for a refund or writes a review. Returns the stop function.
 */
export function startOrderStream(control: SandboxControl, perMinute: number, shopIds: readonly string[] = []): () => void {
  if (!(perMinute > 0)) throw new RangeError('perMinute must be above zero')
  let orderCount = 0
  let unpaid: string | null = null
  const bought: string[] = []
  const timer = setInterval(() => {
    orderCount++
    if (unpaid !== null) {
      control.payOrder(unpaid)
      unpaid = null
      return
    }
    const [order] = control.createOrders(1, { unpaid: orderCount % 9 === 0, ...shopAt(shopIds, orderCount) })
    if (!order) return
    if (order.status === 'WAIT_BUYER_PAY') unpaid = order.tid
    else if (orderCount % 25 === 0) control.askRefund(order.tid, order.lines[0]?.oid)
    else bought.push(order.tid)
    if (orderCount % 8 === 0) writeReview(control, bought.shift(), orderCount / 8)
  }, 60_000 / perMinute)
  return () => clearInterval(timer)
}

function shopAt(shopIds: readonly string[], place: number): { shopId?: string } {
  const shopId = shopIds[place % shopIds.length]
  return shopId === undefined ? {} : { shopId }
}

const REVIEWS = [
  { stars: 5, text: '质量很好，物流也快，会再来。' },
  { stars: 5, text: '颜色和图片一样，尺码标准。' },
  { stars: 3, text: '东西还行，包装有点简单。' },
  { stars: 4, text: '' },
  { stars: 1, text: '收到时已经坏了，联系客服没有人理。' },
] as const
function writeReview(control: SandboxControl, tid: string | undefined, place: number): void {
  const review = REVIEWS[place % REVIEWS.length]
  if (tid !== undefined && review) control.createReview(tid, review)
}
