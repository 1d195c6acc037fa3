/** What buyers ask back (售后单). */
import { type Connection, UnreadableOrder } from '#server/platforms/platform.ts'
import type { AfterSaleMessage, AfterSaleSnapshot } from '#server/platforms/platform-services.ts'
import { callPdd } from '#server/platforms/pop/pdd-call.ts'
import * as field from '#server/platforms/wire/fields.ts'
import { idText, isObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { codeOf, momentOf, requiredMomentOf, requiredYuanFenOf } from './pdd-fields.ts'
import { LONGEST_WINDOW_MS, type Window, type WirePage, walkChanges, windowParams } from './pdd-pages.ts'
import { AFTER_SALE_KINDS, AFTER_SALE_STATES } from './pdd-states.ts'

/** Of any state and any kind. */
const ALL = { after_sales_status: '1', after_sales_type: '1' }

/** Cut into windows the platform accepts, oldest first. */
export async function* pinduoduoAfterSales(connection: Connection, window: Window): AsyncGenerator<AfterSaleMessage[]> {
  const readPage = (part: Window, page: number, size: number) => readCases(connection, part, page, size)
  for (let from = window.from.getTime(); from < window.to.getTime(); from += LONGEST_WINDOW_MS) {
    const to = Math.min(from + LONGEST_WINDOW_MS, window.to.getTime())
    const part = { from: new Date(from), to: new Date(to) }
    for await (const rows of walkChanges(connection, part, { readPage, changedAt: versionOf })) yield rows.map(messageOf)
  }
}

async function readCases(connection: Connection, window: Window, page: number, size: number): Promise<WirePage> {
  const params = { ...ALL, ...windowParams(window, page, size) }
  const answer = await callPdd(connection, { type: 'pdd.refund.list.increment.get', params, canRepeat: true })
  return { rows: rowsOf(answer.refund_list), total: Number(answer.total_count ?? 0) }
}

const messageOf = (row: unknown): AfterSaleMessage => ({
  afterSaleId: isObject(row) ? idText(row.id) : '',
  version: versionOf(row),
  body: row,
})

/** Never throws: a case that cannot be understood is stored all the same. */
function versionOf(row: unknown): string {
  try {
    return (isObject(row) && momentOf(row, 'updated_time')) || ''
  } catch (error) {
    if (error instanceof UnreadableOrder) return ''
    throw error
  }
}

/** Maps a case as received. Throws UnreadableOrder. */
export function readPinduoduoAfterSale({ body: row }: AfterSaleMessage): AfterSaleSnapshot {
  if (!isObject(row)) throw new UnreadableOrder('the body is not an object')
  const status = codeOf(row, 'after_sales_status', null)
  const known = AFTER_SALE_STATES.get(status) ?? field.broken('after_sales_status', status, 'a known state')
  const lineId = idText(row.sku_id) || idText(row.goods_id)
  return {
    afterSaleId: field.requiredIdOf(row, 'id'),
    platformOrderId: field.requiredTextOf(row, 'order_sn'),
    platformLineIds: lineId === '' ? [] : [lineId],
    kind: AFTER_SALE_KINDS.get(codeOf(row, 'after_sales_type', null)) ?? 'other',
    state: isOnItsWay(row, status) ? 'goods_returning' : known.state,
    platformState: `after_sales_status ${status}`,
    refundFen: requiredYuanFenOf(row, 'refund_amount'),
    reason: field.textOf(row, 'after_sale_reason'),
    returnWaybillNumber: field.textOf(row, 'tracking_number'),
    createdAt: requiredMomentOf(row, 'created_time'),
    modifiedAt: requiredMomentOf(row, 'updated_time'),
    // The list names no deadline.
    dueAt: null,
  }
}

/** Agreed to, and the buyer has handed the goods to a carrier: the state stays "waiting for the buyer" until the platform knows they arrived. */
const AGREED_TO_RETURN = 7
const isOnItsWay = (row: WireObject, status: number): boolean =>
  status === AGREED_TO_RETURN && field.textOf(row, 'tracking_number') !== ''
