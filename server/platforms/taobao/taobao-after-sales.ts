/** What buyers ask back (退款): reading it. */
import { inParallel } from '#kernel/in-parallel.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { type Connection, PlatformFailure, UnreadableOrder } from '#server/platforms/platform.ts'
import type { AfterSaleMessage, AfterSaleSnapshot } from '#server/platforms/platform-services.ts'
import { callTop, topRows, topTotal } from '#server/platforms/top/top-call.ts'
import { piecesOf, type Window, walkNewestFirst } from '#server/platforms/top/top-pages.ts'
import { beijingTimeOf, isoFromBeijingTime } from '#server/platforms/wire/beijing-time.ts'
import * as field from '#server/platforms/wire/fields.ts'
import { idText, isObject, type WireObject } from '#server/platforms/wire/wire-json.ts'

const PAGE_SIZE = ruleValue('taobao', 'refundsPerPage', 'refunds')
/** Our choice: the platform names no longest window for refunds and a day for trades. */
const LONGEST_WINDOW_MS = ruleValue('taobao', 'longestWindow', 'minutes') * 60_000
const CALLS_AT_ONCE = 4
const LIST_FIELDS = [
  'refund_id,tid,oid,status,order_status,good_status,has_good_return,refund_fee,payment,total_fee,reason,desc',
  'title,company_name,sid,created,modified,refund_phase,dispute_type',
].join(',')
/** The list knows neither deadline nor version. */
const DETAIL_FIELDS = `${LIST_FIELDS},refund_version,refund_remind_timeout,operation_contraint,num,num_iid,sku,outer_id`
/** All kinds of trades: by default the platform leaves cash on delivery and presales out. */
const TRADE_TYPES = 'guarantee_trade,auto_delivery,ec,cod,step'

type State = AfterSaleSnapshot['state']
export const AFTER_SALE_STATES: ReadonlyMap<string, State> = new Map([
  ['WAIT_SELLER_AGREE', 'waiting_for_merchant'],
  ['WAIT_BUYER_RETURN_GOODS', 'waiting_for_buyer'],
  ['WAIT_SELLER_CONFIRM_GOODS', 'goods_returning'],
  ['SELLER_REFUSE_BUYER', 'refused'],
  ['CLOSED', 'closed'],
  ['SUCCESS', 'refunded'],
  // Exchanges: the goods came back and new ones are due; they are on their way; a refund took the exchange's place.
  ['WAIT_SELLER_CONSIGN_GOODS', 'waiting_for_merchant'],
  ['WAIT_BUYER_CONFIRM_EXCHANGE_SELLER_SEND_GOODS', 'waiting_for_buyer'],
  ['EXCHANGE_TRANSFORM_TO_REFUND', 'closed'],
])
export const AFTER_SALE_KINDS: ReadonlyMap<string, AfterSaleSnapshot['kind']> = new Map([
  ['REFUND', 'refund_only'],
  ['REFUND_AND_RETURN', 'return_and_refund'],
  ['TMALL_EXCHANGE', 'exchange'],
  ['TAOBAO_EXCHANGE', 'exchange'],
  ['RESHIPPING', 'resend'],
  ['REPAIR', 'other'],
  ['OTHERS', 'other'],
])
/** Somebody has to act in time: worth a call of its own for the deadline. */
const isOpen = (word: string): boolean => word.startsWith('WAIT_')

export async function* pullTaobaoAfterSales(connection: Connection, window: Window): AsyncGenerator<AfterSaleMessage[]> {
  for (const piece of piecesOf(window, LONGEST_WINDOW_MS)) {
    const pages = walkNewestFirst(connection, piece, {
      pageSize: PAGE_SIZE,
      lastPage: null,
      read: async (part, page) => {
        const answer = await readPage(connection, part, { page })
        return { rows: topRows(answer, 'refunds', 'refund').map(messageOf), total: topTotal(answer) }
      },
      count: async (part) => topTotal(await readPage(connection, part, { page: 1, size: 1, fields: 'refund_id' })),
      timeOf: ({ version }) => version,
    })
    for await (const page of pages) yield await withDetails(connection, page)
  }
}

function readPage(
  connection: Connection,
  { from, to }: Window,
  { page, size = PAGE_SIZE, fields = LIST_FIELDS }: { page: number; size?: number; fields?: string },
): Promise<WireObject> {
  return callTop(connection, {
    method: 'taobao.refunds.receive.get',
    params: {
      ...{ fields, type: TRADE_TYPES, page_no: String(page), page_size: String(size), use_has_next: 'false' },
      ...{ start_modified: beijingTimeOf(from.getTime()), end_modified: beijingTimeOf(to.getTime()) },
    },
    canRepeat: true,
  })
}

const withDetails = (connection: Connection, page: AfterSaleMessage[]): Promise<AfterSaleMessage[]> =>
  inParallel(page, CALLS_AT_ONCE, (message) => withDetail(connection, message))

/** What was listed a moment ago and is refused now stays as it was listed. */
async function withDetail(connection: Connection, message: AfterSaleMessage): Promise<AfterSaleMessage> {
  if (!isObject(message.body) || !isOpen(String(message.body.status))) return message
  try {
    return messageOf(await fetchRefund(connection, message.afterSaleId))
  } catch (error) {
    if (error instanceof PlatformFailure && error.kind === 'refused') return message
    throw error
  }
}

export async function fetchRefund(connection: Connection, afterSaleId: string): Promise<WireObject> {
  const { refund } = await callTop(connection, {
    method: 'taobao.refund.get',
    params: { refund_id: afterSaleId, fields: DETAIL_FIELDS },
    canRepeat: true,
  })
  if (!isObject(refund)) throw new PlatformFailure('refused', 'refund-missing', `Taobao answered without refund ${afterSaleId}.`)
  return refund
}

/** Never throws: what cannot be understood is stored all the same and quarantined when it is read. */
function messageOf(refund: unknown): AfterSaleMessage {
  const { refund_id, modified } = isObject(refund) ? refund : {}
  return {
    afterSaleId: idText(refund_id),
    version: (typeof modified === 'string' && isoFromBeijingTime(modified)) || '',
    body: refund,
  }
}

/** Pure. Throws UnreadableOrder. */
export function readTaobaoAfterSale({ body: refund }: AfterSaleMessage): AfterSaleSnapshot {
  if (!isObject(refund)) throw new UnreadableOrder('the body is not an object')
  const platformState = field.requiredTextOf(refund, 'status')
  const lineId = field.idOf(refund, 'oid')
  return {
    afterSaleId: field.requiredIdOf(refund, 'refund_id'),
    platformOrderId: field.requiredIdOf(refund, 'tid'),
    platformLineIds: lineId === '' ? [] : [lineId],
    kind: kindOf(refund),
    state: AFTER_SALE_STATES.get(platformState) ?? field.broken('status', platformState, 'a known state'),
    platformState,
    refundFen: field.requiredFenOf(refund, 'refund_fee'),
    reason: field.textOf(refund, 'reason') || field.textOf(refund, 'desc'),
    returnWaybillNumber: field.textOf(refund, 'sid'),
    createdAt: field.requiredMomentOf(refund, 'created'),
    modifiedAt: field.requiredMomentOf(refund, 'modified'),
    dueAt: dueAtOf(refund.refund_remind_timeout),
  }
}

export function kindOf(refund: WireObject): AfterSaleSnapshot['kind'] {
  const word = field.textOf(refund, 'dispute_type')
  if (word === '') return isTrue(refund.has_good_return) ? 'return_and_refund' : 'refund_only'
  return AFTER_SALE_KINDS.get(word) ?? field.broken('dispute_type', word, 'a known kind')
}

export const isTrue = (value: unknown): boolean => String(value) === 'true'

function dueAtOf(timeout: unknown): string | null {
  return isObject(timeout) && isTrue(timeout.exist_timeout) ? field.momentOf(timeout, 'timeout') : null
}
