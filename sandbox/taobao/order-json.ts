/** One order as the platform writes it, for any list of fields. Ids are bare numbers beyond 2^53, as on the real platform. */
import { goodsFen, lineStatus, paymentFen, type SandboxLine, type SandboxOrder, tradeStatus } from '#sandbox/order.ts'
import { maskAddress, maskName, maskPhone } from '#sandbox/people.ts'
import { optionalText, text, time, yuan } from './top-json.ts'

export type JsonSettings = { maskReceivers: boolean; sellerNick: (shopId: string) => string }
type OrderField = (order: SandboxOrder, settings: JsonSettings) => string | null
type LineField = (line: SandboxLine, order: SandboxOrder) => string | null
export type FieldList = { key: string; names: string[]; orderFields: string[]; lineFields: string[] }

const lineFields: Record<string, LineField> = {
  oid: (line) => line.oid,
  oid_str: (line) => text(line.oid),
  num_iid: (line) => line.itemId,
  sku_id: (line) => text(line.skuId),
  outer_iid: (line) => text(line.merchantSku.split('-')[0] ?? ''),
  outer_sku_id: (line) => optionalText(line.merchantSku),
  title: (line) => text(line.title),
  sku_properties_name: (line) => optionalText(line.variant),
  pic_path: (line) => text(`https://img.example.com/${line.merchantSku}.jpg`),
  num: (line) => String(line.quantity),
  price: (line) => yuan(line.priceFen),
  total_fee: (line) => yuan(line.priceFen * line.quantity - line.discountFen),
  payment: (line) => yuan(line.paidFen),
  divide_order_fee: (line) => yuan(line.paidFen),
  discount_fee: (line) => yuan(line.discountFen),
  part_mjz_discount: () => yuan(0),
  adjust_fee: () => yuan(0),
  status: (line, order) => text(lineStatus(order, line)),
  refund_status: (line) => text(line.refundStatus),
  refund_id: (line) => (line.refundId === '' ? null : line.refundId),
  logistics_company: (line) => (line.shipment ? text(line.shipment.companyCode) : null),
  invoice_no: (line) => (line.shipment ? text(line.shipment.waybillNumber) : null),
  consign_time: (line) => (line.shipment ? time(line.shipment.shippedAt) : null),
  is_oversold: () => 'false',
}

const receiverFields: Record<string, OrderField> = {
  receiver_name: (order, { maskReceivers }) => text(maskReceivers ? maskName(order.receiver.name) : order.receiver.name),
  receiver_mobile: (order, { maskReceivers }) => text(maskReceivers ? maskPhone(order.receiver.phone) : order.receiver.phone),
  receiver_state: (order) => text(order.receiver.province),
  receiver_city: (order) => optionalText(order.receiver.city),
  receiver_district: (order) => text(order.receiver.district),
  receiver_town: (order) => text(order.receiver.town),
  receiver_address: (order, { maskReceivers }) =>
    text(maskReceivers ? maskAddress(order.receiver.address) : order.receiver.address),
  receiver_zip: (order) => text(order.receiver.zip),
  receiver_country: () => text(''),
  oaid: (order) => text(order.oaid),
}

const orderFields: Record<string, OrderField> = {
  tid: (order) => order.tid,
  tid_str: (order) => text(order.tid),
  status: (order) => text(tradeStatus(order)),
  type: () => text('fixed'),
  payment: (order) => yuan(paymentFen(order)),
  total_fee: (order) => yuan(goodsFen(order)),
  post_fee: (order) => yuan(order.postFen),
  discount_fee: () => yuan(0),
  adjust_fee: () => yuan(0),
  received_payment: (order) => yuan(order.finishedAt === null ? 0 : paymentFen(order)),
  price: (order) => yuan(order.lines[0]?.priceFen ?? 0),
  num: (order) => String(order.lines.reduce((sum, line) => sum + line.quantity, 0)),
  created: (order) => time(order.createdAt),
  pay_time: (order) => time(order.paidAt),
  modified: (order) => time(order.modifiedAt),
  consign_time: (order) => time(order.shippedAt),
  end_time: (order) => time(order.finishedAt),
  est_con_time: (order) => time(order.shipBy),
  buyer_nick: (order, { maskReceivers }) => text(maskReceivers ? `${order.buyerNick.slice(0, 1)}**` : order.buyerNick),
  buyer_open_uid: (order) => text(order.buyerOpenUid),
  buyer_message: (order) => optionalText(order.buyerNote),
  seller_memo: (order) => optionalText(order.sellerMemo),
  seller_flag: (order) => String(order.sellerFlag),
  seller_nick: (order, { sellerNick }) => text(sellerNick(order.shopId)),
  title: (order, { sellerNick }) => text(sellerNick(order.shopId)),
  shipping_type: () => text('express'),
  trade_from: () => text('TAOBAO'),
  seller_rate: () => 'false',
  buyer_rate: () => 'false',
  ...receiverFields,
}

/** The handle is given only to callers that ask for the receiver it stands for. */
const OAID_NEEDS = ['receiver_name', 'receiver_mobile', 'receiver_address', 'created']

const parsedLists = new Map<string, FieldList>()

/** Understands `tid,status,orders` and `orders.oid`. Unknown names are passed over, as the platform does. */
export function parseFields(fields: string): FieldList {
  const known = parsedLists.get(fields)
  if (known) return known
  const names = [...new Set(fields.split(',').map((name) => name.trim()))].filter((name) => name !== '')
  const mayHaveOaid = OAID_NEEDS.every((name) => names.includes(name))
  const chosen = names.filter((name) => orderFields[name] && (name !== 'oaid' || mayHaveOaid))
  if (chosen.includes('tid') && !chosen.includes('tid_str')) chosen.push('tid_str')
  const lineNames = names.filter((name) => name.startsWith('orders.')).map((name) => name.slice('orders.'.length))
  const list = {
    key: fields,
    names,
    orderFields: chosen,
    lineFields: names.includes('orders') ? Object.keys(lineFields) : lineNames.filter((name) => lineFields[name]),
  }
  if (parsedLists.size < 100) parsedLists.set(fields, list)
  return list
}

/** The order's JSON text; kept until the order changes, so that list pages are only joined together. */
export function orderJson(order: SandboxOrder, fields: FieldList, settings: JsonSettings): string {
  const kept = order.json.get(fields.key)
  if (kept !== undefined) return kept
  const members = fields.orderFields.flatMap((name) => {
    const value = order.poison === null ? orderFields[name]?.(order, settings) : poisoned(order, name, settings)
    return value === null || value === undefined ? [] : [`"${name}":${value}`]
  })
  if (fields.lineFields.length > 0 && order.poison !== 'missingLines') {
    members.push(`"orders":{"order":[${order.lines.map((line) => lineJson(line, order, fields.lineFields)).join(',')}]}`)
  }
  const json = `{${members.join(',')}}`
  order.json.set(fields.key, json)
  return json
}

function lineJson(line: SandboxLine, order: SandboxOrder, names: readonly string[]): string {
  const members = names.flatMap((name) => {
    const value = lineFields[name]?.(line, order)
    return value === null || value === undefined ? [] : [`"${name}":${value}`]
  })
  return `{${members.join(',')}}`
}

function poisoned(order: SandboxOrder, name: string, settings: JsonSettings): string | null {
  if (order.poison === 'badMoney' && name === 'payment') return text('九十九元')
  if (order.poison === 'badTime' && (name === 'created' || name === 'modified')) return text('0000-00-00 00:00:00')
  if (order.poison === 'missingTid' && (name === 'tid' || name === 'tid_str')) return null
  return orderFields[name]?.(order, settings) ?? null
}
