/** E-waybills of the WeChat Store (微信小店电子面单) behind the carrier port: its masked receivers travel by their orders. */
import { createHash } from 'node:crypto'
import {
  type CarrierAdapter,
  type CarrierConnection,
  CarrierFailure,
  carrierFailureFrom,
  type WaybillAnswer,
  type WaybillRequest,
} from '#server/carriers/carrier.ts'
import { PlatformFailure } from '#server/platforms/platform.ts'
import { callWechat } from '#server/platforms/weixin/wechat-call.ts'
import { wechatCarrierCode } from '#server/platforms/weixin/wechat-carriers.ts'
import { idText, isObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { wechatWaybillOrder } from './wechat-ewaybill-request.ts'

const PATH = 'channels/ec/logistics/ewaybill/biz'
const CANCELLED = 2
/** State of an account that is bound and may be used. */
const BOUND = 3

export const wechatEwaybill: CarrierAdapter = {
  interfaceName: 'wechat',
  batchSize: 1,
  requestWaybills,
  findWaybill: (connection, requestKey) => find(connection, requestKey),
  cancelWaybill,
}

/** The interface takes one parcel a call. */
async function requestWaybills(connection: CarrierConnection, requests: WaybillRequest[]): Promise<WaybillAnswer[]> {
  const answers: WaybillAnswer[] = []
  for (const request of requests) answers.push(await requestOne(connection, request))
  return answers
}

/** The request key becomes the id of the waybill's order, so that a repeat cannot take a second number: it finds the first. */
async function requestOne(connection: CarrierConnection, request: WaybillRequest): Promise<WaybillAnswer> {
  const { requestKey, receiver, platform } = request
  const isMasked = [receiver.name, receiver.phone, receiver.address].some((text) => text.includes('*'))
  if (isMasked && platform !== 'wechat')
    return refused(requestKey, 'receiver-masked', '收件人已脱敏，只能用其所属平台的电子面单取号。')
  const account = await accountOf(connection)
  try {
    const answer = await callWechat(connection, {
      path: `${PATH}/order/create`,
      body: wechatWaybillOrder(request, { orderId: orderIdOf(requestKey), deliveryId: deliveryIdOf(connection), ...account }),
      canRepeat: false,
    })
    return issued(requestKey, answer) ?? refused(requestKey, 'no-answer', '微信小店没有返回运单号，请稍后重试。')
  } catch (error) {
    if (!(error instanceof PlatformFailure) || error.kind !== 'refused') throw inCarrierWords(error)
    return (await find(connection, requestKey)) ?? refused(requestKey, error.platformCode, error.message)
  }
}

const refused = (requestKey: string, carrierCode: string, message: string): WaybillAnswer => ({
  ...{ requestKey, carrierCode, message },
  outcome: 'refused',
})

/** The sorting code stands only in the print content, which is for the platform's own print component. */
function issued(requestKey: string, answer: WireObject): WaybillAnswer | null {
  const waybillNumber = idText(answer.waybill_id)
  const printPayload = typeof answer.print_info === 'string' ? answer.print_info : ''
  return waybillNumber === '' ? null : { requestKey, outcome: 'issued', waybillNumber, routeCode: '', printPayload }
}

async function find(connection: CarrierConnection, requestKey: string): Promise<WaybillAnswer | null> {
  try {
    const { order_info: order } = await callWechat(connection, {
      path: `${PATH}/order/get`,
      body: { ewaybill_order_id: orderIdOf(requestKey) },
      canRepeat: true,
    })
    return isObject(order) && Number(order.status) !== CANCELLED ? issued(requestKey, order) : null
  } catch (error) {
    if (error instanceof PlatformFailure && error.kind === 'refused') return null
    throw inCarrierWords(error)
  }
}

async function cancelWaybill(connection: CarrierConnection, waybillNumber: string, requestKey: string): Promise<void> {
  await call(connection, 'order/cancel', {
    ewaybill_order_id: orderIdOf(requestKey),
    delivery_id: deliveryIdOf(connection),
    waybill_id: waybillNumber,
  })
}

/** The courier's account that the shop has bound in its console. Some couriers give each of their branches one: the first bound is used. */
async function accountOf(connection: CarrierConnection): Promise<{ accountId: string; shopId: string; siteCode: string }> {
  const answer = await call(connection, 'account/get', { delivery_id: deliveryIdOf(connection) })
  const accounts = rowsOf(answer.account_list).filter(isObject)
  const account = accounts.find(({ status }) => Number(status) === BOUND)
  if (!account)
    throw new CarrierFailure(
      'refused',
      'no-account',
      '请先在微信小店后台“电子面单”开通这家快递公司。 Bind this courier in the WeChat Store console first.',
    )
  const site = isObject(account.site_info) ? account.site_info : {}
  return { accountId: idText(account.acct_id), shopId: idText(account.shop_id), siteCode: idText(site.site_code) }
}

/** 63 bits: the id has to be a whole number of 64. */
const orderIdOf = (requestKey: string): string =>
  String(createHash('sha256').update(requestKey).digest().readBigUInt64BE(0) >> 1n)

function deliveryIdOf({ carrier }: CarrierConnection): string {
  const code = wechatCarrierCode(carrier)
  if (code !== null) return code
  throw new CarrierFailure('refused', 'carrier-unmapped', `The WeChat Store has no carrier code for ${carrier}.`)
}

async function call(connection: CarrierConnection, act: string, body: Record<string, unknown>): Promise<WireObject> {
  try {
    return await callWechat(connection, { path: `${PATH}/${act}`, body, canRepeat: true })
  } catch (error) {
    throw inCarrierWords(error)
  }
}

const inCarrierWords = (error: unknown): unknown => (error instanceof PlatformFailure ? carrierFailureFrom(error) : error)
