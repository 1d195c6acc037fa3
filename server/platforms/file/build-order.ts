import type { OrdersMapping } from '#contract/import.ts'
import {
  ORDER_STATUSES,
  type OrderLineSnapshot,
  type OrderSnapshot,
  type OrderStatus,
  type Receiver,
} from '#server/platforms/platform.ts'
import { compileLines, type DraftLine } from './build-line.ts'
import { cellId } from './cell-text.ts'
import type { Columns } from './columns.ts'
import {
  type Cells,
  checkedFen,
  compileCondition,
  compileOrderFen,
  compileOrderTime,
  compileText,
  type TextOf,
  type Writing,
} from './compile-source.ts'
import { isMasked, phoneText, splitAddress, splitCombined } from './receiver-text.ts'
import { RowRefused } from './row-refused.ts'

/** Rows of one order to its snapshot. Throws RowRefused. */
export function compileOrder(
  mapping: OrdersMapping,
  columns: Columns,
  writing: Writing,
): (platformOrderId: string, rows: readonly Cells[]) => OrderSnapshot {
  const { order } = mapping
  const text = (source: Parameters<typeof compileText>[0]) => compileText(source, columns, writing)
  const status = text(order.status)
  const platformStatus = text(order.platformStatus ?? statusColumn(mapping))
  const shipForbidden = order.shipForbidden ? compileCondition(order.shipForbidden, columns, writing) : () => false
  const times = compileTimes(mapping, columns, writing)
  const buyerKey = text(order.buyerKey)
  const buyerNick = text(order.buyerNick)
  const buyerNote = text(order.buyerNote)
  const sellerMemo = text(order.sellerMemo)
  const sellerFlag = text(order.sellerFlag)
  const receiver = compileReceiver(mapping, columns, writing)
  const money = compileMoney(mapping, columns, writing)
  const linesOf = compileLines(mapping, columns, writing)
  return (platformOrderId, rows) => {
    const head = rows[0] ?? []
    const moments = times(rows)
    const states = rows.map((cells) => statusOf(status(cells), moments.paidAt))
    const state = wholeStatus(states)
    const drafts = rows.flatMap((cells, index) =>
      linesOf(cells).map((line): RowLine => ({ ...line, status: states[index] ?? state })),
    )
    const { lines, ...totals } = money(rows, drafts, state, platformOrderId)
    const to = receiver(head)
    return {
      platformOrderId,
      status: state,
      platformStatus: platformStatus(rows[states.indexOf(state)] ?? head),
      shipForbidden: rows.some(shipForbidden),
      ...moments,
      buyerKey: cellId(buyerKey(head)) || buyerNick(head),
      buyerNick: buyerNick(head),
      receiver: to,
      receiverKey: '',
      receiverMasked: isMasked(to),
      buyerNote: buyerNote(head),
      sellerMemo: sellerMemo(head),
      sellerFlag: flagOf(sellerFlag(head)),
      ...totals,
      lines,
    }
  }
}

/** The word the file uses: the column behind the status, when there is one. */
function statusColumn(mapping: OrdersMapping): string | undefined {
  const { status } = mapping.order
  if (typeof status === 'string') return status
  return 'column' in status ? status.column : undefined
}

function statusOf(text: string, paidAt: string | null): OrderStatus {
  if (!text) throw new RowRefused('valueMissing', { field: 'status' })
  const status = ORDER_STATUSES.find((one) => one === text)
  if (!status) throw new RowRefused('statusUnknown', { value: text.slice(0, 100) })
  // Platforms have one word for both; only a payment makes the difference.
  return status === 'closed' && paidAt === null ? 'cancelled' : status
}

/** Platforms that give each line its own state: a line that was closed says nothing about the others, which still have to go out. */
function wholeStatus(states: readonly OrderStatus[]): OrderStatus {
  const [first = 'paid'] = states
  if (states.every((state) => state === first)) return first
  const open = states.filter((state) => state !== 'closed' && state !== 'cancelled')
  const gone = open.filter(isShipped).length
  if (open.length === 0) return 'closed'
  if (gone === open.length) return open.includes('shipped') ? 'shipped' : 'finished'
  if (gone > 0 || open.includes('partly_shipped')) return 'partly_shipped'
  return open.includes('paid') ? 'paid' : 'unpaid'
}
const isShipped = (status: OrderStatus) => status === 'shipped' || status === 'finished'
type RowLine = DraftLine & { status: OrderStatus }

const flagOf = (text: string) => (/^[0-5]$/.test(text) ? Number(text) : 0)

type Moments = Pick<OrderSnapshot, 'createdAt' | 'paidAt' | 'modifiedAt' | 'shippedAt' | 'finishedAt' | 'shipBy'>
function compileTimes(mapping: OrdersMapping, columns: Columns, writing: Writing): (rows: readonly Cells[]) => Moments {
  const { order } = mapping
  const created = compileOrderTime('createdAt', order.createdAt, columns, writing)
  const paid = compileOrderTime('paidAt', order.paidAt, columns, writing)
  const shipped = compileOrderTime('shippedAt', order.shippedAt, columns, writing)
  const finished = compileOrderTime('finishedAt', order.finishedAt, columns, writing)
  const shipBy = compileOrderTime('shipBy', order.shipBy, columns, writing)
  return (rows) => {
    const createdAt = created(rows)
    if (createdAt === null)
      throw new RowRefused('valueMissing', { field: typeof order.createdAt === 'string' ? order.createdAt : 'createdAt' })
    const [paidAt, shippedAt, finishedAt] = [paid(rows), shipped(rows), finished(rows)]
    // The latest thing that happened to the order is its version: an older export never moves it backwards.
    const modifiedAt = [paidAt, shippedAt, finishedAt].reduce<string>(
      (latest, time) => (time !== null && time > latest ? time : latest),
      createdAt,
    )
    return { createdAt, paidAt, modifiedAt, shippedAt, finishedAt, shipBy: shipBy(rows) }
  }
}

function compileReceiver(mapping: OrdersMapping, columns: Columns, writing: Writing): (cells: Cells) => Receiver {
  const { receiver } = mapping.order
  const read = Object.fromEntries(
    (['combined', 'name', 'phone', 'province', 'city', 'district', 'town', 'address', 'zip'] as const).map((field) => [
      field,
      compileText(receiver[field], columns, writing),
    ]),
  ) as Record<keyof typeof receiver, TextOf>
  return (cells) => {
    const combined = splitCombined(read.combined(cells))
    const province = read.province(cells)
    const address = combined?.address || read.address(cells) || read.combined(cells)
    const region = province ? { province, city: '', district: '', town: '', address, zip: '' } : splitAddress(address)
    return {
      name: read.name(cells) || combined?.name || '',
      phone: phoneText(read.phone(cells)) || combined?.phone || '',
      province: region.province,
      city: read.city(cells) || region.city,
      district: read.district(cells) || region.district,
      town: read.town(cells) || region.town,
      address: region.address,
      zip: read.zip(cells) || region.zip,
    }
  }
}

type Money = Pick<OrderSnapshot, 'goodsFen' | 'freightFen' | 'discountFen' | 'paidFen' | 'refundedFen' | 'lines'>
function compileMoney(mapping: OrdersMapping, columns: Columns, writing: Writing) {
  const { order } = mapping
  const goods = compileOrderFen(order.goods, columns, writing)
  const freight = compileOrderFen(order.freight, columns, writing)
  const discount = compileOrderFen(order.discount, columns, writing)
  const paid = compileOrderFen(order.paid, columns, writing)
  const refunded = compileOrderFen(order.refunded, columns, writing)
  return (rows: readonly Cells[], drafts: readonly RowLine[], status: OrderStatus, platformOrderId: string): Money => {
    const linesGoods = drafts.reduce((sum, line) => sum + linePrice(line) * line.quantity, 0)
    const goodsFen = checkedFen('goods', goods?.(rows) ?? linesGoods)
    const freightFen = checkedFen('freight', freight?.(rows) ?? 0)
    const discountFen = checkedFen('discount', Math.abs(discount?.(rows) ?? 0))
    const given = checkedFen('paid', paid?.(rows) ?? null)
    const paidFen = status === 'unpaid' ? 0 : (given ?? checkedFen('paid', status === 'cancelled' ? 0 : sumOf(drafts, linePaid)))
    const refundedFen = checkedFen('refunded', refunded?.(rows) ?? sumOf(drafts, (line) => line.refundedFen ?? 0))
    const whole = { goodsFen: goodsFen || paidFen, paidFen, refundedFen }
    return {
      goodsFen,
      freightFen,
      discountFen,
      paidFen,
      refundedFen,
      lines: withOwnIds(drafts.map((line, index) => finishLine(line, index, drafts.length, whole, platformOrderId, status))),
    }
  }
}

const sumOf = (lines: readonly DraftLine[], value: (line: DraftLine) => number) =>
  lines.reduce((sum, line) => sum + value(line), 0)
const linePrice = (line: DraftLine) => line.priceFen ?? (line.paidFen === null ? 0 : Math.round(line.paidFen / line.quantity))
const linePaid = (line: DraftLine) => line.paidFen ?? linePrice(line) * line.quantity

/** An order's only line takes what the file tells about the order; of several lines only what holds for all of them. */
function finishLine(
  line: RowLine,
  index: number,
  count: number,
  whole: { goodsFen: number; paidFen: number; refundedFen: number },
  platformOrderId: string,
  status: OrderStatus,
): OrderLineSnapshot {
  const only = count === 1
  const priceFen = line.priceFen ?? (line.paidFen === null && only ? Math.round(whole.goodsFen / line.quantity) : linePrice(line))
  const paidFen = line.paidFen ?? (only ? whole.paidFen : priceFen * line.quantity)
  const allRefunded = whole.paidFen > 0 && whole.refundedFen >= whole.paidFen
  const refundedFen = line.refundedFen ?? (only ? whole.refundedFen : allRefunded ? paidFen : 0)
  const closedAlone = line.status === 'closed' && status !== 'closed'
  const refunded = allRefunded || closedAlone || (paidFen > 0 && refundedFen >= paidFen)
  return {
    platformLineId: line.platformLineId || (only ? platformOrderId : `${platformOrderId}-${index + 1}`),
    platformItemId: line.platformItemId,
    platformSkuId: line.platformSkuId,
    merchantSku: line.merchantSku,
    title: line.title,
    variant: line.variant,
    quantity: line.quantity,
    priceFen: checkedFen('price', priceFen),
    paidFen: checkedFen('paid', paidFen),
    refundState: line.refundState ?? (refunded ? 'refunded' : 'none'),
    refundedFen,
    shipped: isShipped(line.status),
  }
}

/** A file may give several lines one id (the goods' id): each still needs its own. */
function withOwnIds(lines: OrderLineSnapshot[]): OrderLineSnapshot[] {
  const taken = new Set<string>()
  for (const line of lines) {
    const id = line.platformLineId
    for (let copy = 2; taken.has(line.platformLineId); copy += 1) line.platformLineId = `${id}-${copy}`
    taken.add(line.platformLineId)
  }
  return lines
}
