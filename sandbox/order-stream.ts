/** A steady flow of new orders for demonstrations, with the ups and downs of a real day. */
import type { SandboxControl } from './control.ts'

/**
 * Creates about `perMinute` orders a minute, in the given shops by turns or in the default one; now and then one is unpaid or a buyer asks
 * for a refund. Returns the stop function.
 */
export function startOrderStream(control: SandboxControl, perMinute: number, shopIds: readonly string[] = []): () => void {
  if (!(perMinute > 0)) throw new RangeError('perMinute must be above zero')
  let orderCount = 0
  let unpaid: string | null = null
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
  }, 60_000 / perMinute)
  return () => clearInterval(timer)
}

function shopAt(shopIds: readonly string[], place: number): { shopId?: string } {
  const shopId = shopIds[place % shopIds.length]
  return shopId === undefined ? {} : { shopId }
}
