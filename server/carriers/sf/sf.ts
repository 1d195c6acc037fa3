/** SF Express directly (顺丰丰桥): waybills with the merchant's monthly account, and routes. */
import {
  type AccountField,
  type CarrierAdapter,
  type CarrierConnection,
  CarrierFailure,
  type WaybillAnswer,
  type WaybillRequest,
} from '#server/carriers/carrier.ts'
import { isObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { callSf, type SfAnswer } from './sf-call.ts'

export const sfFields: readonly AccountField[] = [
  { name: 'partnerId', zh: '顾客编码（partnerID）', en: 'Partner ID', secret: false, optional: false },
  { name: 'checkWord', zh: '校验码', en: 'Check word', secret: true, optional: false },
  { name: 'monthlyCard', zh: '月结卡号', en: 'Monthly account', secret: false, optional: false },
]

export const sf: CarrierAdapter = {
  interfaceName: 'sf',
  batchSize: 1,
  requestWaybills: async (connection, requests) => {
    const answers: WaybillAnswer[] = []
    for (const request of requests) answers.push(await order(connection, request))
    return answers
  },
  findWaybill,
  cancelWaybill,
}

/** General knowledge of the service: the same orderId again. */
const ORDERED_BEFORE = '8016'
const NO_SUCH_ORDER = new Set(['8024', '8018'])
const PAID_BY_MONTH = 1
const CANCEL = 2

async function order(connection: CarrierConnection, request: WaybillRequest): Promise<WaybillAnswer> {
  const { requestKey } = request
  const answer = await callSf(withCredentials(connection), {
    service: 'EXP_RECE_CREATE_ORDER',
    data: orderOf(connection, request),
    canRepeat: true,
  })
  if (answer.isDone) return issued(requestKey, answer)
  if (answer.code === ORDERED_BEFORE) {
    const found = await findWaybill(connection, requestKey)
    if (found) return found
  }
  return { requestKey, outcome: 'refused', carrierCode: answer.code, message: answer.message }
}

async function findWaybill(connection: CarrierConnection, requestKey: string): Promise<WaybillAnswer | null> {
  const answer = await callSf(withCredentials(connection), {
    service: 'EXP_RECE_SEARCH_ORDER_RESP',
    data: { orderId: requestKey, searchType: '1', language: 'zh-CN' },
    canRepeat: true,
  })
  if (answer.isDone) return issued(requestKey, answer)
  if (NO_SUCH_ORDER.has(answer.code)) return null
  throw new CarrierFailure('refused', answer.code, answer.message)
}

/** SF cancels by our order number. */
async function cancelWaybill(connection: CarrierConnection, waybillNumber: string, requestKey: string): Promise<void> {
  const answer = await callSf(withCredentials(connection), {
    service: 'EXP_RECE_UPDATE_ORDER',
    data: { orderId: requestKey, dealType: CANCEL, waybillNoInfoList: [{ waybillType: 1, waybillNo: waybillNumber }] },
    canRepeat: true,
  })
  if (!answer.isDone) throw new CarrierFailure('refused', answer.code, answer.message)
}

const withCredentials = (connection: CarrierConnection) => ({ ...connection, credentials: connection.account })

function issued(requestKey: string, { content }: SfAnswer): WaybillAnswer {
  const [number] = rowsOf(content.waybillNoInfoList).filter(isObject)
  const [route] = rowsOf(content.routeLabelInfo).filter(isObject)
  const label = isObject(route?.routeLabelData) ? route.routeLabelData : {}
  const waybillNumber = String(number?.waybillNo ?? '')
  if (waybillNumber === '')
    return { requestKey, outcome: 'refused', carrierCode: 'no-number', message: 'SF answered without a waybill number.' }
  return {
    requestKey,
    outcome: 'issued',
    waybillNumber,
    routeCode: String(label.destRouteLabel ?? ''),
    printPayload: JSON.stringify(label),
  }
}

function orderOf(
  connection: CarrierConnection,
  { requestKey, sender, receiver, items, weightGrams }: WaybillRequest,
): WireObject {
  return {
    language: 'zh-CN',
    orderId: requestKey,
    monthlyCard: connection.account.monthlyCard ?? '',
    payMethod: PAID_BY_MONTH,
    expressTypeId: 1,
    isReturnRoutelabel: 1,
    totalWeight: weightGrams / 1000,
    cargoDetails: items.map(({ name, count }) => ({ name, count })),
    contactInfoList: [
      { contactType: 1, contact: sender.name, mobile: sender.phone, ...placeOf(sender) },
      { contactType: 2, contact: receiver.name, mobile: receiver.phone, ...placeOf(receiver) },
    ],
  }
}

const placeOf = (place: { province: string; city: string; district: string; address: string }): WireObject => ({
  country: 'CN',
  province: place.province,
  city: place.city,
  county: place.district,
  address: place.address,
})
