/** What buyers ask back (售后单): what changed in a window, and its pure mapping. */
import { ruleValue } from '#kernel/rule-packs.ts'
import { callDouyin } from '#server/platforms/fxg/fxg-call.ts'
import { type Connection, PlatformFailure, UnreadableOrder } from '#server/platforms/platform.ts'
import type { AfterSaleMessage, AfterSaleSnapshot } from '#server/platforms/platform-services.ts'
import * as field from '#server/platforms/wire/fields.ts'
import { idText, isObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { AFTER_SALE_KINDS, douyinAfterSaleState, isRefundPaid } from './douyin-states.ts'
import { type ChangeList, type ChangeWindow, walkChanges } from './douyin-walk.ts'

const PAGE_SIZE = ruleValue('douyin', 'pageSize', 'orders')

const changedAfterSales: ChangeList = {
  pageSize: PAGE_SIZE,
  depth: ruleValue('douyin', 'listDepth', 'rows'),
  async read(connection, { from, to }, page) {
    const answer = await callDouyin(connection, {
      method: 'afterSale.List',
      params: { update_start_time: from, update_end_time: to, order_by: ['update_time asc'], page, size: PAGE_SIZE },
      canRepeat: true,
    })
    if (!isObject(answer)) throw new PlatformFailure('retry', 'no-list', 'Douyin answered without a list of after-sales.')
    return { rows: rowsOf(answer.items), total: Number(answer.total ?? 0) }
  },
  changedAt: (item) => (isObject(item) && isObject(item.aftersale_info) ? Number(item.aftersale_info.update_time) : Number.NaN),
}

export async function* pullDouyinAfterSales(connection: Connection, window: ChangeWindow): AsyncGenerator<AfterSaleMessage[]> {
  for await (const rows of walkChanges(changedAfterSales, connection, window)) {
    const items: unknown[] = []
    for (const row of rows) items.push(await withPaidAmount(connection, row))
    yield items.map(messageOf)
  }
}

/** What was really paid out stands in the detail only; the list goes on telling what was asked for. */
async function withPaidAmount(connection: Connection, item: unknown): Promise<unknown> {
  const info = isObject(item) && isObject(item.aftersale_info) ? item.aftersale_info : {}
  if (!isObject(item) || !isRefundPaid(Number(info.refund_status))) return item
  return { ...item, detail: await readAfterSaleDetail(connection, idText(info.aftersale_id)) }
}

/** `after_sale_info` of the detail. */
export async function readAfterSaleDetail(connection: Connection, afterSaleId: string): Promise<WireObject> {
  const answer = await callDouyin(connection, {
    method: 'afterSale.Detail',
    params: { after_sale_id: afterSaleId, need_operation_record: false },
    canRepeat: true,
  })
  const process = isObject(answer) ? answer.process_info : undefined
  const info = isObject(process) ? process.after_sale_info : undefined
  if (isObject(info)) return info
  throw new PlatformFailure('refused', 'after-sale-missing', `Douyin answered without after-sale ${afterSaleId}.`)
}

/** Never throws: one that cannot be understood is stored all the same. */
function messageOf(item: unknown): AfterSaleMessage {
  const info = isObject(item) && isObject(item.aftersale_info) ? item.aftersale_info : {}
  const second = Number(info.update_time)
  return {
    afterSaleId: idText(info.aftersale_id),
    version: second > 0 && second < 4_102_444_800 ? new Date(second * 1000).toISOString() : '',
    body: item,
  }
}

/** Pure. The amount is what was asked for until money has flown, and then what has. Throws UnreadableOrder. */
export function readDouyinAfterSale({ body }: AfterSaleMessage): AfterSaleSnapshot {
  if (!isObject(body)) throw new UnreadableOrder('the body is not an object')
  const info = partOf(body, 'aftersale_info')
  const order = partOf(body, 'order_info')
  const kindCode = field.countOf(info, 'aftersale_type', 0, 10_000, null)
  const stateCode = field.countOf(info, 'aftersale_status', 0, 10_000, null)
  const kind = AFTER_SALE_KINDS.get(kindCode) ?? field.broken('aftersale_type', kindCode, 'a known kind')
  const state = douyinAfterSaleState(stateCode, field.countOf(info, 'refund_status', 0, 10_000, 0), kind)
  return {
    afterSaleId: field.requiredIdOf(info, 'aftersale_id'),
    platformOrderId: field.idOf(order, 'shop_order_id') || field.requiredIdOf(info, 'related_id'),
    platformLineIds: rowsOf(order.related_order_info).flatMap((line) => (isObject(line) ? field.idOf(line, 'sku_order_id') : [])),
    kind,
    state: state ?? field.broken('aftersale_status', stateCode, 'a known state'),
    platformState: String(stateCode),
    refundFen: paidFenOf(body) ?? field.requiredWholeFenOf(info, 'refund_amount'),
    reason: isObject(body.text_part) ? field.textOf(body.text_part, 'reason_text') : '',
    returnWaybillNumber: field.textOf(info, 'return_logistics_code'),
    createdAt: field.requiredSecondsOf(info, 'apply_time'),
    modifiedAt: field.requiredSecondsOf(info, 'update_time'),
    dueAt: field.secondsOf(info, 'status_deadline'),
  }
}

/** Null = no money has flown, or the detail was not read. */
const paidFenOf = ({ detail }: WireObject): number | null =>
  isObject(detail) ? field.wholeFenOf(detail, 'real_refund_amount') : null

const partOf = (body: WireObject, name: string): WireObject => {
  const part = body[name]
  return isObject(part) ? part : field.missing(name)
}
