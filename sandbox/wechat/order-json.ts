/** One order as the WeChat Store writes it: money in fen, times in seconds, ids now as numbers, now as text. */
import { createHash } from 'node:crypto'
import { findCourier } from '#sandbox/couriers.ts'
import { goodsFen, paymentFen, type SandboxLine, type SandboxOrder, tradeStatus } from '#sandbox/order.ts'
import { maskAddress, maskName, maskPhone } from '#sandbox/people.ts'

export const STATUS = {
  WAIT_BUYER_PAY: 10,
  PAID_FORBID_CONSIGN: 13,
  WAIT_SELLER_SEND_GOODS: 20,
  SELLER_CONSIGNED_PART: 21,
  WAIT_BUYER_CONFIRM_GOODS: 30,
  TRADE_FINISHED: 100,
  TRADE_CLOSED: 200,
  TRADE_CLOSED_BY_TAOBAO: 250,
} as const
const RELAY_DAYS_MS = 30 * 86_400_000
/** Cases of which the order counts the pieces as still open. */
const OPEN_REFUNDS = new Set(['WAIT_SELLER_AGREE', 'WAIT_BUYER_RETURN_GOODS', 'WAIT_SELLER_CONFIRM_GOODS'])

const seconds = (atMs: number): number => Math.floor(atMs / 1000)
const optional = (name: string, atMs: number | null): Record<string, number> => (atMs === null ? {} : { [name]: seconds(atMs) })

/** `firstFen`: the price of a line before it was changed. */
export type PriceBook = { firstFen(line: SandboxLine): number; firstFreightFen(order: SandboxOrder): number }

export function orderJson(order: SandboxOrder, isMasked: boolean, prices: PriceBook): Record<string, unknown> {
  const whole: Record<string, unknown> = {
    order_id: order.tid,
    openid: order.buyerOpenUid,
    unionid: '',
    status: STATUS[tradeStatus(order)],
    create_time: order.poison === 'badTime' ? '0000-00-00 00:00:00' : seconds(order.createdAt),
    update_time: seconds(order.modifiedAt),
    order_detail: detailOf(order, isMasked, prices),
    aftersale_detail: afterSaleDetail(order),
    is_present: false,
  }
  if (order.poison === 'missingTid') delete whole.order_id
  return whole
}

function detailOf(order: SandboxOrder, isMasked: boolean, prices: PriceBook): Record<string, unknown> {
  const { buyerNote, sellerMemo, sellerFlag, finishedAt } = order
  return {
    ...(order.poison !== 'missingLines' && { product_infos: order.lines.map((line) => productJson(line, order, prices)) }),
    pay_info:
      order.paidAt === null ? {} : { payment_method: 1, transaction_id: `42${order.tid}`, ...optional('pay_time', order.paidAt) },
    price_info: sumsOf(order, prices),
    delivery_info: {
      address_info: addressJson(order, isMasked),
      delivery_product_info: parcelsJson(order),
      ...optional('ship_done_time', order.lines.every(({ shipment }) => shipment) ? order.shippedAt : null),
      deliver_method: 0,
    },
    ext_info: {
      customer_notes: buyerNote,
      merchant_notes: sellerMemo,
      merchant_notes_tag_color: sellerFlag,
      order_scene: 2,
      ...optional('confirm_receipt_time', order.closed === 'no' ? finishedAt : null),
    },
    settle_info: {},
    sku_sharer_infos: [],
  }
}

function sumsOf(order: SandboxOrder, prices: PriceBook): Record<string, unknown> {
  const freight = prices.firstFreightFen(order)
  return {
    product_price: goodsFen(order),
    order_price: order.poison === 'badMoney' ? '九十九元' : paymentFen(order),
    freight,
    discounted_price: order.lines.reduce((sum, line) => sum + line.priceFen * line.quantity - prices.firstFen(line), 0),
    is_discounted: order.lines.some((line) => line.discountFen > 0),
    ...(freight !== order.postFen && { is_change_freight: true, change_freight: order.postFen }),
  }
}

function productJson(line: SandboxLine, { shipBy }: SandboxOrder, prices: PriceBook): Record<string, unknown> {
  const firstFen = prices.firstFen(line)
  return {
    product_id: Number(line.itemId),
    sku_id: Number(line.skuId),
    sku_cnt: line.quantity,
    title: line.title,
    thumb_img: `https://img.example.com/${line.merchantSku}.jpg`,
    sale_price: line.priceFen,
    market_price: line.priceFen,
    real_price: line.paidFen,
    estimate_price: firstFen,
    ...(firstFen !== line.paidFen && { is_change_price: true, change_price: line.paidFen }),
    sku_code: line.merchantSku,
    sku_attrs: attributesOf(line.variant),
    on_aftersale_sku_cnt: OPEN_REFUNDS.has(line.refundStatus) ? line.quantity : 0,
    finish_aftersale_sku_cnt: line.refundStatus === 'SUCCESS' ? line.quantity : 0,
    ...optional('delivery_deadline', shipBy),
  }
}

export const attributesOf = (variant: string): { attr_key: string; attr_value: string }[] =>
  variant
    .split(';')
    .filter((part) => part !== '')
    .map((part) => ({ attr_key: part.split(':')[0] ?? '', attr_value: part.split(':')[1] ?? '' }))

/** Lines that left under one number are one parcel. */
function parcelsJson({ lines }: SandboxOrder): Record<string, unknown>[] {
  const numbers = [...new Set(lines.flatMap(({ shipment }) => (shipment ? [shipment.waybillNumber] : [])))]
  return numbers.map((waybillNumber) => {
    const inside = lines.filter(({ shipment }) => shipment?.waybillNumber === waybillNumber)
    const { companyCode = '', shippedAt = 0 } = inside[0]?.shipment ?? {}
    return {
      waybill_id: waybillNumber,
      delivery_id: companyCode,
      delivery_name: findCourier(companyCode)?.name ?? companyCode,
      delivery_time: seconds(shippedAt),
      deliver_type: 1,
      product_infos: inside.map((line) => ({ product_id: line.itemId, sku_id: line.skuId, product_cnt: line.quantity })),
    }
  })
}

function afterSaleDetail({ lines }: SandboxOrder): Record<string, unknown> {
  const cases = lines.filter(({ refundId }) => refundId !== '')
  return {
    aftersale_order_list: cases.map(({ refundId }) => ({ aftersale_order_id: refundId, status: 0 })),
    on_aftersale_order_cnt: cases.filter(({ refundStatus }) => OPEN_REFUNDS.has(refundStatus)).length,
  }
}

/** Every second order is given a relay number in place of the buyer's own. */
export function addressJson(order: SandboxOrder, isMasked: boolean): Record<string, unknown> {
  const { receiver, tid, oaid, paidAt, createdAt } = order
  const hasRelay = Number(tid.at(-1)) % 2 === 1
  const relay = `170${createHash('sha256').update(tid).digest().readUInt32BE(0).toString().padStart(10, '0').slice(0, 8)}`
  const phone = (number: string) => (isMasked ? maskPhone(number) : number)
  const street = `${receiver.town}${receiver.address}`
  return {
    user_name: isMasked ? maskName(receiver.name) : receiver.name,
    tel_number: phone(receiver.phone),
    postal_code: receiver.zip,
    province_name: receiver.province,
    city_name: receiver.city,
    county_name: receiver.district,
    detail_info: isMasked ? maskAddress(street) : street,
    hash_code: oaid,
    use_tel_number: hasRelay ? 1 : 0,
    ...(hasRelay && {
      tel_number_ext_info: {
        real_tel_number: maskPhone(receiver.phone),
        virtual_tel_number: phone(relay),
        virtual_tel_expire_time: seconds((paidAt ?? createdAt) + RELAY_DAYS_MS),
        get_virtual_tel_cnt: 1,
      },
    }),
  }
}
