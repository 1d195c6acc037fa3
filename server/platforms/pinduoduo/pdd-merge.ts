/** Which orders may be shipped together (合并发货订单分组); for orders sent on by a transit warehouse only the platform can say it. */
import type { Connection } from '#server/platforms/platform.ts'
import type { MergeCandidate } from '#server/platforms/platform-services.ts'
import { callPdd } from '#server/platforms/pop/pdd-call.ts'
import { isObject, rowsOf } from '#server/platforms/wire/wire-json.ts'

/**
 * Source: the platform's reference of order.merge.ship.order.group as its public SDKs carry it: different open_address_ids are judged by
 * this call, and it is to be asked again after a change of address.
 */
export async function mergeGroupsOfPinduoduo(connection: Connection, orders: MergeCandidate[]): Promise<string[][]> {
  const answer = await callPdd(connection, {
    type: 'pdd.order.merge.ship.order.group',
    params: { order_list: JSON.stringify(orders.map(({ platformOrderId }) => ({ order_sn: platformOrderId }))) },
    canRepeat: true,
  })
  return rowsOf(answer.order_group_list)
    .filter(isObject)
    .map((group) => rowsOf(group.order_sn_list).map(String))
}
