import { isSameReceiver } from '../parcel-rules.ts'
import type { Check } from './check.ts'
import { namesOf } from './check.ts'

/** A parcel without a waybill follows its order's receiver; with one, or with several orders inside, it cannot. */
export const receiverChanged: Check = {
  code: 'receiverChanged',
  flag: '改',
  intercepts: true,
  isFinal: true,
  reasonZh: '订单 {orders} 的收件信息与该包裹（或其面单）不一致，买家可能改了地址',
  reasonEn: 'The receiver of order {orders} is no longer the one of this parcel or its waybill',
  clearsZh: '作废面单后重新获取；合单的包裹请先取消合单',
  clearsEn: 'Void the waybill and get a new one; take a merged parcel apart first',
  find(facts) {
    const orders = facts.orders.filter((order) => !isSameReceiver(order, facts)).map((order) => order.platformOrderId)
    return orders.length === 0 ? undefined : { result: 'hold', params: { orders: namesOf(orders) } }
  },
}
