/** The tester's hand on what buyers ask back. */
import { type AfterSale, type AfterSaleChange, moveRefunds } from './after-sales.ts'
import type { RefundStatus, SandboxOrder } from './order.ts'
import { UnknownInSandbox } from './unknown-in-sandbox.ts'
import type { World } from './world.ts'

/** All of the order without `oid`, else one line. */
export type AfterSaleControl<View> = {
  askRefund(tid: string, oid?: string, wish?: Pick<AfterSaleChange, 'returnsGoods' | 'reason' | 'refundFen' | 'kind'>): View
  refuseRefund(tid: string, oid?: string): View
  /** The seller agrees that the goods come back. */
  agreeReturn(tid: string, oid?: string): View
  /** The buyer hands the goods to a courier. */
  sendBack(tid: string, oid?: string, returnNumber?: string): View
  /** The buyer thinks better of it. */
  takeBackRefund(tid: string, oid?: string): View
  /** The refund is paid out; an order with nothing else to ship is closed. */
  settleRefund(tid: string, oid?: string): View
  /** Latest change first. */
  afterSales(): AfterSale[]
}

export function afterSaleControl<View>(world: World, viewOf: (order: SandboxOrder) => View): AfterSaleControl<View> {
  const move = (tid: string, oid: string | undefined, to: RefundStatus, change: AfterSaleChange = {}): View => {
    const order = world.orders.find(tid)
    if (!order) throw new UnknownInSandbox(`There is no order ${tid}`)
    const lines = order.lines.filter((line) => oid === undefined || line.oid === oid)
    if (lines.length === 0) throw new UnknownInSandbox(`Order ${tid} has no line ${oid}`)
    moveRefunds(world, order, { lines, to, change, told: oid })
    return viewOf(order)
  }
  return {
    askRefund: (tid, oid, wish) => move(tid, oid, 'WAIT_SELLER_AGREE', wish),
    refuseRefund: (tid, oid) => move(tid, oid, 'SELLER_REFUSE_BUYER', { refusal: '商家不同意退款' }),
    agreeReturn: (tid, oid) => move(tid, oid, 'WAIT_BUYER_RETURN_GOODS', { returnsGoods: true }),
    sendBack: (tid, oid, returnNumber = 'YT8800000000001') =>
      move(tid, oid, 'WAIT_SELLER_CONFIRM_GOODS', { returnsGoods: true, returnCompany: '圆通速递', returnNumber }),
    takeBackRefund: (tid, oid) => move(tid, oid, 'CLOSED'),
    settleRefund: (tid, oid) => move(tid, oid, 'SUCCESS'),
    afterSales: () => structuredClone(world.afterSales.list()),
  }
}
