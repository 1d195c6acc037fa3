/** KDNiao (快递鸟): e-orders of many couriers with the merchant's own accounts, and tracing. */
import {
  type AccountField,
  type CarrierAdapter,
  type CarrierConnection,
  CarrierFailure,
  type WaybillAnswer,
  type WaybillRequest,
} from '#server/carriers/carrier.ts'
import { nameAt } from '#server/carriers/couriers.ts'
import type { TrackerAdapter } from '#server/carriers/tracker.ts'
import { isObject, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { callKdniao, reasonOf, resultCode } from './kdniao-call.ts'
import { queryKdniao, receiveKdniao, subscribeKdniao } from './kdniao-traces.ts'

/** What the service gave the merchant, and what the courier's branch did. */
export const kdniaoFields: readonly AccountField[] = [
  { name: 'businessId', zh: '用户 ID（EBusinessID）', en: 'EBusinessID', secret: false, optional: false },
  { name: 'apiKey', zh: 'API Key', en: 'API key', secret: true, optional: false },
  { name: 'customerName', zh: '电子面单客户账号', en: 'E-waybill customer account', secret: false, optional: true },
  { name: 'customerPassword', zh: '电子面单密码', en: 'E-waybill password', secret: true, optional: true },
  { name: 'branch', zh: '网点编码', en: 'Branch code', secret: false, optional: true },
  { name: 'monthlyCode', zh: '月结号', en: 'Settlement code', secret: false, optional: true },
]

export const kdniao: CarrierAdapter = {
  interfaceName: 'kdniao',
  batchSize: 1,
  requestWaybills: async (connection, requests) => {
    const answers: WaybillAnswer[] = []
    for (const request of requests) answers.push(await order(connection, request))
    return answers
  },
  // The same OrderCode is never ordered twice: asking again gives the first answer, so looking up is asking again.
  findWaybill: async () => null,
  cancelWaybill,
}
export const kdniaoTracker: TrackerAdapter = {
  service: 'kdniao',
  query: queryKdniao,
  subscribe: (connection, wish) => subscribeKdniao(connection, wish),
  receive: receiveKdniao,
}

const ALREADY_ORDERED = '106'
const payByMonth = 3
const payBySender = 1

async function order(connection: CarrierConnection, request: WaybillRequest): Promise<WaybillAnswer> {
  const { requestKey } = request
  const reply = await callKdniao(withCredentials(connection), {
    path: '/api/EOrderService',
    requestType: '1007',
    data: orderOf(connection, request),
    canRepeat: true,
  })
  const placed = isObject(reply.Order) ? reply.Order : {}
  const waybillNumber = String(placed.LogisticCode ?? '')
  // The repeat of an order is refused with its own code and brings the number of the first one.
  if (waybillNumber !== '' && (reply.Success === true || resultCode(reply) === ALREADY_ORDERED))
    return {
      requestKey,
      outcome: 'issued',
      waybillNumber,
      routeCode: String(placed.MarkDestination ?? placed.SortingCode ?? ''),
      printPayload: String(reply.PrintTemplate ?? ''),
    }
  return { requestKey, outcome: 'refused', carrierCode: resultCode(reply), message: reasonOf(reply) }
}

async function cancelWaybill(connection: CarrierConnection, waybillNumber: string, requestKey: string): Promise<void> {
  const { customerName = '', customerPassword = '' } = connection.account
  const reply = await callKdniao(withCredentials(connection), {
    path: '/api/EOrderService',
    requestType: '1147',
    data: {
      ShipperCode: shipperOf(connection),
      OrderCode: requestKey,
      ExpNo: waybillNumber,
      CustomerName: customerName,
      CustomerPwd: customerPassword,
    },
    canRepeat: true,
  })
  if (reply.Success !== true) throw new CarrierFailure('refused', resultCode(reply), reasonOf(reply))
}

const withCredentials = (connection: CarrierConnection) => ({ ...connection, credentials: connection.account })

function shipperOf({ carrier }: CarrierConnection): string {
  const shipper = nameAt('kdniao', carrier)
  if (shipper === null) throw new CarrierFailure('refused', 'carrier-unmapped', `KDNiao has no code for ${carrier}.`)
  return shipper
}

function orderOf(
  connection: CarrierConnection,
  { requestKey, sender, receiver, items, weightGrams }: WaybillRequest,
): WireObject {
  const { customerName = '', customerPassword = '', branch = '', monthlyCode = '' } = connection.account
  return {
    OrderCode: requestKey,
    ShipperCode: shipperOf(connection),
    CustomerName: customerName,
    CustomerPwd: customerPassword,
    SendSite: branch,
    MonthCode: monthlyCode,
    PayType: monthlyCode === '' ? payBySender : payByMonth,
    ExpType: 1,
    IsReturnPrintTemplate: 1,
    Quantity: 1,
    Weight: weightGrams / 1000,
    Sender: personOf(sender.name, sender.phone, sender),
    Receiver: personOf(receiver.name, receiver.phone, receiver),
    Commodity: items.map(({ name, count }) => ({ GoodsName: name, Goodsquantity: count })),
  }
}

function personOf(
  name: string,
  phone: string,
  place: { province: string; city: string; district: string; address: string },
): WireObject {
  return {
    Name: name,
    Mobile: phone,
    ProvinceName: place.province,
    CityName: place.city,
    ExpAreaName: place.district,
    Address: place.address,
  }
}
