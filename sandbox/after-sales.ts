/** What buyers ask back (售后单), one for each line of an order. How far it has come is the line's refund status. */
import type { RefundStatus, SandboxLine, SandboxOrder } from './order.ts'
import type { OrderChange } from './outside-platform.ts'
import { wholeSecond } from './platform-time.ts'
import type { StateFile } from './state-file.ts'
import type { World } from './world.ts'

export type AfterSale = {
  id: string
  shopId: string
  tid: string
  oid: string
  /** The goods come back, or only the money is asked for. */
  returnsGoods: boolean
  reason: string
  refundFen: number
  createdAt: number
  modifiedAt: number
  /** Until when somebody has to act; null = nobody has to. */
  dueAt: number | null
  returnCompany: string
  returnNumber: string
  /** What the seller said when it refused. */
  refusal: string
  /** Something else than money is wanted. */
  kind: 'MONEY' | 'TAOBAO_EXCHANGE' | 'RESHIPPING'
  /** The `modifiedAt` that somebody of the seller has examined. */
  examinedAt: number | null
}
export type AfterSaleChange = Partial<
  Pick<AfterSale, 'returnsGoods' | 'reason' | 'refundFen' | 'returnCompany' | 'returnNumber' | 'refusal' | 'kind'>
>
export type AfterSales = {
  find(id: string): AfterSale | undefined
  /** Of a shop, changed within [from, to], latest first. */
  modifiedBetween(shopId: string, from: number, to: number): AfterSale[]
  list(): AfterSale[]
  /** The line's own, opened when it has none. */
  note(order: SandboxOrder, line: SandboxLine, change: AfterSaleChange): AfterSale
  examine(afterSale: AfterSale): void
  /** Those whose time is over. */
  lapsed(at: number): AfterSale[]
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export function createAfterSales(now: () => number, state: StateFile): AfterSales {
  const all = state.table<AfterSale>('after-sales')
  /** No deadline is earlier: most of the time one look at it is enough. */
  let firstDueAt = firstAfter(all.values(), 0)
  const latestFirst = (rows: AfterSale[]) => rows.sort((a, b) => b.modifiedAt - a.modifiedAt || (a.id < b.id ? 1 : -1))

  function open(order: SandboxOrder, line: SandboxLine): AfterSale {
    line.refundId = `9${line.oid.slice(1)}`
    return {
      ...{ id: line.refundId, shopId: order.shopId, tid: order.tid, oid: line.oid },
      ...{ returnsGoods: false, reason: '不喜欢/不想要', refundFen: line.paidFen },
      ...{ createdAt: wholeSecond(now()), modifiedAt: 0, dueAt: null, returnCompany: '', returnNumber: '', refusal: '' },
      ...{ kind: 'MONEY', examinedAt: null },
    }
  }
  return {
    find: (id) => all.get(id),
    modifiedBetween: (shopId, from, to) =>
      latestFirst([...all.values()].filter((one) => one.shopId === shopId && one.modifiedAt >= from && one.modifiedAt <= to)),
    list: () => latestFirst([...all.values()]),
    note(order, line, change) {
      const afterSale = all.get(line.refundId) ?? open(order, line)
      Object.assign(afterSale, change)
      afterSale.modifiedAt = Math.max(wholeSecond(now()), afterSale.modifiedAt + 1000)
      afterSale.dueAt = dueAt(line, afterSale.modifiedAt)
      firstDueAt = Math.min(firstDueAt, afterSale.dueAt ?? firstDueAt)
      all.set(afterSale.id, afterSale)
      return afterSale
    },
    lapsed(at) {
      if (at < firstDueAt) return []
      firstDueAt = firstAfter(all.values(), at)
      return [...all.values()].filter(({ dueAt }) => dueAt !== null && dueAt <= at)
    },
    examine: (afterSale) => void all.set(afterSale.id, Object.assign(afterSale, { examinedAt: afterSale.modifiedAt })),
  }
}

function firstAfter(afterSales: Iterable<AfterSale>, at: number): number {
  let first = Number.MAX_SAFE_INTEGER
  for (const { dueAt } of afterSales) if (dueAt !== null && dueAt > at && dueAt < first) first = dueAt
  return first
}

/** Seller: 48 hours before shipping, 5 days after; buyer: 7 days to send the goods back; seller again: 10 days to look at them. */
function dueAt(line: SandboxLine, from: number): number | null {
  if (line.refundStatus === 'WAIT_SELLER_AGREE') return from + (line.shipment === null ? 48 * HOUR_MS : 5 * DAY_MS)
  if (line.refundStatus === 'WAIT_BUYER_RETURN_GOODS') return from + 7 * DAY_MS
  return line.refundStatus === 'WAIT_SELLER_CONFIRM_GOODS' ? from + 10 * DAY_MS : null
}

const TOLD: Record<RefundStatus, OrderChange> = {
  NO_REFUND: 'changed',
  WAIT_SELLER_AGREE: 'refundAsked',
  WAIT_BUYER_RETURN_GOODS: 'changed',
  WAIT_SELLER_CONFIRM_GOODS: 'changed',
  SELLER_REFUSE_BUYER: 'refundRefused',
  CLOSED: 'changed',
  SUCCESS: 'refundSettled',
}

/** Brings lines of an order to another refund status and tells it. An order with everything refunded is closed. */
export function moveRefunds(
  world: World,
  order: SandboxOrder,
  move: { lines: readonly SandboxLine[]; to: RefundStatus; change?: AfterSaleChange; told?: string | undefined },
): void {
  for (const line of move.lines) {
    line.refundStatus = move.to
    world.afterSales.note(order, line, move.change ?? {})
  }
  const isAllRefunded = order.lines.every((line) => line.refundStatus === 'SUCCESS')
  if (isAllRefunded) Object.assign(order, { closed: 'afterPayment', finishedAt: wholeSecond(world.now()) })
  world.announce(order, TOLD[move.to], move.told)
}

/** Who lets the time pass has decided: the seller agrees, the buyer gives up. */
export function settleLapsed(world: World): void {
  for (const afterSale of world.afterSales.lapsed(world.now())) {
    const order = world.orders.find(afterSale.tid)
    const line = order?.lines.find(({ oid }) => oid === afterSale.oid)
    const to = line && LAPSES_TO[line.refundStatus]
    if (order && line && to) moveRefunds(world, order, { lines: [line], to: to(afterSale), told: line.oid })
  }
}

const LAPSES_TO: Partial<Record<RefundStatus, (afterSale: AfterSale) => RefundStatus>> = {
  WAIT_SELLER_AGREE: ({ returnsGoods }) => (returnsGoods ? 'WAIT_BUYER_RETURN_GOODS' : 'SUCCESS'),
  WAIT_BUYER_RETURN_GOODS: () => 'CLOSED',
  WAIT_SELLER_CONFIRM_GOODS: () => 'SUCCESS',
}
