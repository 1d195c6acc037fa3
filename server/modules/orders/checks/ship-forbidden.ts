import type { Check } from './check.ts'
import { namesOf } from './check.ts'

export const shipForbidden: Check = {
  code: 'shipForbidden',
  flag: '禁',
  intercepts: true,
  isFinal: true,
  reasonZh: '平台暂时禁止订单 {orders} 发货',
  reasonEn: 'The platform forbids shipping order {orders} for now',
  clearsZh: '平台允许发货后自动解除（如拼团成功、风控解除）',
  clearsEn: 'Clears itself when the platform allows shipping (a group is complete, a risk check has ended)',
  find(facts) {
    const orders = facts.orders.filter((order) => order.shipForbidden).map((order) => order.platformOrderId)
    return orders.length === 0 ? undefined : { result: 'hold', params: { orders: namesOf(orders) } }
  },
}
