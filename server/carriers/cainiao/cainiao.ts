/** Cainiao e-waybills (菜鸟电子面单) behind the carrier port, over the same gateway as Taobao. */
import { ruleValue } from '#kernel/rule-packs.ts'
import {
  type CarrierAdapter,
  type CarrierConnection,
  CarrierFailure,
  type WaybillAnswer,
  type WaybillRequest,
} from '#server/carriers/carrier.ts'
import { PlatformFailure } from '#server/platforms/platform.ts'
import { callTop, topRows } from '#server/platforms/top/top-call.ts'
import { topCarrierCode } from '#server/platforms/top/top-carriers.ts'
import { idText, isObject, readObject, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { waybillApplication } from './cainiao-request.ts'

export const cainiao: CarrierAdapter = {
  interfaceName: 'cainiao',
  batchSize: ruleValue('taobao', 'waybillsPerCall', 'requests'),
  requestWaybills,
  findWaybill,
  cancelWaybill,
}

/** Answers in the order of the requests. Requests from different senders go out in calls of their own. */
async function requestWaybills(connection: CarrierConnection, requests: WaybillRequest[]): Promise<WaybillAnswer[]> {
  const answers = new Map<string, WaybillAnswer>()
  for (const batch of Map.groupBy(requests, ({ sender }) => JSON.stringify(sender)).values()) {
    for (const answer of await applyForBatch(connection, batch)) answers.set(answer.requestKey, answer)
  }
  return requests.flatMap(({ requestKey }) => answers.get(requestKey) ?? [])
}

/**
 * Cainiao refuses a whole call for one malformed parcel, and in a call it carries out it may refuse parcels for good, for the moment or
 * leave them out. So parcels that got no number are asked for once more, each alone, where the answer is clear; the request key keeps
 * that from issuing anything twice.
 */
async function applyForBatch(connection: CarrierConnection, requests: WaybillRequest[]): Promise<WaybillAnswer[]> {
  const [only, ...others] = requests
  if (only && others.length === 0) return [await applyAlone(connection, only)]
  const rows = await applyTogether(connection, requests)
  const answers: WaybillAnswer[] = []
  for (const request of requests) {
    const row = rows.get(request.requestKey)
    answers.push(row?.outcome === 'issued' ? row : await applyAlone(connection, request, row))
  }
  return answers
}

/** `earlier`: this parcel's refusal in a call with others; it stands when the carrier has passing troubles now. */
async function applyAlone(
  connection: CarrierConnection,
  request: WaybillRequest,
  earlier?: WaybillAnswer,
): Promise<WaybillAnswer> {
  const { requestKey } = request
  try {
    const rows = await apply(connection, [request])
    return (
      rows.get(requestKey) ?? {
        requestKey,
        outcome: 'refused',
        carrierCode: 'no-answer',
        message: 'Cainiao answered without this parcel.',
      }
    )
  } catch (error) {
    if (!(error instanceof CarrierFailure)) throw error
    if (isAboutParcels(error)) return { requestKey, outcome: 'refused', carrierCode: error.carrierCode, message: error.message }
    if (earlier && (error.kind === 'retry' || error.kind === 'wait')) return earlier
    throw error
  }
}

async function applyTogether(connection: CarrierConnection, requests: WaybillRequest[]): Promise<Map<string, WaybillAnswer>> {
  try {
    return await apply(connection, requests)
  } catch (error) {
    if (error instanceof CarrierFailure && isAboutParcels(error)) return new Map()
    throw error
  }
}

/** Only these speak of what was sent; other refusals (permission, signature) meet every parcel alike. */
function isAboutParcels(failure: CarrierFailure): boolean {
  return failure.kind === 'refused' && failure.carrierCode.startsWith('isv.')
}

async function apply(connection: CarrierConnection, requests: WaybillRequest[]): Promise<Map<string, WaybillAnswer>> {
  const [first] = requests
  if (!first) return new Map()
  const answer = await call(connection, 'cainiao.waybill.ii.get', false, {
    param_waybill_cloud_print_apply_new_request: waybillApplication(connection, cpCodeOf(connection), first.sender, requests),
  })
  const rows = topRows(answer, 'modules', 'waybill_cloud_print_response').filter(isObject)
  return new Map(rows.flatMap(readAnswer).map((waybill) => [waybill.requestKey, waybill]))
}

/** Looks the orders up and takes the waybill of this request key: an order in several parcels has several. */
async function findWaybill(
  connection: CarrierConnection,
  requestKey: string,
  platformOrderIds: string[],
): Promise<WaybillAnswer | null> {
  const answer = await call(connection, 'cainiao.waybill.ii.query.by.tradecode', true, {
    param_list: JSON.stringify(platformOrderIds.map((orderId) => ({ biz_sub_code: orderId, object_id: requestKey }))),
  })
  for (const row of topRows(answer, 'modules', 'waybill_cloud_print_with_result_desc_response')) {
    const waybill =
      isObject(row) && isObject(row.waybill_cloud_print_response) ? readAnswer(row.waybill_cloud_print_response) : []
    if (waybill[0]?.requestKey === requestKey) return waybill[0]
  }
  return null
}

async function cancelWaybill(connection: CarrierConnection, waybillNumber: string): Promise<void> {
  const answer = await call(connection, 'cainiao.waybill.ii.cancel', true, {
    cp_code: cpCodeOf(connection),
    waybill_code: waybillNumber,
  })
  if (String(answer.cancel_result) !== 'true') {
    throw new CarrierFailure('refused', 'not-cancelled', `Cainiao did not cancel waybill ${waybillNumber}.`)
  }
}

/** One parcel's row: a number, or an error of its own. Rows that name neither are no answer. */
function readAnswer(row: WireObject): WaybillAnswer[] {
  const requestKey = idText(row.object_id)
  const waybillNumber = idText(row.waybill_code)
  if (requestKey === '') return []
  if (waybillNumber !== '') {
    const printPayload = typeof row.print_data === 'string' ? row.print_data : ''
    return [{ requestKey, outcome: 'issued', waybillNumber, routeCode: routeCodeOf(printPayload), printPayload }]
  }
  const carrierCode = idText(row.error_code)
  if (carrierCode === '') return []
  return [{ requestKey, outcome: 'refused', carrierCode, message: idText(row.error_message) || carrierCode }]
}

/** The sorting code stands beside encrypted print data or inside plain print data; some couriers leave it out. */
function routeCodeOf(printPayload: string): string {
  const content = readObject(printPayload)
  const plain = isObject(content?.data) ? content.data : content
  const routing = plain?.routingInfo
  return isObject(routing) && typeof routing.routeCode === 'string' ? routing.routeCode : ''
}

function cpCodeOf({ carrier }: CarrierConnection): string {
  const cpCode = topCarrierCode(carrier)
  if (cpCode === null) throw new CarrierFailure('refused', 'carrier-unmapped', `Cainiao has no carrier code for ${carrier}.`)
  return cpCode
}

async function call(
  connection: CarrierConnection,
  method: string,
  canRepeat: boolean,
  params: Record<string, string>,
): Promise<WireObject> {
  try {
    return await callTop(connection, { method, params, canRepeat })
  } catch (error) {
    if (!(error instanceof PlatformFailure)) throw error
    const kind = error.kind === 'our_fault' ? 'refused' : error.kind
    throw new CarrierFailure(kind, error.platformCode, error.message, error.retryAt)
  }
}
