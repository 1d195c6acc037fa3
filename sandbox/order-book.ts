/** All orders of the sandbox, found by id, by time of creation and by time of change. */
import type { SandboxOrder } from './order.ts'
import { wholeSecond } from './platform-time.ts'
import type { Kept } from './state-file.ts'

export type OrderBook = {
  add(order: SandboxOrder): void
  find(tid: string): SandboxOrder | undefined
  all(): Iterable<SandboxOrder>
  count(): number
  /** Marks an order as changed: a later `modified`, fresh JSON, first place in the increment list. */
  touch(order: SandboxOrder): void
  /** Orders of a shop modified within [from, to], latest first. */
  modifiedBetween(shopId: string, from: number, to: number): SandboxOrder[]
  /** Orders of a shop created within [from, to], latest first. */
  createdBetween(shopId: string, from: number, to: number): SandboxOrder[]
}

type ShopIndex = { byModified: SandboxOrder[]; byCreated: SandboxOrder[]; isSorted: boolean }

/** `isLeftOut`: whether an order is missing from a list that is asked for now, as when a platform's search lags behind its orders. */
export function createOrderBook(
  now: () => number,
  orders: Kept<SandboxOrder>,
  isLeftOut: (order: SandboxOrder) => boolean = () => false,
): OrderBook {
  const shops = new Map<string, ShopIndex>()
  let changeCount = 0

  function indexOf(shopId: string): ShopIndex {
    const index = shops.get(shopId) ?? { byModified: [], byCreated: [], isSorted: true }
    shops.set(shopId, index)
    if (!index.isSorted) {
      index.byModified.sort((a, b) => a.modifiedAt - b.modifiedAt || a.changeNumber - b.changeNumber)
      index.byCreated.sort((a, b) => a.createdAt - b.createdAt || (a.tid < b.tid ? -1 : 1))
      index.isSorted = true
    }
    return index
  }

  function enterInIndex(order: SandboxOrder): void {
    const index = shops.get(order.shopId) ?? { byModified: [], byCreated: [], isSorted: true }
    index.byModified.push(order)
    index.byCreated.push(order)
    index.isSorted = false
    shops.set(order.shopId, index)
  }

  const listed = (found: SandboxOrder[]): SandboxOrder[] => found.filter((order) => !isLeftOut(order))

  for (const order of orders.values()) {
    // The state file writes a Map as {}.
    order.json = new Map()
    enterInIndex(order)
    changeCount = Math.max(changeCount, order.changeNumber)
  }
  return {
    add(order) {
      order.changeNumber = ++changeCount
      orders.set(order.tid, order)
      enterInIndex(order)
    },
    find: (tid) => orders.get(tid),
    all: () => orders.values(),
    count: () => orders.size,
    touch(order) {
      // Times are whole seconds, but each change of one order has its own: a version never stands for two contents.
      order.modifiedAt = Math.max(wholeSecond(now()), order.modifiedAt + 1000)
      order.changeNumber = ++changeCount
      order.json.clear()
      const index = shops.get(order.shopId)
      if (index) index.isSorted = false
      orders.set(order.tid, order)
    },
    modifiedBetween: (shopId, from, to) => listed(between(indexOf(shopId).byModified, (order) => order.modifiedAt, from, to)),
    createdBetween: (shopId, from, to) => listed(between(indexOf(shopId).byCreated, (order) => order.createdAt, from, to)),
  }
}

function between(sorted: SandboxOrder[], timeOf: (order: SandboxOrder) => number, from: number, to: number): SandboxOrder[] {
  const start = firstNotBefore(sorted, timeOf, from)
  const end = firstNotBefore(sorted, timeOf, to + 1)
  return sorted.slice(start, end).reverse()
}

function firstNotBefore(sorted: SandboxOrder[], timeOf: (order: SandboxOrder) => number, at: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const order = sorted[middle]
    if (order && timeOf(order) < at) low = middle + 1
    else high = middle
  }
  return low
}
