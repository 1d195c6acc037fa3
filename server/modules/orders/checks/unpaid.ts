import type { Check } from './check.ts'
import { namesOf } from './check.ts'

export const unpaid: Check = {
  code: 'unpaid',
  flag: '款',
  intercepts: true,
  isFinal: true,
  reasonZh: '订单 {orders} 尚未付款',
  reasonEn: 'Order {orders} has not been paid',
  clearsZh: '买家付款后自动解除',
  clearsEn: 'Clears itself when the buyer pays',
  find(facts) {
    const orders = facts.orders.filter((order) => order.status === 'unpaid').map((order) => order.platformOrderId)
    return orders.length === 0 ? undefined : { result: 'hold', params: { orders: namesOf(orders) } }
  },
}
