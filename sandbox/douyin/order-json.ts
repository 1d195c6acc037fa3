/** One order as Douyin writes it: fen as numbers, seconds as numbers, order ids as text, ids of goods as bare numbers. */
import { lineStatus, type SandboxLine, type SandboxOrder, type TradeStatus, tradeStatus } from '#sandbox/order.ts'
import type { Receiver } from '#sandbox/people.ts'
import { cipherOf } from './ciphers.ts'
import { codeOfCompany, findCompany } from './companies.ts'
import { productIdOf, skuIdOf } from './goods-ids.ts'
import { lineMoney, orderMoney, type PriceBook } from './money.ts'

export type OrderJsonSettings = {
  maskReceivers: boolean
  shopName: string
  prices: PriceBook
  afterSaleType: (line: SandboxLine) => number
}

const ORDER_CODES: Record<TradeStatus, [code: number, text: string]> = {
  WAIT_BUYER_PAY: [1, '待支付'],
  PAID_FORBID_CONSIGN: [105, '已支付'],
  WAIT_SELLER_SEND_GOODS: [2, '备货中'],
  SELLER_CONSIGNED_PART: [101, '部分发货'],
  WAIT_BUYER_CONFIRM_GOODS: [3, '已发货'],
  TRADE_FINISHED: [5, '已完成'],
  TRADE_CLOSED: [4, '已关闭'],
  TRADE_CLOSED_BY_TAOBAO: [4, '已取消'],
}
const AFTER_SALE_CODES: Record<SandboxLine['refundStatus'], number> = {
  NO_REFUND: 0,
  WAIT_SELLER_AGREE: 6,
  WAIT_BUYER_RETURN_GOODS: 7,
  WAIT_SELLER_CONFIRM_GOODS: 11,
  SELLER_REFUSE_BUYER: 27,
  CLOSED: 28,
  SUCCESS: 12,
}
export const afterSaleCode = (line: SandboxLine): number => AFTER_SALE_CODES[line.refundStatus]
/** Money: 0 none, 1 to be refunded, 3 paid out. */
export const refundCode = (line: SandboxLine): number =>
  line.refundStatus === 'SUCCESS' ? 3 : line.refundStatus === 'NO_REFUND' ? 0 : 1

const seconds = (atMs: number | null): number => (atMs === null ? 0 : Math.floor(atMs / 1000))
const CACHE_KEY = 'douyin'

/** Kept with the order until it changes. */
export function orderJson(order: SandboxOrder, settings: OrderJsonSettings): string {
  const known = order.json.get(CACHE_KEY)
  if (known !== undefined) return known
  const json = writeOrder(order, settings)
  order.json.set(CACHE_KEY, json)
  return json
}

function writeOrder(order: SandboxOrder, settings: OrderJsonSettings): string {
  const money = orderMoney(order, settings.prices)
  const [code, text] = ORDER_CODES[tradeStatus(order)]
  const goodsFen = order.lines.reduce((sum, line) => sum + line.priceFen * line.quantity, 0)
  const badTime = order.poison === 'badTime' ? '0000-00-00 00:00:00' : null
  const facts = {
    ...(order.poison === 'missingTid' ? {} : { order_id: order.tid }),
    shop_name: settings.shopName,
    order_level: 2,
    order_status: code,
    order_status_desc: text,
    main_status: code === 4 && order.paidAt !== null ? (order.shippedAt === null ? 21 : 22) : code,
    order_type: 0,
    biz: 2,
    b_type: 2,
    pay_type: 2,
    order_amount: goodsFen + order.postFen,
    pay_amount: order.poison === 'badMoney' ? '九十九元' : money.payFen,
    post_amount: order.postFen,
    post_insurance_amount: 0,
    promotion_amount: money.promotionFen,
    promotion_shop_amount: money.promotionFen,
    promotion_platform_amount: 0,
    promotion_talent_amount: 0,
    promotion_pay_amount: money.channelFen,
    modify_amount: money.modifyFen,
    pay_time: seconds(order.paidAt),
    create_time: badTime ?? seconds(order.createdAt),
    update_time: badTime ?? seconds(order.modifiedAt),
    finish_time: order.closed === 'no' ? seconds(order.finishedAt) : 0,
    exp_ship_time: seconds(order.shipBy),
    ship_time: seconds(order.shippedAt),
    buyer_words: order.buyerNote,
    seller_words: order.sellerMemo,
    seller_remark_stars: order.sellerFlag,
    doudian_open_id: `1@#${order.buyerOpenUid}`,
    open_id: '',
    open_address_id: `#${order.oaid}`,
    ...receiverMembers(order, settings.maskReceivers),
  }
  const lines =
    order.poison === 'missingLines'
      ? ''
      : `"sku_order_list":[${order.lines.map((line) => writeLine(line, order, settings)).join(',')}],`
  return `{"shop_id":${order.shopId},${lines}"logistics_info":[${writePacks(order)}],${JSON.stringify(facts).slice(1)}`
}

function writeLine(line: SandboxLine, order: SandboxOrder, { prices, afterSaleType }: OrderJsonSettings): string {
  const money = lineMoney(line, order, prices)
  const [code, text] = ORDER_CODES[lineStatus(order, line)]
  const productId = productIdOf(line.itemId)
  const facts = {
    order_id: line.oid,
    parent_order_id: order.tid,
    order_level: 3,
    order_status: code,
    order_status_desc: text,
    product_id_str: productId,
    out_sku_id: '',
    out_product_id: '0',
    code: line.merchantSku,
    product_name: line.title,
    product_pic: `https://img.example.com/${line.merchantSku}.jpg`,
    spec: specOf(line.variant),
    item_num: line.quantity,
    origin_amount: line.priceFen,
    sum_amount: line.priceFen * line.quantity,
    order_amount: line.priceFen * line.quantity + money.postFen,
    pay_amount: money.payFen,
    post_amount: money.postFen,
    promotion_amount: money.promotionFen,
    promotion_pay_amount: money.channelFen,
    modify_amount: money.modifyFen,
    ship_time: seconds(line.shipment?.shippedAt ?? null),
    exp_ship_time: seconds(order.shipBy),
    is_comment: 0,
    reduce_stock_type: 1,
    given_product_type: '',
    after_sale_info: {
      after_sale_status: afterSaleCode(line),
      after_sale_type: line.refundStatus === 'NO_REFUND' ? 0 : afterSaleType(line),
      refund_status: refundCode(line),
    },
  }
  return `{"product_id":${productId},"sku_id":${skuIdOf(line.skuId)},${JSON.stringify(facts).slice(1)}`
}

/** 颜色:黑;尺码:L as name and value. */
function specOf(variant: string): { name: string; value: string }[] {
  return variant
    .split(';')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', value] = part.split(':')
      return value === undefined ? { name: '规格', value: name } : { name, value }
    })
}

/** Lines with the same number are one pack. */
export function packsOf(
  order: SandboxOrder,
): { packId: string; lines: SandboxLine[]; companyCode: string; waybillNumber: string }[] {
  const packs = new Map<string, SandboxLine[]>()
  for (const line of order.lines) {
    if (!line.shipment) continue
    const key = `${line.shipment.companyCode} ${line.shipment.waybillNumber}`
    packs.set(key, [...(packs.get(key) ?? []), line])
  }
  return [...packs.values()].flatMap((lines) => {
    const [first] = lines
    return first?.shipment
      ? {
          packId: `7${first.oid.slice(1)}`,
          lines,
          companyCode: first.shipment.companyCode,
          waybillNumber: first.shipment.waybillNumber,
        }
      : []
  })
}

function writePacks(order: SandboxOrder): string {
  return packsOf(order)
    .map(({ packId, lines, companyCode, waybillNumber }) => {
      const company = codeOfCompany(companyCode)
      const products = lines.map((line) => {
        const facts = {
          product_name: line.title,
          price: line.priceFen,
          outer_sku_id: line.merchantSku,
          product_count: line.quantity,
          sku_order_id: line.oid,
        }
        return `{"product_id":${productIdOf(line.itemId)},"sku_id":${skuIdOf(line.skuId)},${JSON.stringify(facts).slice(1)}`
      })
      const facts = {
        tracking_no: waybillNumber,
        company,
        company_name: findCompany(company)?.name ?? '',
        ship_time: seconds(lines[0]?.shipment?.shippedAt ?? null),
        delivery_id: packId,
      }
      return `{"product_info":[${products.join(',')}],${JSON.stringify(facts).slice(1)}`
    })
    .join(',')
}

function receiverMembers(order: SandboxOrder, isMasked: boolean) {
  const { receiver } = order
  if (!isMasked) {
    const plain = { ...places(receiver), detail: receiver.address }
    return {
      post_receiver: receiver.name,
      post_tel: receiver.phone,
      post_addr: plain,
      encrypt_post_tel: '',
      encrypt_post_receiver: '',
    }
  }
  return {
    post_receiver: '',
    post_tel: '',
    post_addr: { ...places(receiver), detail: '', encrypt_detail: cipherOf(order, 'address') },
    encrypt_post_tel: cipherOf(order, 'phone'),
    encrypt_post_receiver: cipherOf(order, 'name'),
    mask_post_receiver: `${receiver.name.slice(0, 1)}***`,
    mask_post_tel: `1********${receiver.phone.slice(-2)}`,
    mask_post_addr: { ...places(receiver), detail: '****' },
  }
}

const places = ({ province, city, district, town }: Receiver) => ({
  province: { name: province, id: '' },
  city: { name: city, id: '' },
  town: { name: district, id: '' },
  street: { name: town, id: '' },
})
