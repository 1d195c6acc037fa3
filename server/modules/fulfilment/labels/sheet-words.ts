/** The words and figures of a label as plain text. Printed matter is Chinese: its readers are warehouse and courier. */
import type { LabelItem, LabelOrder, LabelPerson, LabelSheet } from './label-sheet.ts'

export type OrderNote = { label: string; text: string }

const FLAG_WORDS = ['', '红旗', '黄旗', '绿旗', '蓝旗', '紫旗']
const formatters = new Map<string, Intl.DateTimeFormat>()

/** 2026-11-22 18:05:09 in the zone; '' for a time that cannot be read. */
export function formatTime(iso: string, timeZone: string): string {
  const time = new Date(iso)
  if (Number.isNaN(time.getTime())) return ''
  let formatter = formatters.get(timeZone)
  if (formatter === undefined) {
    // Swedish writes dates the ISO way.
    formatter = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone })
    formatters.set(timeZone, formatter)
  }
  return formatter.format(time)
}

/** Province, city and district are not said twice when the street begins with them. */
export function addressOf({ province, city, district, town = '', address }: LabelPerson): string {
  const places = [province, city === province ? '' : city, district, town].filter((place) => place !== '')
  const spoken = places.join('')
  return spoken !== '' && address.startsWith(spoken) ? address : [...places, address].join(' ').trim()
}

export const itemText = ({ title, variant, sku }: LabelItem): string =>
  [title, variant, sku === '' ? '' : `[${sku}]`].filter((part) => part !== '').join(' ')

export const quantityOf = (items: readonly { quantity: number }[]): number => items.reduce((sum, item) => sum + item.quantity, 0)

export const weightText = (weightGrams: number | null): string =>
  weightGrams === null ? '' : `${(weightGrams / 1000).toFixed(2)} kg`

export const reprintText = (reprintNumber: number): string => (reprintNumber > 0 ? `补打 ${reprintNumber}` : '')

export const parcelText = ({ parcel }: LabelSheet): string => (parcel.count > 1 ? `包裹 ${parcel.number}/${parcel.count}` : '')

export const orderNumbersText = (orders: readonly LabelOrder[]): string =>
  `${orders.length > 1 ? `合单 ${orders.length} 单：` : '订单：'}${orders.map((order) => order.orderNumber).join('、')}`

/** Every order's own note, memo and flag. In a merged parcel each says whose it is by the end of the order number. */
export function notesOf(orders: readonly LabelOrder[]): OrderNote[] {
  const notes: OrderNote[] = []
  for (const { orderNumber, buyerNote, sellerMemo, sellerFlag } of orders) {
    const whose = orders.length > 1 ? `(尾号${orderNumber.slice(-4)})` : ''
    const flag = FLAG_WORDS[sellerFlag] ?? ''
    if (buyerNote.trim() !== '') notes.push({ label: `买家留言${whose}：`, text: buyerNote.trim() })
    if (sellerMemo.trim() !== '' || flag !== '') {
      notes.push({ label: `卖家备注${whose}：`, text: [flag === '' ? '' : `【${flag}】`, sellerMemo.trim()].join('') })
    }
  }
  return notes
}
