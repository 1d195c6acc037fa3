/** What a delivery note and a pick list say, field by field, before it has a place. Printed matter is Chinese: its readers are warehouse and buyer. */
import type { DocumentColumn, DocumentField } from '#contract/documents.ts'
import type { LabelItem, LabelSheet, PickList } from './label-sheet.ts'
import {
  addressOf,
  formatTime,
  itemText,
  notesOf,
  orderNumbersText,
  parcelText,
  quantityOf,
  reprintText,
  weightText,
} from './sheet-words.ts'

export type DocumentContent = {
  /** In the bar code, and the document's name. */
  number: string
  fields: Partial<Record<DocumentField, string>>
  rows: Partial<Record<DocumentColumn['field'], string>>[]
  /** Is said below when it has no place in the layout. */
  mustTell: readonly DocumentField[]
  /** Before the page number. */
  footer: string
}

const TICK_BOX = '□'
/** What a field is called when it follows below in full; the others say it themselves. */
export const FIELD_WORDS: Partial<Record<DocumentField, string>> = {
  shopName: '店铺：',
  receiverName: '收货人：',
  receiverPhone: '电话：',
  receiverAddress: '地址：',
  waybill: '运单：',
  pickListNumber: '拣货单号：',
}
const words = (name: string, text: string): string => (text === '' ? '' : `${name}：${text}`)
const printedText = (printedAt: string, timeZone: string): string => `打印 ${formatTime(printedAt, timeZone)}`
const totalsOf = (items: readonly { quantity: number }[]): string => `共 ${items.length} 种 ${quantityOf(items)} 件`

function cellsOf(item: LabelItem, place: number): DocumentContent['rows'][number] {
  const { title, variant, sku, quantity } = item
  const kind = itemText({ ...item, title: '' })
  return {
    place: String(place),
    goods: kind === '' ? title : `${title}\n${kind}`,
    ...{ title, variant, sku, quantity: String(quantity) },
    tick: TICK_BOX,
  }
}

/** `mustTellNotes`: it follows a label that had no room for them. */
export function deliveryNoteContent(sheet: LabelSheet, timeZone: string, mustTellNotes = false): DocumentContent {
  const notes = notesOf(sheet.orders)
  const joined = (begins: string) =>
    notes
      .filter(({ label }) => label.startsWith(begins))
      .map(({ label, text }) => label + text)
      .join('\n')
  return {
    number: sheet.waybillNumber,
    fields: {
      shopName: sheet.shopName,
      orderNumbers: orderNumbersText(sheet.orders),
      receiverName: sheet.receiver.name,
      receiverPhone: sheet.receiver.phone,
      receiverAddress: addressOf(sheet.receiver),
      waybill: [sheet.carrierName, sheet.waybillNumber].filter((part) => part !== '').join('  '),
      notes: joined(''),
      buyerNotes: joined('买家'),
      sellerNotes: joined('卖家'),
      totals: totalsOf(sheet.items),
      parcel: parcelText(sheet),
      weight: weightText(sheet.weightGrams),
      printedAt: printedText(sheet.printedAt, timeZone),
      reprint: reprintText(sheet.reprintNumber),
    },
    rows: sheet.items.map((item, k) => cellsOf(item, k + 1)),
    mustTell: mustTellNotes ? ['notes'] : [],
    footer: printedText(sheet.printedAt, timeZone),
  }
}

export function pickListContent(list: PickList, timeZone: string): DocumentContent {
  return {
    number: list.pickListNumber,
    fields: {
      pickListNumber: list.pickListNumber,
      warehouse: words('仓库', list.warehouseName),
      picker: words('拣货员', list.pickerName),
      parcelCount: `包裹 ${list.parcelCount} 个`,
      totals: totalsOf(list.rows),
      printedAt: printedText(list.printedAt, timeZone),
      reprint: reprintText(list.reprintNumber),
    },
    rows: list.rows.map((row, k) => ({
      ...cellsOf(row, k + 1),
      location: row.location,
      parcels: row.parcels.map(({ number, quantity }) => (quantity === 1 ? number : `${number} ×${quantity}`)).join('\n'),
    })),
    mustTell: [],
    footer: `${list.pickListNumber}    ${printedText(list.printedAt, timeZone)}`,
  }
}
