/** The goods of an order, and which of them are on their way. */
import { type OrderLineSnapshot, type RefundState, UnreadableOrder } from '#server/platforms/platform.ts'
import * as field from '#server/platforms/wire/fields.ts'
import { idText, isObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'

const MOST_PIECES = 1_000_000

/** The platform names goods by product and SKU and has no id of a line; a gift or a second row of the same SKU gets a number behind it. */
export function wechatLineIds(products: readonly WireObject[]): string[] {
  const seen = new Map<string, number>()
  return products.map((product) => {
    const id = wechatLineId(product)
    const place = (seen.get(id) ?? 0) + 1
    seen.set(id, place)
    return place === 1 ? id : `${id}:${place}`
  })
}

export const wechatLineId = ({ product_id, sku_id }: WireObject): string => `${idText(product_id)}:${idText(sku_id)}`

export const productsOf = (order: WireObject): WireObject[] => rowsOf(partOf(order, 'product_infos')).filter(isObject)
export const parcelsOf = (order: WireObject): WireObject[] => {
  const delivery = partOf(order, 'delivery_info')
  return isObject(delivery) ? rowsOf(delivery.delivery_product_info).filter(isObject) : []
}
const partOf = (order: WireObject, name: string): unknown => (isObject(order.order_detail) ? order.order_detail[name] : undefined)

/** How many pieces of each line have left, by line: the parcels of a SKU fill its rows one after another. */
export function shippedPieces(order: WireObject): number[] {
  const left = new Map<string, number>()
  for (const parcel of parcelsOf(order))
    for (const goods of rowsOf(parcel.product_infos).filter(isObject))
      left.set(wechatLineId(goods), (left.get(wechatLineId(goods)) ?? 0) + Number(goods.product_cnt ?? 0))
  return productsOf(order).map((product) => {
    const id = wechatLineId(product)
    const pieces = Math.min(left.get(id) ?? 0, Number(product.sku_cnt ?? 0))
    left.set(id, (left.get(id) ?? 0) - pieces)
    return pieces
  })
}

/** `allShipped`: the order's state says so, whatever its parcels tell (goods without a parcel). */
export function readWechatLines(order: WireObject, allShipped: boolean): OrderLineSnapshot[] {
  const products = productsOf(order)
  const ids = wechatLineIds(products)
  const shipped = shippedPieces(order)
  return products.map((product, index) => {
    try {
      return readLine(product, { id: ids[index] ?? '', shippedPieces: shipped[index] ?? 0, allShipped })
    } catch (error) {
      // A line that cannot be read spoils the whole order: shipping the rest of it would be wrong.
      throw error instanceof UnreadableOrder ? new UnreadableOrder(`product_infos[${index}].${error.message}`) : error
    }
  })
}

type Standing = { id: string; shippedPieces: number; allShipped: boolean }

function readLine(product: WireObject, standing: Standing): OrderLineSnapshot {
  const quantity = field.countOf(product, 'sku_cnt', 1, MOST_PIECES, null)
  const asked = field.countOf(product, 'on_aftersale_sku_cnt', 0, MOST_PIECES, 0)
  const refunded = Math.min(field.countOf(product, 'finish_aftersale_sku_cnt', 0, MOST_PIECES, 0), quantity)
  const priceFen = field.requiredWholeFenOf(product, 'sale_price')
  // The row's total after all offers and changes of price; an old order may lack it.
  const paidFen = field.wholeFenOf(product, 'real_price') ?? priceFen * quantity
  const shipped = standing.allShipped
    ? refunded < quantity
    : standing.shippedPieces > 0 && standing.shippedPieces >= quantity - refunded
  return {
    platformLineId: standing.id,
    platformItemId: field.requiredIdOf(product, 'product_id'),
    platformSkuId: field.requiredIdOf(product, 'sku_id'),
    merchantSku: field.textOf(product, 'sku_code') || field.textOf(product, 'out_sku_id'),
    title: field.textOf(product, 'title'),
    variant: variantOf(product),
    quantity,
    priceFen,
    paidFen,
    refundState: refundStateOf({ asked, refunded, quantity, shipped }),
    // The order names pieces, no amount: their share of the row is the best that can be said.
    refundedFen: Math.floor((paidFen * refunded) / quantity),
    shipped,
  }
}

/** Some pieces refunded before any left: how many still go out is for a person to decide, so the line stops like one asked back. */
function refundStateOf(line: { asked: number; refunded: number; quantity: number; shipped: boolean }): RefundState {
  if (line.refunded >= line.quantity) return 'refunded'
  if (line.asked > 0) return 'asked'
  return line.refunded > 0 && !line.shipped ? 'asked' : 'none'
}

function variantOf(product: WireObject): string {
  const attributes = rowsOf(product.sku_attrs).filter(isObject)
  return attributes
    .map((attribute) => `${field.textOf(attribute, 'attr_key')}:${field.textOf(attribute, 'attr_value')}`)
    .join(';')
}
