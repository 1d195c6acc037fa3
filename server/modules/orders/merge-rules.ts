/** Which parcels may become one, and how they come apart again. Pure. Both are moves of lines: no quantity is lost or doubled. */
import type { CheckFinding } from '#contract/orders.ts'
import type { LineFacts, MergedFrom, OrderFacts, Parcel, ReviewState, WholeParcel } from './order.ts'
import { byAge, receiverFor } from './parcel-rules.ts'

export type Reason = { zh: string; en: string }
const reason = (zh: string, en: string): Reason => ({ zh, en })

/** States in which the contents of a parcel may still be arranged. */
const ARRANGEABLE: readonly ReviewState[] = ['buffering', 'awaiting', 'held', 'approved']

function whyNotArrangeable(parcel: WholeParcel): Reason | undefined {
  if (parcel.fulfilmentState === 'shipped') return reason(`${parcel.number} 已发货`, `${parcel.number} has been shipped`)
  if (parcel.fulfilmentState !== 'none')
    return reason(`${parcel.number} 已有面单，请先作废`, `${parcel.number} has a waybill; void it first`)
  if (!ARRANGEABLE.includes(parcel.reviewState))
    return reason(`${parcel.number} 未付款或已停止`, `${parcel.number} is unpaid or stopped`)
  if (parcel.holdReason !== '')
    return reason(`${parcel.number} 被人工挂起，请先解挂`, `${parcel.number} is on hold; release it first`)
  return undefined
}

/** Every condition must hold: same shop, same warehouse, same buyer, same merge group, open, nobody refunding, no waybill. Undefined = they may. */
export function whyNotMergeable(parcels: readonly WholeParcel[]): Reason | undefined {
  const [first] = parcels
  if (!first || parcels.length < 2) return reason('至少要选两个包裹', 'choose at least two parcels')
  for (const parcel of parcels) {
    const own = whyNotArrangeable(parcel)
    if (own) return own
    if (parcel.lines.some((line) => line.refundState === 'asked'))
      return reason(`${parcel.number} 正在退款`, `${parcel.number} is being refunded`)
    if (parcel.mergeGroup === '') return whyWithoutGroup(parcel)
    if (parcel.shopId !== first.shopId) return reason('不是同一店铺', 'they belong to different shops')
    if (parcel.warehouseId !== first.warehouseId) return reason('不在同一仓库', 'they leave from different warehouses')
    if (parcel.buyerKey !== first.buyerKey) return reason('不是同一买家', 'they belong to different buyers')
    if (parcel.mergeGroup !== first.mergeGroup) return reason('收件人不同', 'they go to different receivers')
    if (parcel.orders.some((order) => order.mergeGroup !== parcel.mergeGroup))
      return reason(`${parcel.number} 中有订单改了地址`, `an order in ${parcel.number} changed its address`)
  }
  return undefined
}

const whyWithoutGroup = ({ number, receiverKey }: WholeParcel): Reason =>
  receiverKey === ''
    ? reason(`${number} 的收件人无法确认`, `the receiver of ${number} cannot be told`)
    : reason(`平台还没有确认 ${number} 能与谁合单`, `the platform has not said yet what ${number} may travel with`)

function addLines(all: readonly LineFacts[]): LineFacts[] {
  const sums = new Map<string, LineFacts>()
  for (const line of all) {
    const known = sums.get(line.lineId)
    sums.set(line.lineId, known ? { ...known, quantity: known.quantity + line.quantity } : line)
  }
  return [...sums.values()]
}

/** The oldest parcel takes in the others; what it owes them is remembered. */
export function mergeInto(parcels: readonly WholeParcel[]): { target: WholeParcel; sources: WholeParcel[] } {
  const [oldest, ...sources] = parcels.toSorted(
    (a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt) || (a.parcelId < b.parcelId ? -1 : 1),
  )
  if (!oldest) throw new Error('nothing to merge')
  const orders = new Map<string, OrderFacts>(parcels.flatMap((parcel) => parcel.orders.map((order) => [order.orderId, order])))
  const taken = new Set(oldest.orders.map((order) => order.orderId))
  const mergedFrom: MergedFrom[] = [...oldest.mergedFrom]
  for (const source of sources) {
    for (const entry of [ownEntry(source), ...source.mergedFrom]) {
      // Halves of one order that meet again undo a split: there is nothing to give back.
      const orderIds = entry.orderIds.filter((orderId) => !taken.has(orderId))
      for (const orderId of orderIds) taken.add(orderId)
      if (orderIds.length > 0) mergedFrom.push({ ...entry, orderIds })
    }
  }
  const waiting = parcels.filter((parcel) => parcel.reviewState === 'buffering').map((parcel) => parcel.reviewAfter ?? '')
  const target: WholeParcel = {
    ...oldest,
    reviewState: waiting.length > 0 ? 'buffering' : 'awaiting',
    reviewAfter: waiting.sort().at(-1) ?? oldest.reviewAfter,
    orders: [...orders.values()].sort(byAge),
    lines: addLines(parcels.flatMap((parcel) => parcel.lines)),
    mergedFrom,
  }
  return { target, sources }
}

function ownEntry(parcel: WholeParcel): MergedFrom {
  const foreign = new Set(parcel.mergedFrom.flatMap((entry) => entry.orderIds))
  const orderIds = parcel.orders.map((order) => order.orderId).filter((orderId) => !foreign.has(orderId))
  return { parcelId: parcel.parcelId, number: parcel.number, orderIds }
}

export const mergedFinding = (into: Parcel): CheckFinding => ({
  code: 'merged',
  result: 'hold',
  flag: '并',
  params: { number: into.number },
  reasonZh: `已合入包裹 ${into.number}`,
  reasonEn: `Merged into parcel ${into.number}`,
  clearsZh: '取消合单后恢复',
  clearsEn: 'Comes back when the merge is undone',
})

export function whyNotUnmergeable(parcel: WholeParcel): Reason | undefined {
  if (parcel.orders.length < 2) return reason('包裹中只有一个订单', 'there is only one order inside')
  return whyNotArrangeable(parcel)
}

/** Who takes which orders back. The parcel keeps its own oldest order; orders nobody remembers get a new parcel each. */
export function ordersApart(parcel: WholeParcel): {
  kept: string
  back: { parcelId: string; orderId: string }[]
  fresh: string[]
} {
  const present = new Set(parcel.orders.map((order) => order.orderId))
  const back: { parcelId: string; orderId: string }[] = []
  const remembered = new Set<string>()
  for (const entry of parcel.mergedFrom) {
    const orderId = entry.orderIds.find((id) => present.has(id) && !remembered.has(id))
    if (orderId === undefined) continue
    remembered.add(orderId)
    back.push({ parcelId: entry.parcelId, orderId })
  }
  const own = parcel.orders.map((order) => order.orderId).filter((orderId) => !remembered.has(orderId))
  // All of its own orders have left meanwhile (refunded): the first remembered one stays here instead.
  const kept = own.shift() ?? back.shift()?.orderId ?? ''
  return { kept, back, fresh: own }
}

/** Undefined = these lines may go into a parcel of their own. */
export function whyNotSplittable(parcel: WholeParcel, moved: ReadonlyMap<string, number>): Reason | undefined {
  const own = whyNotArrangeable(parcel)
  if (own) return own
  const inside = new Map(parcel.lines.map((line) => [line.lineId, line.quantity]))
  for (const [lineId, quantity] of moved) {
    if ((inside.get(lineId) ?? 0) < quantity)
      return reason('选择的数量超过包裹中的数量', 'more is chosen than there is in the parcel')
  }
  const total = parcel.lines.reduce((sum, line) => sum + line.quantity, 0)
  const leaving = [...moved.values()].reduce((sum, quantity) => sum + quantity, 0)
  return leaving >= total ? reason('至少要留一件在原包裹', 'at least one piece must stay') : undefined
}

/** The lines that stay and the lines that go. */
export function splitLines(
  lines: readonly LineFacts[],
  moved: ReadonlyMap<string, number>,
): { kept: LineFacts[]; leaving: LineFacts[] } {
  const part = (quantityOf: (line: LineFacts) => number): LineFacts[] =>
    lines.map((line) => ({ ...line, quantity: quantityOf(line) })).filter((line) => line.quantity > 0)
  return {
    kept: part((line) => line.quantity - (moved.get(line.lineId) ?? 0)),
    leaving: part((line) => moved.get(line.lineId) ?? 0),
  }
}

/** The parcel with other contents; what was approved has to be reviewed again. */
export function withLines(parcel: WholeParcel, lines: LineFacts[], orders: readonly OrderFacts[]): WholeParcel {
  const ids = new Set(lines.map((line) => line.orderId))
  const inside = orders.filter((order) => ids.has(order.orderId)).sort(byAge)
  return {
    ...parcel,
    ...receiverFor(parcel, inside),
    reviewState: parcel.reviewState === 'buffering' ? 'buffering' : 'awaiting',
    lines,
    orders: inside,
  }
}
