/** Telling Taobao that goods were shipped (发货回传). */
import { type Connection, PlatformFailure, type ShipmentAnswer, type ShipmentReport } from '#server/platforms/platform.ts'
import { callTop, topRows } from '#server/platforms/top/top-call.ts'
import { topCarrierCode } from '#server/platforms/top/top-carriers.ts'
import { idText, isObject, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { fetchTrade } from './taobao-pull.ts'
import { SHIPPED_LINE_STATES } from './taobao-states.ts'

/**
 * The platform has no request key: a repeat of a carried out report is refused. So every refusal is followed by reading the trade,
 * and only the trade decides whether the refusal means "already shipped". The word in the refusal does not.
 */
export async function reportTaobaoShipment(connection: Connection, report: ShipmentReport): Promise<ShipmentAnswer> {
  try {
    await send(connection, 'taobao.logistics.offline.send', report)
    return { outcome: 'confirmed' }
  } catch (error) {
    if (!(error instanceof PlatformFailure) || error.kind !== 'refused') throw error
    const lines = await readReportedLines(connection, report)
    if (lines.length === 0 || !lines.every(isShipped)) throw error
    return { outcome: 'already_shipped', sameNumber: lines.every((line) => line.invoice_no === report.waybillNumber) }
  }
}

/**
 * Puts another number in place of the one reported before. It is not repeated blindly: the platform counts changes. So the trade is read
 * first, and one that shows the number already is left as it is; that is how a lost answer ends.
 */
export async function changeTaobaoShipment(connection: Connection, report: ShipmentReport): Promise<ShipmentAnswer> {
  const lines = await readReportedLines(connection, report)
  if (lines.length > 0 && lines.every((line) => line.invoice_no === report.waybillNumber))
    return { outcome: 'already_shipped', sameNumber: true }
  await send(connection, 'taobao.logistics.consign.resend', report)
  return { outcome: 'confirmed' }
}

async function send(connection: Connection, method: string, report: ShipmentReport): Promise<void> {
  const companyCode = topCarrierCode(report.carrier)
  if (companyCode === null) {
    throw new PlatformFailure('our_fault', 'carrier-unmapped', `Taobao has no carrier code for ${report.carrier}.`)
  }
  const part = report.platformLineIds.length > 0 ? { is_split: '1', sub_tid: report.platformLineIds.join(',') } : undefined
  const answer = await callTop(connection, {
    method,
    params: { tid: report.platformOrderId, out_sid: report.waybillNumber, company_code: companyCode, ...part },
    canRepeat: false,
  })
  if (!isObject(answer.shipping) || String(answer.shipping.is_success) !== 'true') {
    throw new PlatformFailure('refused', 'not-successful', `Taobao did not accept the shipment of ${report.platformOrderId}.`)
  }
}

/** The lines the report speaks of; for a whole order those that were not closed by a refund, which never get a number. */
async function readReportedLines(connection: Connection, report: ShipmentReport): Promise<WireObject[]> {
  const trade = await fetchTrade(connection, report.platformOrderId, 'tid,status,orders')
  const lines = topRows(trade, 'orders', 'order').filter(isObject)
  if (report.platformLineIds.length === 0) return lines.filter((line) => line.status !== 'TRADE_CLOSED' || isShipped(line))
  return lines.filter((line) => report.platformLineIds.includes(idText(line.oid)))
}

function isShipped(line: WireObject): boolean {
  return SHIPPED_LINE_STATES.has(String(line.status)) || (typeof line.consign_time === 'string' && line.consign_time !== '')
}
