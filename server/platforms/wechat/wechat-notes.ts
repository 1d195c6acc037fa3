/** What a shop writes onto an order: its note, and a lower price before it is paid. */
import { ruleValue } from '#kernel/rule-packs.ts'
import { type Connection, type NoteLimits, PlatformFailure } from '#server/platforms/platform.ts'
import type { NoteWish, PriceWish } from '#server/platforms/platform-services.ts'
import { callWechat } from '#server/platforms/weixin/wechat-call.ts'
import { idText, isObject, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { productsOf } from './wechat-lines.ts'
import { readRawOrder } from './wechat-pull.ts'

const HIGHEST_COLOUR = 4
export const WECHAT_NOTE_LIMITS: NoteLimits = {
  most: ruleValue('wechat', 'noteLength', 'characters'),
  unit: 'characters',
  highestFlag: HIGHEST_COLOUR,
}

export async function noteWechatOrder(connection: Connection, { platformOrderId, note, flag }: NoteWish): Promise<void> {
  if (flag < 0 || flag > HIGHEST_COLOUR)
    throw new PlatformFailure('our_fault', 'flag-unknown', `The WeChat Store has colours 0 to ${HIGHEST_COLOUR}, not ${flag}.`)
  await callWechat(connection, {
    path: 'channels/ec/order/merchantnotes/update',
    body: { order_id: platformOrderId, merchant_notes: note, merchant_notes_tag_color: flag },
    canRepeat: false,
  })
}

/**
 * A new price ends all earlier ones, so the wish says everything: what it leaves open is sent as it stands. The discount is taken from
 * the price before any change, so that asking twice takes it off once.
 */
export async function priceWechatOrder(connection: Connection, wish: PriceWish): Promise<void> {
  const order = await readRawOrder(connection, wish.platformOrderId)
  const products = productsOf(order)
  const prices = wish.discountFen === null ? products.map(presentFen) : discounted(products.map(firstFen), wish.discountFen)
  await callWechat(connection, {
    path: 'channels/ec/order/price/update',
    body: {
      order_id: wish.platformOrderId,
      ...freightOf(order, wish.freightFen),
      change_order_infos: products.map((product, index) => ({
        product_id: idText(product.product_id),
        sku_id: idText(product.sku_id),
        change_price: prices[index] ?? 0,
      })),
    },
    canRepeat: false,
  })
}

const amount = (value: unknown): number | null => (typeof value === 'number' ? value : null)
const firstFen = (product: WireObject): number =>
  amount(product.estimate_price) ?? Number(product.sale_price ?? 0) * Number(product.sku_cnt ?? 0)
const presentFen = (product: WireObject): number => amount(product.real_price) ?? firstFen(product)

function freightOf(order: WireObject, wishedFen: number | null): { change_express: boolean; express_fee?: number } {
  const sums = isObject(order.order_detail) && isObject(order.order_detail.price_info) ? order.order_detail.price_info : {}
  const freightFen = wishedFen ?? (sums.is_change_freight === true ? amount(sums.change_freight) : null)
  return freightFen === null ? { change_express: false } : { change_express: true, express_fee: freightFen }
}

/** Takes the discount off in proportion; what rounding leaves goes to the first rows that can bear it. */
function discounted(fullFen: readonly number[], discountFen: number): number[] {
  const totalFen = fullFen.reduce((sum, fen) => sum + fen, 0)
  if (discountFen < 0 || discountFen > totalFen)
    throw new PlatformFailure(
      'our_fault',
      'discount-out-of-range',
      `A discount of ${discountFen} fen does not fit goods of ${totalFen} fen.`,
    )
  const prices = fullFen.map((fen) => fen - Math.floor(totalFen === 0 ? 0 : (fen * discountFen) / totalFen))
  let restFen = prices.reduce((sum, fen) => sum + fen, 0) - (totalFen - discountFen)
  return prices.map((fen) => {
    const takenFen = Math.min(fen, restFen)
    restFen -= takenFen
    return fen - takenFen
  })
}
