/** One order as the platform writes it. */
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import { isObject, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { callPdd } from './pdd-call.ts'

export async function fetchOrderInfo(connection: Connection, platformOrderId: string): Promise<WireObject> {
  const params = { order_sn: platformOrderId }
  const { order_info } = await callPdd(connection, { type: 'pdd.order.information.get', params, canRepeat: true })
  if (!isObject(order_info))
    throw new PlatformFailure('refused', 'order-missing', `Pinduoduo answered without order ${platformOrderId}.`)
  return order_info
}
