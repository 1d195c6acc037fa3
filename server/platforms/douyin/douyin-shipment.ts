/** Telling Douyin that goods were shipped (发货回传), and that a parcel has another number. */
import { createHash } from 'node:crypto'
import { callDouyin } from '#server/platforms/fxg/fxg-call.ts'
import { douyinCompanyCode } from '#server/platforms/fxg/fxg-companies.ts'
import { type Connection, PlatformFailure, type ShipmentAnswer, type ShipmentReport } from '#server/platforms/platform.ts'
import { idText, isObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { fetchShopOrder } from './douyin-pull.ts'
import { SHIPPED_STATES } from './douyin-states.ts'

/**
 * A repeat of a carried out report is refused, or, as some say, let pass. So every refusal is followed by reading the order, and only
 * the order decides whether the refusal means "already shipped". The word in the refusal does not.
 */
export async function reportDouyinShipment(connection: Connection, report: ShipmentReport): Promise<ShipmentAnswer> {
  const companyCode = companyCodeOf(report.carrier)
  try {
    await (report.platformLineIds.length === 0
      ? addWhole(connection, report, companyCode)
      : addPart(connection, report, companyCode))
    return { outcome: 'confirmed' }
  } catch (error) {
    if (!(error instanceof PlatformFailure) || error.kind !== 'refused') throw error
    const order = await fetchShopOrder(connection, report.platformOrderId)
    const lines = reportedLines(order, report)
    if (lines.length === 0 || !lines.every(isShipped)) throw error
    const numbers = lines.flatMap((line) => numbersOf(order, idText(line.order_id)))
    return {
      outcome: 'already_shipped',
      sameNumber: numbers.length > 0 && numbers.every((each) => each === report.waybillNumber),
    }
  }
}

async function addWhole(connection: Connection, report: ShipmentReport, companyCode: string): Promise<void> {
  await callDouyin(connection, {
    method: 'order.logisticsAdd',
    params: { order_id: report.platformOrderId, company_code: companyCode, logistics_code: report.waybillNumber },
    canRepeat: false,
  })
}

/**
 * order.logisticsAdd knows whole orders only; some lines of one go as a pack of their own. Shape from the public SDK, unconfirmed. The
 * method wants the quantities, so the order is read first. `request_id` is made of the report: a repeat of it changes nothing.
 */
async function addPart(connection: Connection, report: ShipmentReport, companyCode: string): Promise<void> {
  const lines = reportedLines(await fetchShopOrder(connection, report.platformOrderId), report)
  const pack = {
    company_code: companyCode,
    logistics_code: report.waybillNumber,
    shipped_order_info: lines.map((line) => ({ shipped_order_id: idText(line.order_id), shipped_num: Number(line.item_num) })),
  }
  const requestId = createHash('sha256')
    .update(JSON.stringify([report.platformOrderId, pack]))
    .digest('hex')
    .slice(0, 32)
  await callDouyin(connection, {
    method: 'order.logisticsAddMultiPack',
    params: { order_id: report.platformOrderId, request_id: requestId, pack_list: [pack] },
    canRepeat: false,
  })
}

/**
 * An order in one parcel is changed as a whole, a parcel of several by its pack id. Asking for the number a parcel has already is answered
 * without a call, which makes a repeat after a lost answer safe.
 */
export async function changeDouyinShipment(connection: Connection, report: ShipmentReport): Promise<ShipmentAnswer> {
  const companyCode = companyCodeOf(report.carrier)
  const order = await fetchShopOrder(connection, report.platformOrderId)
  const packs = rowsOf(order.logistics_info).filter(isObject)
  const lineIds = reportedLines(order, report).map((line) => idText(line.order_id))
  const meant = packs.filter((pack) => packLines(pack).some((lineId) => lineIds.includes(lineId)))
  if (meant.length === 0) {
    throw new PlatformFailure('refused', 'not-shipped', `Nothing of ${report.platformOrderId} was shipped yet: ship it first.`)
  }
  for (const pack of meant) {
    if (pack.tracking_no === report.waybillNumber && pack.company === companyCode) continue
    const change = { order_id: report.platformOrderId, company_code: companyCode, logistics_code: report.waybillNumber }
    await callDouyin(connection, {
      method: packs.length === 1 ? 'order.logisticsEdit' : 'order.logisticsEditByPack',
      params: packs.length === 1 ? change : { ...change, pack_id: idText(pack.delivery_id) },
      canRepeat: false,
    })
  }
  return { outcome: 'confirmed' }
}

function companyCodeOf(carrier: string): string {
  const code = douyinCompanyCode(carrier)
  if (code !== null) return code
  throw new PlatformFailure('our_fault', 'carrier-unmapped', `Douyin has no company code for ${carrier}.`)
}

/** The lines the report speaks of; for a whole order those that were not closed by a refund, which never get a number. */
function reportedLines(order: WireObject, report: ShipmentReport): WireObject[] {
  const lines = rowsOf(order.sku_order_list).filter(isObject)
  if (report.platformLineIds.length === 0)
    return lines.filter((line) => Number(line.order_status) !== CANCELLED || isShipped(line))
  return lines.filter((line) => report.platformLineIds.includes(idText(line.order_id)))
}

const CANCELLED = 4
const isShipped = (line: WireObject): boolean => SHIPPED_STATES.has(Number(line.order_status)) || Number(line.ship_time ?? 0) > 0

const packLines = (pack: WireObject): string[] =>
  rowsOf(pack.product_info).flatMap((product) => (isObject(product) ? idText(product.sku_order_id) : []))

/** The numbers of the parcels a line went in. */
const numbersOf = (order: WireObject, lineId: string): string[] =>
  rowsOf(order.logistics_info).flatMap((pack) =>
    isObject(pack) && packLines(pack).includes(lineId) ? String(pack.tracking_no ?? '') : [],
  )
