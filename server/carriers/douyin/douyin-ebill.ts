/** Douyin's own e-waybills (抖店电子面单) behind the carrier port, over the same gateway as Douyin's shops. */
import { ruleValue } from '#kernel/rule-packs.ts'
import {
  type CarrierAdapter,
  type CarrierConnection,
  CarrierFailure,
  carrierFailureFrom,
  type PrintSigner,
  type WaybillAnswer,
  type WaybillRequest,
} from '#server/carriers/carrier.ts'
import { callDouyin, type DouyinCall } from '#server/platforms/fxg/fxg-call.ts'
import { douyinCompanyCode } from '#server/platforms/fxg/fxg-companies.ts'
import { signDouyin } from '#server/platforms/fxg/fxg-sign.ts'
import { PlatformFailure } from '#server/platforms/platform.ts'
import { idText, isObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { ebillOrder, ebillSender, packIdOf } from './douyin-ebill-request.ts'

export const douyinEbill: CarrierAdapter = {
  interfaceName: 'douyin',
  batchSize: ruleValue('douyin', 'waybillsPerCall', 'requests'),
  requestWaybills,
  // There is no look-up by order; asking again with the same order and pack gives the number that was given before.
  findWaybill: () => Promise.resolve(null),
  cancelWaybill,
  printParams,
}

/** The platform's own advice for these is to ask again; such a parcel is left without an answer and asked about in the next round. */
const PASSING_CODES: ReadonlySet<string> = new Set(['4007', '4029', '15001'])

/** Requests from different senders go out in calls of their own. */
async function requestWaybills(connection: CarrierConnection, requests: WaybillRequest[]): Promise<WaybillAnswer[]> {
  const companyCode = companyCodeOf(connection)
  const answers = requests.filter(({ platform }) => platform !== 'douyin').map(notOfDouyin)
  const ours = requests.filter(({ platform }) => platform === 'douyin')
  for (const batch of Map.groupBy(ours, ({ sender }) => JSON.stringify(sender)).values())
    answers.push(...(await requestBatch(connection, companyCode, batch)))
  return answers
}

const notOfDouyin = ({ requestKey }: WaybillRequest): WaybillAnswer => ({
  ...{ requestKey, outcome: 'refused', carrierCode: 'not-of-douyin' },
  message: '抖店电子面单只能用于抖店订单，请换用其他快递账号 (only for orders of Douyin shops).',
})

async function requestBatch(
  connection: CarrierConnection,
  companyCode: string,
  requests: WaybillRequest[],
): Promise<WaybillAnswer[]> {
  const orders = await Promise.all(requests.map((request) => orderBehind(connection, request)))
  const answers: WaybillAnswer[] = []
  const askable: { request: WaybillRequest; order: WireObject | null }[] = []
  for (const [index, request] of requests.entries()) {
    const order = orders[index] ?? null
    if (order instanceof CarrierFailure) answers.push(refusedBy(request, order))
    else askable.push({ request, order })
  }
  const [first] = askable
  if (!first) return answers
  const answer = await call(connection, {
    method: 'logistics.newCreateOrder',
    params: {
      sender_info: ebillSender(first.request.sender),
      logistics_code: companyCode,
      order_infos: askable.map(({ request, order }) => ebillOrder(connection.carrier, request, order)),
    },
    canRepeat: false,
  })
  const issued = issuedRows(answer, 'ebill_infos')
  const payloads = await printPayloads(
    connection,
    companyCode,
    [...issued.values()].map((row) => idText(row.track_no)),
  )
  const refused = issuedRows(answer, 'err_infos')
  for (const { request } of askable) {
    const [row, refusal] = [issued.get(packIdOf(request)), refused.get(packIdOf(request))]
    if (row) answers.push(issuedAnswer(request, row, payloads))
    else if (refusal && !PASSING_CODES.has(idText(refusal.err_code))) answers.push(refusedAnswer(request, refusal))
  }
  return answers
}

/** A masked receiver travels as the ciphers of its order; a plain one needs no order. A refusal is this parcel's alone. */
async function orderBehind(connection: CarrierConnection, request: WaybillRequest): Promise<WireObject | CarrierFailure | null> {
  if (request.receiverKey === '') return null
  try {
    const answer = await call(connection, {
      method: 'order.orderDetail',
      params: { shop_order_id: request.platformOrderIds[0] ?? '' },
      canRepeat: true,
    })
    const order = isObject(answer) ? answer.shop_order_detail : undefined
    return isObject(order) ? order : new CarrierFailure('refused', 'order-missing', 'Douyin answered without the order.')
  } catch (error) {
    if (error instanceof CarrierFailure && error.kind === 'refused') return error
    throw error
  }
}

const refusedBy = ({ requestKey }: WaybillRequest, { carrierCode, message }: CarrierFailure): WaybillAnswer => ({
  ...{ requestKey, outcome: 'refused', carrierCode, message },
})

/** Rows by pack: the pack is the request. */
function issuedRows(answer: unknown, list: 'ebill_infos' | 'err_infos'): Map<string, WireObject> {
  const rows = rowsOf(isObject(answer) ? answer[list] : undefined).filter(isObject)
  return new Map(rows.map((row) => [idText(row.pack_id), row]))
}

function issuedAnswer({ requestKey }: WaybillRequest, row: WireObject, payloads: ReadonlyMap<string, string>): WaybillAnswer {
  const waybillNumber = idText(row.track_no)
  const routeCode = idText(row.sort_code) || idText(row.short_address_code)
  return { requestKey, outcome: 'issued', waybillNumber, routeCode, printPayload: payloads.get(waybillNumber) ?? '' }
}

function refusedAnswer({ requestKey }: WaybillRequest, row: WireObject): WaybillAnswer {
  const carrierCode = idText(row.err_code)
  return { requestKey, outcome: 'refused', carrierCode, message: idText(row.err_msg) || carrierCode }
}

/** For the platform's print component, in its words. The numbers are bought already: a failure here costs the payload and nothing else. */
async function printPayloads(
  connection: CarrierConnection,
  companyCode: string,
  waybillNumbers: readonly string[],
): Promise<Map<string, string>> {
  if (waybillNumbers.length === 0) return new Map()
  try {
    const templateURL = await templateOf(connection, companyCode)
    if (templateURL === '') return new Map()
    const answer = await call(connection, {
      method: 'logistics.waybillApply',
      params: { waybill_applies: waybillNumbers.map((number) => ({ logistics_code: companyCode, track_no: number })) },
      canRepeat: true,
    })
    const rows = rowsOf(isObject(answer) ? answer.waybill_infos : undefined).filter(isObject)
    return new Map(
      rows.map((row) => [
        idText(row.track_no),
        JSON.stringify({ templateURL, encryptedData: row.print_data, signature: row.sign }),
      ]),
    )
  } catch (error) {
    if (error instanceof CarrierFailure) return new Map()
    throw error
  }
}

/** By gateway and company: the platform's first standard template, which its component draws the document on. '' = it has none. */
const templates = new Map<string, string>()

async function templateOf(connection: CarrierConnection, companyCode: string): Promise<string> {
  const key = `${connection.gatewayUrl} ${companyCode}`
  const known = connection.templateUrl || templates.get(key)
  if (known) return known
  const params = { logistics_code: companyCode }
  const answer = await call(connection, { method: 'logistics.templateList', params, canRepeat: true })
  const company = rowsOf(isObject(answer) ? answer.template_data : undefined)
    .filter(isObject)
    .find((row) => idText(row.logistics_code) === companyCode)
  const url = idText(rowsOf(company?.template_infos).find(isObject)?.template_url)
  if (url !== '') templates.set(key, url)
  return url
}

/** In the order of the platform's own example, and nothing in it percent-encoded: the component hands it on as it is. */
function printParams({ appKey, appSecret, accessToken, now }: PrintSigner): string {
  const [method, paramJson, timestamp] = ['logistics.getShopKey', '{}', String(Math.floor(now() / 1000))]
  const sign = signDouyin({ appKey, method, paramJson, timestamp }, appSecret, 'hmac-sha256')
  return [
    ...[`access_token=${accessToken}`, `app_key=${appKey}`, `method=${method}`, `param_json=${paramJson}`],
    ...[`timestamp=${timestamp}`, 'v=2', `sign=${sign}`, 'sign_method=hmac-sha256'],
  ].join('&')
}

async function cancelWaybill(connection: CarrierConnection, waybillNumber: string): Promise<void> {
  const answer = await call(connection, {
    method: 'logistics.cancelOrder',
    params: { logistics_code: companyCodeOf(connection), track_no: waybillNumber },
    canRepeat: true,
  })
  const result = isObject(answer) ? answer.cancel_result : undefined
  if (!isObject(result) || result.success !== true)
    throw new CarrierFailure('refused', 'not-cancelled', `Douyin did not cancel waybill ${waybillNumber}.`)
}

function companyCodeOf({ carrier }: CarrierConnection): string {
  const code = douyinCompanyCode(carrier)
  if (code === null) throw new CarrierFailure('refused', 'carrier-unmapped', `Douyin has no company code for ${carrier}.`)
  return code
}

async function call(connection: CarrierConnection, request: DouyinCall): Promise<unknown> {
  try {
    return await callDouyin(connection, request)
  } catch (error) {
    throw error instanceof PlatformFailure ? carrierFailureFrom(error) : error
  }
}
