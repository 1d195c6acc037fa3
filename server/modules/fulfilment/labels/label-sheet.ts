/** What the label renderer is given. Plain values only: no ids of ours, no lookups. Empty string = not known or none. */

import type { LABEL_SIZES } from '#contract/closed-lists.ts'

export type LabelSize = (typeof LABEL_SIZES)[number]

/** A receiver or sender as it is to be printed; masked texts (张**, 138****0000) are printed as they are. */
export type LabelPerson = {
  name: string
  phone: string
  province: string
  city: string
  district: string
  town?: string
  /** Street and below, without province, city and district. */
  address: string
}

export type LabelItem = { title: string; variant: string; sku: string; quantity: number }

/** One order of the parcel. A merged parcel has several, and the notes of every one are printed. */
export type LabelOrder = {
  orderNumber: string
  buyerNote: string
  sellerMemo: string
  /** 0–5 as on the platform; 0 = none. Printed as a word, because label printers have one colour. */
  sellerFlag: number
}

export type LabelSheet = {
  carrierName: string
  productName: string
  waybillNumber: string
  /** The carrier's large sorting code (大头笔). */
  routeCode: string
  /** ISO time in UTC; null = the carrier gave none. */
  sortedAt: string | null
  receiver: LabelPerson
  sender: LabelPerson
  items: LabelItem[]
  orders: LabelOrder[]
  /** Which parcel of how many for the same order, from 1. */
  parcel: { number: number; count: number }
  pieceCount: number
  weightGrams: number | null
  shopName: string
  /** ISO time in UTC. */
  printedAt: string
  /** 0 = first print, 1 = first reprint (补打 1) and so on. */
  reprintNumber: number
}

export type PickListRow = LabelItem & {
  location: string
  /** Which parcels they are for. */
  parcels: { number: string; quantity: number }[]
}

export type PickList = {
  /** Printed as text and as a Code 128 bar code. */
  pickListNumber: string
  warehouseName: string
  pickerName: string
  parcelCount: number
  /** Printed in the order given: the caller sorts by walking route. */
  rows: PickListRow[]
  printedAt: string
  reprintNumber: number
}

/** What the person at the printer should be told about a printed sheet. Nothing here stops the sheet from printing. */
export type SheetFinding = {
  /** Waybill number, or pick list number. */
  sheet: string
  /** Characters the font does not have, each once; they stand as □ on paper. */
  missingCharacters: string[]
  /** Fields printed only in part, e.g. 'items'. Shortened 'notes' are complete on the delivery note that follows the label. */
  shortenedFields: string[]
  /** True when the number cannot be a Code 128 bar code (empty, too long, not ASCII); the paper says so too. */
  isBarcodeMissing: boolean
}

export type PrintedDocument = {
  pdf: Uint8Array
  pageCount: number
  widthMm: number
  heightMm: number
  /** Only sheets with something to tell. */
  findings: SheetFinding[]
}
