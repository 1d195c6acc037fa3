/** Orders: list, detail, note, price, and plain receivers. */
import { type SandboxOrder, tradeStatus } from '#sandbox/order.ts'
import type { World } from '#sandbox/world.ts'
import { pageOf } from './cursors.ts'
import { addressJson, orderJson, STATUS } from './order-json.ts'
import { createPriceBook } from './price-book.ts'
import {
  type Answer,
  idIn,
  isRecord,
  NOT_POSSIBLE,
  numberIn,
  ownOrder,
  refuse,
  rowsIn,
  type ShopCall,
  textIn,
} from './wechat-answer.ts'

const SEVEN_DAYS_SECONDS = 7 * 86_400
const MOST_ROWS = 100
const MOST_PRICE_CHANGES = 50
const LOOKS_PER_DAY = 30
const DAY_MS = 86_400_000
const BEIJING_MS = 8 * 3_600_000
const BAD_PARAMETER = 40097
const DAILY_QUOTA = 45009

type Method = (call: ShopCall) => Answer

export function orderMethods(world: World): Record<string, Method> {
  const prices = createPriceBook(world.state)
  const looks = world.state.table<number>('wechat looks')
  return {
    'order/list/get': listOrders,
    'order/get': (call) => ({
      order: orderJson(ownOrder(call), call.body.encode_sensitive_info === true || world.jsonSettings.maskReceivers, prices),
    }),
    'order/merchantnotes/update': writeNote,
    'order/price/update': (call) => {
      const order = ownOrder(call)
      if (order.paidAt !== null || order.closed !== 'no') refuse(NOT_POSSIBLE, '订单状态不允许改价')
      if (prices.changeCount(order) >= MOST_PRICE_CHANGES) refuse(NOT_POSSIBLE, '订单改价次数超过限制')
      const wished = readPrices(call, order, (line) => prices.firstFen(line))
      if (wished.freightFen > prices.firstFreightFen(order)) refuse(BAD_PARAMETER, '运费只能改低')
      prices.remember(order)
      // A new price ends the earlier ones: what it does not name costs what it cost at first.
      for (const line of order.lines) line.paidFen = wished.byLine.get(line.oid) ?? prices.firstFen(line)
      order.postFen = call.body.change_express === true ? wished.freightFen : prices.firstFreightFen(order)
      world.announce(order, 'changed')
      return {}
    },
    'order/sensitiveinfo/decode': (call) => {
      const order = ownOrder(call)
      const key = `${call.shop.id} on ${Math.floor((world.platformNow() + BEIJING_MS) / DAY_MS)}`
      const count = (looks.get(key) ?? 0) + 1
      if (count > LOOKS_PER_DAY) refuse(DAILY_QUOTA, '今日解密次数已用完')
      looks.set(key, count)
      return { address_info: addressJson(order, false) }
    },
  }
}

function listOrders({ world, shop, body }: ShopCall): Answer {
  const size = numberIn(body, 'page_size', 1, MOST_ROWS)
  const created = rangeIn(body, 'create_time_range')
  const updated = rangeIn(body, 'update_time_range')
  if (!created && !updated) refuse(BAD_PARAMETER, 'create_time_range 和 update_time_range 至少填一个')
  const found = updated
    ? world.orders.modifiedBetween(shop.id, updated.from, updated.to)
    : world.orders.createdBetween(shop.id, created?.from ?? 0, created?.to ?? 0)
  const rows = found.filter((order) => isWanted(order, body) && (!created || !updated || within(order.createdAt, created)))
  const { page, ...rest } = pageOf(world, rows, body, size)
  return { order_id_list: page.map(({ tid }) => tid), ...rest }
}

type Range = { from: number; to: number }
const within = (at: number, { from, to }: Range): boolean => at >= from && at <= to

/** "To ship" covers orders of which some have left. */
function isWanted(order: SandboxOrder, { status, openid }: Record<string, unknown>): boolean {
  const own = STATUS[tradeStatus(order)]
  const hasStatus =
    status === undefined || status === own || (status === STATUS.WAIT_SELLER_SEND_GOODS && own === STATUS.SELLER_CONSIGNED_PART)
  return hasStatus && (openid === undefined || openid === order.buyerOpenUid)
}

function rangeIn(body: Record<string, unknown>, name: string): Range | null {
  const range = body[name]
  if (range === undefined) return null
  if (!isRecord(range)) return refuse(BAD_PARAMETER, `invalid parameter ${name}`)
  const start = numberIn(range, 'start_time', 0, Number.MAX_SAFE_INTEGER)
  const end = numberIn(range, 'end_time', start, Number.MAX_SAFE_INTEGER)
  if (end - start > SEVEN_DAYS_SECONDS) refuse(BAD_PARAMETER, `${name} 时间跨度不能超过 7 天`)
  return { from: start * 1000, to: end * 1000 + 999 }
}

function writeNote(call: ShopCall): Answer {
  const order = ownOrder(call)
  order.sellerMemo = textIn(call.body, 'merchant_notes')
  if (call.body.merchant_notes_tag_color !== undefined) order.sellerFlag = numberIn(call.body, 'merchant_notes_tag_color', 0, 4)
  call.world.announce(order, 'noteChanged')
  return {}
}

function readPrices({ body }: ShopCall, order: SandboxOrder, firstFen: (line: SandboxOrder['lines'][number]) => number) {
  const byLine = new Map<string, number>()
  for (const wish of rowsIn(body, 'change_order_infos')) {
    const [productId, skuId] = [idIn(wish, 'product_id'), idIn(wish, 'sku_id')]
    const line = order.lines.find((each) => each.itemId === productId && each.skuId === skuId && !byLine.has(each.oid))
    if (!line) return refuse(BAD_PARAMETER, '订单中没有该商品')
    const fen = numberIn(wish, 'change_price', 0, Number.MAX_SAFE_INTEGER)
    if (fen > firstFen(line)) refuse(BAD_PARAMETER, '价格只能改低')
    byLine.set(line.oid, fen)
  }
  const freightFen = body.change_express === true ? numberIn(body, 'express_fee', 0, Number.MAX_SAFE_INTEGER) : 0
  return { byLine, freightFen }
}
