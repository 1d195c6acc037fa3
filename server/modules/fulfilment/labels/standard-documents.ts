/** The layouts of the house: good enough that nobody has to design one. Lengths in millimetres. */
import type { DOCUMENTS } from '#contract/closed-lists.ts'
import type { DocumentColumn, DocumentElement, DocumentLayout } from '#contract/documents.ts'
import { type Paper, paperMm } from './papers.ts'

export type DocumentKind = (typeof DOCUMENTS)[number]

type Place = [x: number, y: number, width: number, height: number]
type Look = Partial<Pick<DocumentElement, 'text' | 'sizePt' | 'isBold' | 'align'>>
const put = (field: DocumentElement['field'], [x, y, width, height]: Place, look: Look = {}): DocumentElement => ({
  elementId: `${field}-${x}-${y}`,
  field,
  text: '',
  ...{ x, y, width, height },
  ...{ sizePt: 8, isBold: false, align: 'left' },
  ...look,
})
const column = (field: DocumentColumn['field'], title: string, width: number, look: Partial<DocumentColumn> = {}) => ({
  ...{ field, title, width },
  ...{ isBold: false, align: 'left' as const },
  ...look,
})
const PLACE = column('place', '序', 7)
const LOCATION = column('location', '库位', 18, { isBold: true })
const SKU = column('sku', '商家编码', 24)
const QUANTITY = column('quantity', '数量', 12, { isBold: true, align: 'right' })
const TICK = column('tick', '已拣', 10, { align: 'center' })
/** From this width on the parts of a name have columns of their own. */
const WIDE_MM = 140

export function standardLayout(document: DocumentKind, paper: Paper): DocumentLayout {
  const { widthMm } = paperMm(paper)
  const isWide = widthMm >= WIDE_MM
  const margin = isWide ? 10 : paper === 'roll80' ? 4 : 3
  const width = widthMm - 2 * margin
  return document === 'deliveryNote' ? deliveryNote(width, margin, isWide) : pickList(width, margin, isWide)
}

function deliveryNote(width: number, margin: number, isWide: boolean): DocumentLayout {
  const title = width * 0.3
  const size = isWide ? 9.5 : 7.5
  const line = isWide ? 5 : 4
  const person = 17.5 + 2 * line
  return {
    margin,
    headHeight: person + 2 * line + 3,
    head: [
      put('shopName', [0, 0, width * 0.5, 7], { sizePt: isWide ? 16 : 13, isBold: true }),
      put('reprint', [width * 0.5, 0, width - title - width * 0.5, 7], { isBold: true, align: 'right' }),
      put('text', [width - title, 0, title, 7], { text: '发货单', sizePt: isWide ? 16 : 13, isBold: true, align: 'right' }),
      put('barcode', [0, 8, width, 8]),
      put('waybill', [0, 16.5, width, 4], { sizePt: 9, align: 'center' }),
      put('orderNumbers', [0, 21, width, person - 21.5], { sizePt: size }),
      put('receiverName', [0, person, width * 0.4, line], { sizePt: size + 1, isBold: true }),
      put('receiverPhone', [width * 0.4, person, width * 0.6, line], { sizePt: size + 1 }),
      put('receiverAddress', [0, person + line, width, line + 2], { sizePt: size }),
    ],
    columns: isWide
      ? [PLACE, SKU, column('title', '商品', 52), column('variant', '规格', 28), QUANTITY]
      : [PLACE, column('goods', '商品', 76), QUANTITY],
    sizePt: isWide ? 10 : 8,
    footHeight: 5 + 2 * line + 2,
    foot: [
      put('totals', [0, 1, width * 0.45, 4], { sizePt: size + 0.5, isBold: true }),
      put('parcel', [width * 0.45, 1, width * 0.3, 4], { sizePt: size + 0.5, align: 'center' }),
      put('weight', [width * 0.75, 1, width * 0.25, 4], { sizePt: size + 0.5, align: 'right' }),
      put('notes', [0, 6, width, 2 * line], { sizePt: size + 0.5, isBold: true }),
    ],
  }
}

function pickList(width: number, margin: number, isWide: boolean): DocumentLayout {
  const size = isWide ? 10 : 8
  const title = width * 0.36
  return {
    margin,
    headHeight: 25,
    head: [
      put('text', [0, 0, title, 9], { text: '拣货单', sizePt: 18, isBold: true }),
      put('reprint', [0, 9, title, 4], { isBold: true }),
      put('barcode', [title, 0, width - title, 8]),
      put('pickListNumber', [title, 8.3, width - title, 4], { sizePt: 9, align: 'center' }),
      put('warehouse', [0, 14, width / 2, 4.5], { sizePt: size }),
      put('picker', [width / 2, 14, width / 2, 4.5], { sizePt: size }),
      put('parcelCount', [0, 19, width / 2, 4.5], { sizePt: size }),
      put('totals', [width / 2, 19, width / 2, 4.5], { sizePt: size }),
    ],
    columns: isWide
      ? [LOCATION, SKU, column('title', '商品', 52), column('variant', '规格', 28), QUANTITY, TICK]
      : [LOCATION, column('goods', '商品', 54), QUANTITY, TICK],
    sizePt: size,
    footHeight: 0,
    foot: [],
  }
}
