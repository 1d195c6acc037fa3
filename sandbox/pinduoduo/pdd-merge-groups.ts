/** 合并发货订单分组: which of some orders may be shipped together. */
import { z } from 'zod'
import { receiverGroups } from '#sandbox/receiver-groups.ts'
import { fail, invalid, isFailure, type PddAnswer, type PddFailure } from './pdd-answers.ts'
import { jsonParam, type ShopCall } from './pdd-call.ts'

const MOST = 100
const list = z
  .array(z.object({ order_sn: z.string().min(1) }))
  .min(1)
  .max(MOST)

export function orderMergeShipOrderGroup(call: ShopCall): PddAnswer | PddFailure {
  const given = jsonParam(call.params, 'order_list')
  if (isFailure(given)) return given
  const wanted = list.safeParse(given)
  if (!wanted.success) return invalid('order_list', wanted.error.issues[0]?.message ?? '')
  const orders = wanted.data.flatMap(({ order_sn }) => {
    const order = call.world.orders.find(order_sn)
    return order?.shopId === call.shop.id && order.paidAt !== null ? [order] : []
  })
  if (orders.length < wanted.data.length) return fail(21002, '订单不存在')
  return { order_group_list: receiverGroups(orders).map((group) => ({ order_sn_list: group.map(({ tid }) => tid) })) }
}
