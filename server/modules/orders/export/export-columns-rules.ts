/** The columns of an exported list. Pure. */
import { dayOf } from '#kernel/clock.ts'
import { withoutPhones } from '#kernel/personal-text.ts'
import type { ExportedOrder, ExportFormat, ExportPlan } from './order-export.ts'

export type Cell = string | number
export type Language = ExportPlan['language']
type Column = { zh: string; en: string; cell(order: ExportedOrder, names: Names, language: Language): Cell }
type Names = { shops: ReadonlyMap<string, { name: string }> }

const STATUS_WORDS: Record<string, readonly [string, string]> = {
  unpaid: ['待付款', 'unpaid'],
  paid: ['待发货', 'paid'],
  partly_shipped: ['部分发货', 'partly shipped'],
  shipped: ['已发货', 'shipped'],
  finished: ['已完成', 'finished'],
  cancelled: ['已取消', 'cancelled'],
  closed: ['已关闭', 'closed'],
}
const yuan = (fen: string): number => Number(fen) / 100
const timeFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' })
/** In the shop's zone, as platforms write it. */
const time = (moment: string | null): string => (moment === null ? '' : timeFormat.format(new Date(moment)))

/** The receiver is masked and nothing else of him is in the file; buyers write phone numbers into notes, so those are masked too. */
const columns: readonly Column[] = [
  { zh: '订单号', en: 'Order', cell: (order) => order.platformOrderId },
  { zh: '店铺', en: 'Shop', cell: (order, { shops }) => shops.get(order.shopId)?.name ?? '' },
  {
    zh: '状态',
    en: 'Status',
    cell: (order, _names, language) => STATUS_WORDS[order.status]?.[language === 'zh' ? 0 : 1] ?? order.status,
  },
  { zh: '下单时间', en: 'Ordered', cell: (order) => time(order.createdAt) },
  { zh: '付款时间', en: 'Paid at', cell: (order) => time(order.paidAt) },
  { zh: '买家', en: 'Buyer', cell: (order) => withoutPhones(order.buyerNick) },
  { zh: '收件人（脱敏）', en: 'Receiver (masked)', cell: (order) => order.receiverText },
  { zh: '省', en: 'Province', cell: (order) => order.province },
  { zh: '市', en: 'City', cell: (order) => order.city },
  { zh: '商品', en: 'Goods', cell: (order) => order.linesText },
  { zh: '件数', en: 'Pieces', cell: (order) => order.pieces },
  { zh: '商品金额', en: 'Goods amount', cell: (order) => yuan(order.goodsFen) },
  { zh: '运费', en: 'Freight', cell: (order) => yuan(order.freightFen) },
  { zh: '实付', en: 'Paid', cell: (order) => yuan(order.paidFen) },
  { zh: '已退款', en: 'Refunded', cell: (order) => yuan(order.refundedFen) },
  { zh: '买家留言', en: 'Buyer’s note', cell: (order) => withoutPhones(order.buyerNote) },
  { zh: '卖家备注', en: 'Seller memo', cell: (order) => withoutPhones(order.sellerMemo) },
  { zh: '内部备注', en: 'Internal note', cell: (order) => withoutPhones(order.internalNote) },
  { zh: '包裹与运单', en: 'Parcels and waybills', cell: (order) => order.parcels },
]

export const exportHeader = (language: Language): string[] => columns.map((column) => column[language])
export const exportCells = (order: ExportedOrder, names: Names, language: Language): Cell[] =>
  columns.map((column) => column.cell(order, names, language))

export const exportName = (language: Language, format: ExportFormat, count: number, now: Date): string =>
  language === 'zh' ? `订单 ${dayOf(now)} ${count} 条.${format}` : `orders ${dayOf(now)} ${count} rows.${format}`
