/** Pinduoduo's e-waybills (拼多多电子面单) behind the carrier port: the only ones on which its encrypted receivers can be printed. */
import { ruleValue } from '#kernel/rule-packs.ts'
import {
  type CarrierAdapter,
  type CarrierConnection,
  CarrierFailure,
  carrierFailureFrom,
  type WaybillAnswer,
  type WaybillRequest,
} from '#server/carriers/carrier.ts'
import { PlatformFailure } from '#server/platforms/platform.ts'
import { callPdd, type PddCall } from '#server/platforms/pop/pdd-call.ts'
import { type CipherTexts, cipherTextsOf, isCipherText } from '#server/platforms/pop/pdd-ciphers.ts'
import { fetchOrderInfo } from '#server/platforms/pop/pdd-order-info.ts'
import { idText, isObject, readObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { pddWaybillApplication, type SealedRequest } from './pdd-waybill-request.ts'

/** Our carrier codes in Pinduoduo's words (`wp_code`). Source: public mappings of other systems. */
const WP_CODES = new Map([
  ['SF', 'SF'],
  ['ZTO', 'ZTO'],
  ['YTO', 'YTO'],
  ['STO', 'STO'],
  ['YUNDA', 'YUNDA'],
  ['JTSD', 'JTSD'],
  ['EMS', 'EMS'],
  ['POSTB', 'YZXB'],
  ['JD', 'JD'],
  ['DBKD', 'DB'],
])
export const pinduoduoCarriers: readonly string[] = [...WP_CODES.keys()]

type Refused = Extract<WaybillAnswer, { outcome: 'refused' }>

export const pinduoduoWaybill: CarrierAdapter = {
  interfaceName: 'pinduoduo',
  batchSize: ruleValue('pinduoduo', 'waybillsPerCall', 'requests'),
  requestWaybills,
  // The platform finds a waybill by its number only. Asking again with the same key gives the same number, so nothing is lost by it.
  findWaybill: () => Promise.resolve(null),
  cancelWaybill,
}

/** Answers in the order of the requests. Requests from different senders go out in calls of their own. */
async function requestWaybills(connection: CarrierConnection, requests: WaybillRequest[]): Promise<WaybillAnswer[]> {
  const answers = new Map<string, WaybillAnswer>()
  const keep = (answer: WaybillAnswer): void => void answers.set(answer.requestKey, answer)
  const parcels: SealedRequest[] = []
  for (const request of requests) {
    const sealed = await sealedRequest(connection, request)
    if ('outcome' in sealed) keep(sealed)
    else parcels.push(sealed)
  }
  for (const batch of Map.groupBy(parcels, ({ request }) => JSON.stringify(request.sender)).values())
    for (const answer of await applyForBatch(connection, batch)) keep(answer)
  return requests.flatMap(({ requestKey }) => answers.get(requestKey) ?? [])
}

/** A call is refused whole for one bad parcel: then each is asked for alone, and the request key keeps any from being issued twice. */
async function applyForBatch(connection: CarrierConnection, parcels: readonly SealedRequest[]): Promise<WaybillAnswer[]> {
  const together = await tryToApply(connection, parcels)
  const [only, ...others] = parcels
  if (only && others.length === 0) return [answerOf(only, together)]
  const answers: WaybillAnswer[] = []
  for (const parcel of parcels) {
    const known = together instanceof PlatformFailure ? undefined : together.get(parcel.request.requestKey)
    answers.push(known ?? answerOf(parcel, await tryToApply(connection, [parcel])))
  }
  return answers
}

function answerOf({ request: { requestKey } }: SealedRequest, outcome: Issued | PlatformFailure): WaybillAnswer {
  if (outcome instanceof PlatformFailure) return refused(requestKey, outcome.platformCode, outcome.message)
  return outcome.get(requestKey) ?? refused(requestKey, 'no-answer', 'Pinduoduo answered without this parcel.')
}
const refused = (requestKey: string, carrierCode: string, message: string): Refused => ({
  requestKey,
  outcome: 'refused',
  carrierCode,
  message,
})

type Issued = Map<string, WaybillAnswer>

/** A refusal of what was asked is an answer; every other failure is thrown. */
async function tryToApply(connection: CarrierConnection, parcels: readonly SealedRequest[]): Promise<Issued | PlatformFailure> {
  const [first] = parcels
  if (!first) return new Map()
  const wpCode = wpCodeOf(connection)
  const templateUrl = await templateOf(connection, wpCode)
  const application = pddWaybillApplication(connection, { wpCode, templateUrl }, first.request.sender, parcels)
  try {
    const answer = await callPdd(connection, {
      type: 'pdd.waybill.get',
      params: { param_waybill_cloud_print_apply_new_request: application },
      canRepeat: false,
    })
    return new Map(rowsOf(answer.modules).filter(isObject).flatMap(issuedWaybill))
  } catch (error) {
    if (error instanceof PlatformFailure && error.kind === 'refused') return error
    throw inCarrierWords(error)
  }
}

function issuedWaybill(row: WireObject): [string, WaybillAnswer][] {
  const [requestKey, waybillNumber] = [idText(row.object_id), idText(row.waybill_code)]
  if (requestKey === '' || waybillNumber === '') return []
  const printPayload = typeof row.print_data === 'string' ? row.print_data : ''
  return [[requestKey, { requestKey, outcome: 'issued', waybillNumber, routeCode: routeCodeOf(printPayload), printPayload }]]
}

/** The sorting code stands in plain print data; some couriers leave it out. */
function routeCodeOf(printPayload: string): string {
  const content = readObject(printPayload)
  const plain = isObject(content?.data) ? content.data : content
  const routing = plain?.routingInfo
  if (!isObject(routing)) return ''
  return String(routing.threeSegmentCode ?? routing.routeCode ?? '')
}

/** A masked receiver of Pinduoduo travels by its cipher texts, which the order has while it is to be shipped. */
async function sealedRequest(connection: CarrierConnection, request: WaybillRequest): Promise<SealedRequest | Refused> {
  const { receiver, platform, platformOrderIds, requestKey } = request
  const isPlain = ![receiver.name, receiver.phone, receiver.address].some((text) => text === '' || text.includes('*'))
  if (isPlain) return { request, cipher: null }
  if (platform !== 'pinduoduo') return refused(requestKey, 'receiver-masked', '收件人已脱敏，只能用其所属平台的电子面单取号。')
  const cipher = await cipherTexts(connection, platformOrderIds[0] ?? '')
  if (cipher) return { request, cipher }
  return refused(requestKey, 'no-cipher-texts', '订单不在待发货状态或正在审核，拼多多不再提供收件人密文，无法取号。')
}

async function cipherTexts(connection: CarrierConnection, platformOrderId: string): Promise<CipherTexts | null> {
  try {
    const cipher = cipherTextsOf(await fetchOrderInfo(connection, platformOrderId))
    return isCipherText(cipher.name) && isCipherText(cipher.phone) ? cipher : null
  } catch (error) {
    if (error instanceof PlatformFailure && error.kind === 'refused') return null
    throw inCarrierWords(error)
  }
}

async function cancelWaybill(connection: CarrierConnection, waybillNumber: string): Promise<void> {
  const params = { wp_code: wpCodeOf(connection), waybill_code: waybillNumber }
  const answer = await call(connection, { type: 'pdd.waybill.cancel', params, canRepeat: true })
  if (String(answer.cancel_result) !== 'true')
    throw new CarrierFailure('refused', 'not-cancelled', `Pinduoduo did not cancel waybill ${waybillNumber}.`)
}

/** By gateway and courier: the platform's first standard template. Our labels are our own, but the request wants one named. */
const templates = new Map<string, string>()

async function templateOf(connection: CarrierConnection, wpCode: string): Promise<string> {
  const key = `${connection.gatewayUrl} ${wpCode}`
  const known = connection.templateUrl || templates.get(key)
  if (known) return known
  const answer = await call(connection, {
    type: 'pdd.cloudprint.stdtemplates.get',
    params: { wp_code: wpCode },
    canRepeat: true,
  })
  const courier = rowsOf(isObject(answer.result) ? answer.result.datas : undefined).find(isObject)
  const template = rowsOf(courier?.standard_templates).find(isObject)
  const url = idText(template?.standard_template_url)
  if (url === '') throw new CarrierFailure('refused', 'no-template', `Pinduoduo has no standard template for ${wpCode}.`)
  templates.set(key, url)
  return url
}

function wpCodeOf({ carrier }: CarrierConnection): string {
  const wpCode = WP_CODES.get(carrier)
  if (wpCode === undefined)
    throw new CarrierFailure('refused', 'carrier-unmapped', `Pinduoduo has no carrier code for ${carrier}.`)
  return wpCode
}

async function call(connection: CarrierConnection, wish: PddCall): Promise<WireObject> {
  try {
    return await callPdd(connection, wish)
  } catch (error) {
    throw inCarrierWords(error)
  }
}

const inCarrierWords = (error: unknown): unknown => (error instanceof PlatformFailure ? carrierFailureFrom(error) : error)
