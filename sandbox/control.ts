/** The hand of the tester and of the demo: makes things happen outside the product and shows what the outside world knows. */
import { type AfterSaleControl, afterSaleControl } from './after-sale-control.ts'
import { moveRefunds } from './after-sales.ts'
import type { Fault, FaultKind } from './faults.ts'
import { type Poison, paymentFen, type SandboxOrder, type TradeStatus, tradeStatus } from './order.ts'
import { type OrderWish, shipByOf } from './order-maker.ts'
import type { OrderChange, PlatformName } from './outside-platform.ts'
import type { Receiver } from './people.ts'
import { type PeopleControl, peopleControl } from './people-control.ts'
import { wholeSecond } from './platform-time.ts'
import type { PrintComponent } from './print-components/component.ts'
import type { PrinterJob, SandboxPrinter } from './printer.ts'
import { type ShopControl, shopControl } from './shop-control.ts'
import type { SandboxShop, ShopWish } from './shops.ts'
import { type TraceControl, traceControl } from './trace-control.ts'
import { UnknownInSandbox } from './unknown-in-sandbox.ts'
import type { Waybill } from './waybills.ts'
import type { ReceivedShip, World } from './world.ts'

/** What the platform knows about an order, receiver unmasked. Times in ms since the epoch. */
export type OrderView = Omit<SandboxOrder, 'json' | 'changeNumber'> & {
  status: TradeStatus
  paidFen: number
  waybillNumbers: string[]
}
export type JobView = Omit<PrinterJob, 'document'> & { hasDocument: boolean }
type CreateOrders = Partial<Omit<OrderWish, 'isPaid' | 'discountsByLine'>> & { unpaid?: boolean }

export type SandboxControl = PeopleControl &
  AfterSaleControl<OrderView> &
  ShopControl &
  TraceControl & {
    /** New paid orders (or unpaid ones) of the default shop or the given one. Throws for an unknown shop. */
    createOrders(count: number, options?: CreateOrders): OrderView[]
    payOrder(tid: string): OrderView
    /** Before payment the platform closes it; after payment everything is refunded. */
    closeOrder(tid: string): OrderView
    finishOrder(tid: string): OrderView
    forbidShipping(tid: string): OrderView
    allowShipping(tid: string): OrderView
    changeAddress(tid: string, change: Partial<Receiver>): OrderView
    /** As if somebody typed it in the platform's own back office. */
    setNote(tid: string, note: string, flag: number): OrderView
    /** From now on the platform sends this order broken; null mends it. */
    poison(tid: string, how?: Poison | null): OrderView
    order(tid: string): OrderView
    /** Latest first. */
    orders(limit?: number): OrderView[]
    orderCount(): number
    setFault(fault: Fault): void
    clearFaults(kind?: FaultKind): void
    faults(): Fault[]
    /** Gateway calls received, by method. */
    callCounts(): Record<string, number>
    resetCallCounts(): void
    /** Every report of a shipment, refused ones too, in the order of arrival. */
    ships(): ReceivedShip[]
    waybills(): Waybill[]
    waitingMessageCount(): number
    setMessageRedelivery(afterMs: number): void
    addApp(appKey: string, appSecret: string): void
    addShop(shop: ShopWish): SandboxShop
    /** All, or those of one platform. */
    shops(platform?: PlatformName): SandboxShop[]
    expireSession(session: string): void
    setTokenLife(life: { accessSeconds?: number; refreshSeconds?: number }): void
    printerNames(): string[]
    /** Latest first; open jobs before ended ones. Throws for an unknown printer. */
    printerJobs(printerName: string): JobView[]
    /** The document as it arrived; null when the job is unknown or the document forgotten. */
    printedDocument(printerName: string, jobId: number): Buffer | null
    printComponents(): readonly PrintComponent[]
  }

export function createControl(
  world: World,
  printers: ReadonlyMap<string, SandboxPrinter>,
  components: readonly PrintComponent[],
): SandboxControl {
  const change: Change = (tid, what, act) => {
    const order = findOrder(world, tid)
    act(order)
    world.announce(order, what)
    return viewOf(order)
  }
  return {
    ...orderControl(world, change),
    ...afterSaleControl(world, viewOf),
    ...shopControl(world),
    ...traceControl(world),
    ...worldControl(world),
    ...printerControl(printers),
    printComponents: () => components,
    ...peopleControl(world),
  }
}

type Change = (tid: string, what: OrderChange, act: (order: SandboxOrder) => void) => OrderView
type OrderControl = Pick<
  SandboxControl,
  | 'createOrders'
  | 'payOrder'
  | 'closeOrder'
  | 'finishOrder'
  | 'forbidShipping'
  | 'allowShipping'
  | 'changeAddress'
  | 'setNote'
  | 'poison'
  | 'order'
  | 'orders'
  | 'orderCount'
>

function orderControl(world: World, change: Change): OrderControl {
  return {
    createOrders(count, options = {}) {
      const { unpaid = false, shopId = (world.shops.list('taobao')[0] ?? world.shops.list()[0])?.id ?? '', ...wish } = options
      if (!world.shops.find(shopId)) throw new UnknownInSandbox(`There is no shop ${shopId}`)
      return Array.from({ length: count }, () => viewOf(placeOrder(world, { ...wish, shopId, isPaid: !unpaid })))
    },
    payOrder: (tid) =>
      change(tid, 'paid', (order) => {
        order.paidAt ??= wholeSecond(world.now())
        order.shipBy ??= shipByOf(order.paidAt)
      }),
    closeOrder: (tid) =>
      change(tid, 'closed', (order) => {
        if (order.paidAt !== null) moveRefunds(world, order, { lines: order.lines, to: 'SUCCESS' })
        order.closed = order.paidAt === null ? 'beforePayment' : 'afterPayment'
        order.finishedAt = wholeSecond(world.now())
      }),
    finishOrder: (tid) =>
      change(tid, 'finished', (order) => {
        order.finishedAt = wholeSecond(world.now())
      }),
    forbidShipping: (tid) =>
      change(tid, 'changed', (order) => {
        order.shippingForbidden = true
      }),
    allowShipping: (tid) =>
      change(tid, 'changed', (order) => {
        order.shippingForbidden = false
      }),
    changeAddress: (tid, receiver) => change(tid, 'addressChanged', (order) => world.maker.changeReceiver(order, receiver)),
    setNote: (tid, note, flag) =>
      change(tid, 'noteChanged', (order) => {
        order.sellerMemo = note
        order.sellerFlag = flag
      }),
    poison: (tid, how = 'badMoney') =>
      change(tid, 'changed', (order) => {
        order.poison = how
      }),
    order: (tid) => viewOf(findOrder(world, tid)),
    orders: (limit = 100) => {
      const all = [...world.orders.all()]
      return all
        .slice(Math.max(0, all.length - limit))
        .reverse()
        .map((order) => viewOf(order))
    },
    orderCount: () => world.orders.count(),
  }
}

function placeOrder(world: World, wish: OrderWish): SandboxOrder {
  const platform = world.shops.find(wish.shopId)?.platform
  const order = world.maker.make({ ...wish, discountsByLine: platform !== 'pinduoduo' })
  world.orders.add(order)
  for (const { itemId, skuId, quantity } of order.lines) world.listings.sell(order.shopId, itemId, skuId, quantity)
  world.tell(order, 'created')
  if (wish.isPaid) world.tell(order, 'paid')
  return order
}

type WorldControl = Omit<
  SandboxControl,
  | keyof OrderControl
  | keyof PeopleControl
  | keyof AfterSaleControl<OrderView>
  | keyof ShopControl
  | keyof TraceControl
  | 'printerNames'
  | 'printerJobs'
  | 'printedDocument'
  | 'printComponents'
>

function worldControl({ faults, callCounts, ships, waybills, messages, shops }: World): WorldControl {
  return {
    setFault: faults.set,
    clearFaults: faults.clear,
    faults: faults.list,
    callCounts: () => Object.fromEntries(callCounts),
    resetCallCounts: () => callCounts.clear(),
    ships: () => [...ships.values()].map((ship) => ({ ...ship })),
    waybills: () => waybills.list().map((waybill) => ({ ...waybill })),
    waitingMessageCount: messages.waitingCount,
    setMessageRedelivery: messages.setRedelivery,
    addApp: shops.addApp,
    addShop: shops.addShop,
    shops: shops.list,
    expireSession: shops.expireSession,
    setTokenLife: shops.setTokenLife,
  }
}

function printerControl(
  printers: ReadonlyMap<string, SandboxPrinter>,
): Pick<SandboxControl, 'printerNames' | 'printerJobs' | 'printedDocument'> {
  return {
    printerNames: () => [...printers.keys()],
    printerJobs(name) {
      const printer = printers.get(name)
      if (!printer) throw new UnknownInSandbox(`There is no printer ${name}`)
      return [...printer.openJobs(), ...printer.endedJobs()].map(({ document, ...job }) => ({
        ...job,
        hasDocument: document !== null,
      }))
    },
    printedDocument: (name, jobId) => printers.get(name)?.find(jobId)?.document ?? null,
  }
}

function findOrder(world: World, tid: string): SandboxOrder {
  const order = world.orders.find(tid)
  if (!order) throw new UnknownInSandbox(`There is no order ${tid}`)
  return order
}

function viewOf(order: SandboxOrder): OrderView {
  const { json: _json, changeNumber: _changeNumber, ...facts } = order
  const waybillNumbers = [...new Set(order.lines.flatMap((line) => (line.shipment ? [line.shipment.waybillNumber] : [])))]
  return structuredClone({
    ...facts,
    status: tradeStatus(order),
    paidFen: order.paidAt === null ? 0 : paymentFen(order),
    waybillNumbers,
  })
}
