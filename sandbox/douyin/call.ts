/** One checked gateway call and what handlers need to answer it. */
import type { SandboxOrder } from '#sandbox/order.ts'
import type { SandboxShop } from '#sandbox/shops.ts'
import type { World } from '#sandbox/world.ts'
import type { AfterSaleBook } from './after-sale-book.ts'
import { type DouyinAnswer, type DouyinFailure, invalid, missing, refused } from './failure.ts'
import type { DouyinGoods } from './goods.ts'
import type { PriceBook } from './money.ts'
import type { Params } from './params.ts'

/** What only this platform keeps. */
export type DouyinBooks = { afterSales: AfterSaleBook; goods: DouyinGoods; prices: PriceBook }
export type AppCall = { world: World; books: DouyinBooks; params: Params; appKey: string }
export type ShopCall = AppCall & { shop: SandboxShop }
export type DouyinMethod =
  | { needsToken: false; run: (call: AppCall) => DouyinAnswer | DouyinFailure }
  | { needsToken: true; run: (call: ShopCall) => DouyinAnswer | DouyinFailure }

/** Text, or a number written as such; '' when it is not there. */
export function given(params: Params, name: string): string {
  const value = params[name]
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : ''
}

export function wholeNumber(
  params: Params,
  name: string,
  fallback: number | null,
  from: number,
  to: number,
): number | DouyinFailure {
  const text = given(params, name)
  if (text === '') return fallback ?? missing(name)
  const value = Number(text)
  return Number.isInteger(value) && value >= from && value <= to ? value : invalid(name, `应为 ${from} 到 ${to} 的整数`)
}

const orderNotFound = refused(60001, '订单不存在')

/** The shop's own order; another shop's order does not exist for it. */
export function ownOrder({ world, shop, params }: ShopCall, name = 'order_id'): SandboxOrder | DouyinFailure {
  const id = given(params, name)
  if (id === '') return missing(name)
  const order = world.orders.find(id)
  return order && order.shopId === shop.id ? order : orderNotFound
}
