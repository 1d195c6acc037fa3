/** What buyers ask back at Douyin. The order's lines say how each stands; the book keeps when it was asked and last changed. */

import type { SandboxLine, SandboxOrder } from '#sandbox/order.ts'
import type { ChangeNotice } from '#sandbox/outside-platform.ts'
import type { StateFile } from '#sandbox/state-file.ts'
import { afterSaleCode } from './order-json.ts'

export type AfterSale = {
  id: string
  shopId: string
  tid: string
  oid: string
  /** 0 return and refund, 1 refund after shipping, 2 refund before it. */
  type: number
  code: number
  appliedAt: number
  updatedAt: number
  /** Breaks ties between those changed in the same second. */
  changeNumber: number
}
export type AfterSaleBook = {
  find(id: string): AfterSale | undefined
  /** The one of an order line. */
  ofLine(line: SandboxLine): AfterSale | undefined
  /** Of a shop, changed within [from, to] milliseconds, oldest change first. */
  changedBetween(shopId: string, from: number, to: number): AfterSale[]
  /** Takes over what a change of the order means for them. */
  note(notice: ChangeNotice): void
}

export function createAfterSaleBook(state: StateFile): AfterSaleBook {
  const book = state.table<AfterSale>('douyin after-sales')
  const nextNumber = state.counter('douyin after-sale changes')

  function noteLine(order: SandboxOrder, line: SandboxLine): void {
    const code = afterSaleCode(line)
    const known = book.get(line.refundId)
    if (known?.code === code) return
    const type = line.shipment === null ? 2 : 0
    const fresh = { id: line.refundId, shopId: order.shopId, tid: order.tid, oid: line.oid, type, appliedAt: order.modifiedAt }
    book.set(line.refundId, { ...(known ?? fresh), code, updatedAt: order.modifiedAt, changeNumber: nextNumber() })
  }

  return {
    find: (id) => book.get(id),
    ofLine: (line) => (line.refundId === '' ? undefined : book.get(line.refundId)),
    changedBetween: (shopId, from, to) =>
      [...book.values()]
        .filter((each) => each.shopId === shopId && each.updatedAt >= from && each.updatedAt <= to)
        .sort((a, b) => a.updatedAt - b.updatedAt || a.changeNumber - b.changeNumber),
    note({ order }) {
      for (const line of order.lines) if (line.refundId !== '') noteLine(order, line)
    },
  }
}
