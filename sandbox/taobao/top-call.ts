/** One checked gateway call and what handlers need to answer it. */

import type { SandboxOrder } from '#sandbox/order.ts'
import { fromPlatformTime } from '#sandbox/platform-time.ts'
import type { SandboxShop } from '#sandbox/shops.ts'
import type { World } from '#sandbox/world.ts'
import type { Params } from './common-checks.ts'
import { invalid, isFailure, missing, type TopAnswer, type TopFailure } from './top-failure.ts'

export type TopCall = { world: World; params: Params }
export type ShopCall = TopCall & { shop: SandboxShop }
export type TopMethod =
  | { needsSession: false; run: (call: TopCall) => TopAnswer | TopFailure }
  | { needsSession: true; run: (call: ShopCall) => TopAnswer | TopFailure }

export function wholeNumber(params: Params, name: string, fallback: number, from: number, to: number): number | TopFailure {
  const text = params.get(name) ?? ''
  if (text === '') return fallback
  const value = Number(text)
  return Number.isInteger(value) && value >= from && value <= to ? value : invalid(name, `应为 ${from} 到 ${to} 的整数`)
}

export function moment(params: Params, name: string): number | null | TopFailure {
  const text = params.get(name) ?? ''
  if (text === '') return null
  return fromPlatformTime(text) ?? invalid(name, '时间格式应为 yyyy-MM-dd HH:mm:ss')
}

export function requiredText(params: Params, name: string): string | TopFailure {
  const text = params.get(name) ?? ''
  return text === '' ? missing(name) : text
}

/** The shop's own order; another shop's order does not exist for it. */
export function ownOrder({ world, shop, params }: ShopCall, notFound: TopFailure): SandboxOrder | TopFailure {
  const tid = requiredText(params, 'tid')
  if (typeof tid !== 'string') return tid
  const order = world.orders.find(tid)
  return order && order.shopId === shop.id ? order : notFound
}

export function failed(value: unknown): value is TopFailure {
  return typeof value === 'object' && value !== null && 'failure' in value && isFailure(value as TopFailure)
}
