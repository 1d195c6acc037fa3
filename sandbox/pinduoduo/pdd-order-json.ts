/** One order as the platform writes it. The list writes money as numbers, the detail as text; times are Beijing time. */
import { goodsFen, paymentFen, type RefundStatus, type SandboxLine, type SandboxOrder, tradeStatus } from '#sandbox/order.ts'
import { maskAddress, maskName, maskPhone } from '#sandbox/people.ts'
import { toPlatformTime } from '#sandbox/platform-time.ts'
import { bare } from './pdd-answers.ts'
import { openAddressId, receiverCipher } from './pdd-cipher.ts'
import { logisticsIdOf } from './pdd-couriers.ts'
import type { ExtraParcel } from './pdd-state.ts'

export type OrderForm = { money: 'number' | 'text'; isMasked: boolean; extraParcels: ExtraParcel[] }

/** 售后状态 and 退款状态 for each word of a line's refund. */
export const AFTER_SALES: Record<RefundStatus, { status: number; refundStatus: number; weight: number }> = {
  NO_REFUND: { status: 0, refundStatus: 1, weight: 0 },
  CLOSED: { status: 11, refundStatus: 1, weight: 1 },
  SELLER_REFUSE_BUYER: { status: 6, refundStatus: 2, weight: 2 },
  SUCCESS: { status: 10, refundStatus: 4, weight: 3 },
  WAIT_SELLER_AGREE: { status: 2, refundStatus: 2, weight: 4 },
  WAIT_BUYER_RETURN_GOODS: { status: 7, refundStatus: 2, weight: 5 },
  WAIT_SELLER_CONFIRM_GOODS: { status: 3, refundStatus: 2, weight: 6 },
}

const time = (atMs: number | null): string => (atMs === null ? '' : toPlatformTime(atMs))

/** 1 to ship, 2 shipped, 3 received. An order is shipped as a whole, with its first parcel. */
export function orderStatus(order: SandboxOrder): number {
  if (tradeStatus(order) === 'TRADE_FINISHED') return 3
  return order.lines.some((line) => line.shipment !== null) ? 2 : 1
}

export function orderInfo(order: SandboxOrder, form: OrderForm): object {
  const yuan = (fen: number): number | string => (form.money === 'number' ? fen / 100 : (fen / 100).toFixed(2))
  const discountFen = order.lines.reduce((sum, line) => sum + line.discountFen, 0)
  const whole = {
    order_sn: order.tid,
    ...statesOf(order),
    trade_type: 0,
    is_lucky_flag: 1,
    pay_amount: order.poison === 'badMoney' ? '九十九元' : yuan(paymentFen(order)),
    goods_amount: yuan(goodsFen(order)),
    discount_amount: yuan(discountFen),
    seller_discount: yuan(discountFen),
    platform_discount: yuan(0),
    capital_free_discount: yuan(0),
    order_change_amount: yuan(0),
    postage: yuan(order.postFen),
    pay_type: 'WEIXIN',
    pay_time: time(order.paidAt),
    confirm_time: time(order.paidAt),
    created_time: order.poison === 'badTime' ? '0000-00-00 00:00:00' : time(order.createdAt),
    updated_at: order.poison === 'badTime' ? '0000-00-00 00:00:00' : time(order.modifiedAt),
    last_ship_time: time(order.shipBy),
    shipping_time: time(order.shippedAt),
    receive_time: orderStatus(order) === 3 ? time(order.finishedAt) : '',
    buyer_memo: order.buyerNote,
    remark: order.sellerMemo,
    remark_tag: order.sellerFlag === 0 ? null : order.sellerFlag,
    ...receiverOf(order, form.isMasked),
    ...shipmentOf(order, form.extraParcels),
    order_tag_list: [],
    step_order_info: null,
    item_list: order.lines.map((line) => itemOf(line, yuan)),
  }
  const left = order.poison === 'missingLines' ? 'item_list' : order.poison === 'missingTid' ? 'order_sn' : ''
  return Object.fromEntries(Object.entries(whole).filter(([name]) => name !== left))
}

function statesOf(order: SandboxOrder): object {
  // The weightiest of the lines speaks for the order.
  const gravest = order.lines
    .map(({ refundStatus }) => AFTER_SALES[refundStatus])
    .reduce((most, each) => (each.weight > most.weight ? each : most))
  return {
    order_status: orderStatus(order),
    refund_status: gravest.refundStatus,
    after_sales_status: gravest.status,
    confirm_status: 1,
    group_status: 1,
    risk_control_status: order.shippingForbidden ? 1 : 0,
  }
}

/** Cipher texts only while the order is to be shipped and not under review; masked forms stay. */
function receiverOf(order: SandboxOrder, isMasked: boolean): object {
  const { receiver } = order
  const cipher = receiverCipher(order)
  const isToShip = orderStatus(order) === 1 && !order.shippingForbidden
  const secret = (text: string, plain: string): string => (isMasked ? (isToShip ? text : '') : plain)
  const masks = {
    receiver_name_mask: maskName(receiver.name),
    receiver_phone_mask: maskPhone(receiver.phone),
    receiver_address_mask: maskAddress(receiver.address),
    address_mask: `${receiver.province}${receiver.city}${receiver.district}${maskAddress(receiver.address)}`,
  }
  return {
    country: '中国',
    province: receiver.province,
    city: receiver.city,
    town: receiver.district,
    receiver_name: secret(cipher.name, receiver.name),
    receiver_phone: isMasked ? '' : receiver.phone,
    contact_mobile: secret(cipher.phone, receiver.phone),
    receiver_address: secret(cipher.address, receiver.address),
    open_address_id: openAddressId(order),
    ...(isMasked ? masks : {}),
  }
}

function shipmentOf(order: SandboxOrder, extraParcels: ExtraParcel[]): object {
  const shipment = order.lines.find((line) => line.shipment !== null)?.shipment
  return {
    logistics_id: shipment ? (logisticsIdOf(shipment.companyCode) ?? 0) : 0,
    tracking_number: shipment?.waybillNumber ?? '',
    extra_delivery_list: extraParcels,
  }
}

const itemOf = (line: SandboxLine, yuan: (fen: number) => number | string): object => ({
  goods_id: Number(line.itemId),
  sku_id: bare(line.skuId),
  outer_id: line.merchantSku,
  outer_goods_id: line.merchantSku.split('-')[0] ?? '',
  goods_name: line.title,
  // Values only, with commas: 黑色,L.
  goods_spec: line.variant.replaceAll(/[^:;]+:/g, '').replaceAll(';', ','),
  goods_price: yuan(line.priceFen),
  goods_count: line.quantity,
  goods_img: `https://img.example.com/${line.merchantSku}.jpg`,
})
