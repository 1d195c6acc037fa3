import type { OrderStatus } from '../order.ts'
import type { Check } from './check.ts'
import { namesOf } from './check.ts'

const OVER: readonly OrderStatus[] = ['cancelled', 'closed']

export const orderClosed: Check = {
  code: 'orderClosed',
  flag: '闭',
  intercepts: true,
  isFinal: true,
  reasonZh: '平台上订单 {orders} 已关闭或已发货',
  reasonEn: 'The platform says that order {orders} is closed or has been shipped',
  clearsZh: '无需处理；若平台重新打开该订单，将自动回到审单',
  clearsEn: 'Nothing to do; should the platform open the order again, it comes back to review',
  find(facts) {
    const orders = facts.orders.filter((order) => OVER.includes(order.status)).map((order) => order.platformOrderId)
    return orders.length === 0 ? undefined : { result: 'hold', params: { orders: namesOf(orders) } }
  },
}
