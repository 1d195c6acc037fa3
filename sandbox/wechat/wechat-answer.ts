/** What the gateway says, and one checked call with what handlers need to answer it. */
import type { SandboxOrder } from '#sandbox/order.ts'
import type { SandboxShop } from '#sandbox/shops.ts'
import type { World } from '#sandbox/world.ts'

export type Answer = Record<string, unknown>
export class WechatRefusal extends Error {
  override readonly name = 'WechatRefusal'
  readonly errcode: number
  constructor(errcode: number, errmsg: string) {
    super(errmsg)
    this.errcode = errcode
  }
}
export const refuse = (errcode: number, errmsg: string): never => {
  throw new WechatRefusal(errcode, errmsg)
}

export type ShopCall = { world: World; shop: SandboxShop; body: Record<string, unknown>; path: string }

export const BAD_PARAMETER = 40097
const ORDER_UNKNOWN = 100002
/** The public sources give refusals of an act in words only; this number stands for all of them. */
export const NOT_POSSIBLE = 10020098

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function idIn(body: Record<string, unknown>, name: string): string {
  const value = body[name]
  if (typeof value === 'string' && value !== '') return value
  return typeof value === 'number' ? String(value) : refuse(BAD_PARAMETER, `invalid parameter ${name}`)
}

export function textIn(body: Record<string, unknown>, name: string): string {
  const value = body[name]
  return typeof value === 'string' ? value : refuse(BAD_PARAMETER, `invalid parameter ${name}`)
}

export function numberIn(body: Record<string, unknown>, name: string, from: number, to: number): number {
  const value = body[name]
  const isGood = typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to
  return isGood ? value : refuse(BAD_PARAMETER, `invalid parameter ${name}`)
}

export function rowsIn(body: Record<string, unknown>, name: string): Record<string, unknown>[] {
  const value = body[name]
  return Array.isArray(value) && value.every(isRecord) ? value : refuse(BAD_PARAMETER, `invalid parameter ${name}`)
}

/** The shop's own order; another shop's order does not exist for it. */
export function ownOrder({ world, shop, body }: ShopCall): SandboxOrder {
  const order = world.orders.find(idIn(body, 'order_id'))
  return order && order.shopId === shop.id ? order : refuse(ORDER_UNKNOWN, '订单不存在')
}
