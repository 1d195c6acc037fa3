/** One checked gateway call and what the types need to answer it. */
import type { SandboxOrder } from '#sandbox/order.ts'
import type { SandboxShop } from '#sandbox/shops.ts'
import type { World } from '#sandbox/world.ts'
import { fail, invalid, isFailure, missing, type PddAnswer, type PddFailure } from './pdd-answers.ts'
import type { Params } from './pdd-checks.ts'
import type { PddState } from './pdd-state.ts'

export type AppCall = { world: World; state: PddState; params: Params }
export type ShopCall = AppCall & { shop: SandboxShop }
export type PddType =
  | { needsToken: false; run: (call: AppCall) => PddAnswer | PddFailure }
  | { needsToken: true; run: (call: ShopCall) => PddAnswer | PddFailure }

export function wholeNumber(
  params: Params,
  name: string,
  { from, to, absent }: { from: number; to: number; absent?: number },
): number | PddFailure {
  const text = params.get(name) ?? ''
  if (text === '') return absent ?? missing(name)
  const value = Number(text)
  return Number.isInteger(value) && value >= from && value <= to ? value : invalid(name, `应为 ${from} 到 ${to} 的整数`)
}

export function requiredText(params: Params, name: string): string | PddFailure {
  return params.get(name) || missing(name)
}

export function jsonParam(params: Params, name: string): unknown {
  const text = requiredText(params, name)
  if (isFailure(text)) return text
  try {
    return JSON.parse(text)
  } catch {
    return invalid(name, '不是合法的 JSON')
  }
}

/** Seconds of a window, both ends taken in, as milliseconds. */
export function windowOf(
  params: Params,
  names: { from: string; to: string },
  longestSeconds: number,
): { from: number; to: number } | PddFailure {
  const limits = { from: 0, to: 4_000_000_000 }
  const [from, to] = [wholeNumber(params, names.from, limits), wholeNumber(params, names.to, limits)]
  if (isFailure(from)) return from
  if (isFailure(to)) return to
  if (to < from) return invalid(names.to, '结束时间早于开始时间')
  if (to - from > longestSeconds) return invalid(names.to, `开始时间与结束时间间距不得超过 ${longestSeconds / 60} 分钟`)
  return { from: from * 1000, to: to * 1000 + 999 }
}

/** A page of what was found, and how many there are. */
export function pageOf<T>({ world, params }: ShopCall, found: T[]): { rows: T[]; total: number; hasNext: boolean } | PddFailure {
  const page = wholeNumber(params, 'page', { from: 1, to: 1_000_000, absent: 1 })
  const size = wholeNumber(params, 'page_size', { from: 1, to: 100, absent: 100 })
  if (isFailure(page)) return page
  if (isFailure(size)) return size
  const start = (page - (world.wrong === 'pageCount' ? 0 : 1)) * size
  return { rows: found.slice(start, start + size), total: found.length, hasNext: start + size < found.length }
}

/** The shop's own order, which exists for the platform once it is paid; another shop's order does not exist for it. */
export function ownOrder({ world, shop, params }: ShopCall): SandboxOrder | PddFailure {
  const orderSn = requiredText(params, 'order_sn')
  if (isFailure(orderSn)) return orderSn
  const order = world.orders.find(orderSn)
  return order && order.shopId === shop.id && order.paidAt !== null ? order : fail(21002, '订单不存在')
}
