/** Everything that exists outside the product, put together once per sandbox. */
import { type AfterSales, createAfterSales } from './after-sales.ts'
import { type Contacts, createContacts } from './contacts.ts'
import { createFaults, type Faults } from './faults.ts'
import { createInboxes, type Inboxes } from './inboxes.ts'
import { createJourneys, type Journeys } from './journeys.ts'
import { createListings, type Listings } from './listings.ts'
import type { SandboxOrder } from './order.ts'
import { createOrderBook, type OrderBook } from './order-book.ts'
import { createOrderMaker, type OrderMaker } from './order-maker.ts'
import type { ChangeNotice, OrderChange } from './outside-platform.ts'
import { createPushPost } from './push-post.ts'
import { createRandom } from './random.ts'
import { createReviews, type Reviews } from './reviews.ts'
import { createShops, type Shops, tokenMaker } from './shops.ts'
import type { Kept, StateFile } from './state-file.ts'
import { createMessageQueue, type MessageQueue } from './taobao/messages.ts'
import type { JsonSettings } from './taobao/order-json.ts'
import { createTraceCallbacks, type TraceCallbacks } from './trace-callbacks.ts'
import { createWaybillBook, type WaybillBook } from './waybills.ts'

/** One attempt to report a shipment, as the platform received it. */
export type ReceivedShip = {
  tid: string
  /** Lines that this report meant to ship. */
  oids: string[]
  companyCode: string
  waybillNumber: string
  receivedAt: number
  method: string
  /** The platform's refusal, '' when accepted. */
  refusal: string
  /** A meant line had an open or granted refund at that moment. */
  hadRefund: boolean
  /** The waybill was issued by this sandbox's courier for this order. */
  waybillIsOurs: boolean
}

export type World = {
  now: () => number
  /** For what only one platform keeps; each table is opened once. */
  state: StateFile
  /** The platform's own clock: `now` plus the clockSkew fault. */
  platformNow: () => number
  orders: OrderBook
  maker: OrderMaker
  shops: Shops
  listings: Listings
  afterSales: AfterSales
  reviews: Reviews
  messages: MessageQueue
  waybills: WaybillBook
  journeys: Journeys
  traceCallbacks: TraceCallbacks
  /** Where a service that takes one address per account sends its pushes. */
  traceUrls: Map<string, string>
  contacts: Contacts
  inboxes: Inboxes
  faults: Faults
  ships: Kept<ReceivedShip>
  callCounts: Map<string, number>
  jsonSettings: JsonSettings
  courierDelayMs: number
  /** A mistake the platforms make on purpose, for tests of tests. */
  wrong: Wrong | null
  /** Records a change of an order and has its platform tell it. */
  announce(order: SandboxOrder, change: OrderChange, lineId?: string): void
  /** Has the order's platform tell a change without recording one. */
  tell(order: SandboxOrder, change: OrderChange, lineId?: string): void
  /** Who tells the changes: set once, when the platforms are put up. */
  onChange(listener: (notice: ChangeNotice) => void): void
}

/** Signatures in the other case, parameters signed in the wrong order, pages counted off by one. */
export const WRONGS = ['signatureCase', 'parameterOrder', 'pageCount'] as const
export type Wrong = (typeof WRONGS)[number]

export type WorldOptions = {
  seed: number
  now: () => number
  courierDelayMs: number
  maskReceivers: boolean
  wrong: Wrong | null
  state: StateFile
}

export function createWorld({ seed: firstSeed, now, courierDelayMs, maskReceivers, wrong, state }: WorldOptions): World {
  // Each run goes on with other chances: the same ones again would bring back the same people.
  const seed = firstSeed + state.counter('runs')() - 1
  const faults = createFaults(createRandom(seed + 1))
  const shops = createShops(now, state, tokenMaker(state, firstSeed))
  const orders = createOrderBook(now, state.table('orders'), ({ tid }) => faults.strike('missingInLists', tid) !== null)
  const listeners: ((notice: ChangeNotice) => void)[] = []
  const pass = createPushPost(faults, (notice) => {
    for (const listener of listeners) listener(notice)
  })
  const tell = (order: SandboxOrder, change: OrderChange, lineId?: string): void => {
    const shop = shops.find(order.shopId)
    if (shop) pass({ change, order, shop, lineId })
  }
  const messages = createMessageQueue(now, state, () => faults.strike('duplicatePush', '') !== null)
  return {
    now,
    state,
    platformNow: () =>
      now() + faults.list().reduce((sum, fault) => sum + (fault.kind === 'clockSkew' ? (fault.skewMs ?? 0) : 0), 0),
    orders,
    maker: createOrderMaker({
      random: createRandom(seed),
      seed: firstSeed,
      now,
      nextNumber: state.counter('orders'),
      namedBuyers: state.table('buyers'),
      hasHandlePerOrder: (shopId) => shops.find(shopId)?.handlePerOrder === true,
    }),
    shops,
    listings: createListings(now, state),
    afterSales: createAfterSales(now, state),
    reviews: createReviews(now, state),
    messages,
    waybills: createWaybillBook(createRandom(seed + 2), now, state.table('waybills')),
    journeys: createJourneys(now, state.table('journeys')),
    traceCallbacks: createTraceCallbacks(state.table('trace subscriptions')),
    traceUrls: new Map(),
    contacts: createContacts(state),
    inboxes: createInboxes(now, state),
    faults,
    ships: state.table('ships'),
    callCounts: new Map(),
    jsonSettings: { maskReceivers, sellerNick: (shopId) => shops.find(shopId)?.name ?? '' },
    courierDelayMs,
    wrong,
    announce(order, change, lineId) {
      orders.touch(order)
      tell(order, change, lineId)
    },
    tell,
    onChange(listener) {
      listeners.push(listener)
    },
  }
}
