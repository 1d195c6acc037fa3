/** Automatic review: every check speaks for itself, the worst result decides, and every finding says what clears it. Pure. */
import type { CheckFinding, ReviewSettings } from '#contract/orders.ts'
import { addressDoubled } from './checks/address-doubled.ts'
import { addressIncomplete } from './checks/address-incomplete.ts'
import { amountTooHigh } from './checks/amount-too-high.ts'
import { buyerNote } from './checks/buyer-note.ts'
import { type Check, findingOf, namesOf } from './checks/check.ts'
import { goodsUnmatched } from './checks/goods-unmatched.ts'
import { mergeable } from './checks/mergeable.ts'
import { orderClosed } from './checks/order-closed.ts'
import { otherAddress } from './checks/other-address.ts'
import { partlyRefunded } from './checks/partly-refunded.ts'
import { personHold } from './checks/person-hold.ts'
import { priceTooLow } from './checks/price-too-low.ts'
import { receiverChanged } from './checks/receiver-changed.ts'
import { refundAsked } from './checks/refund-asked.ts'
import { sellerMemo } from './checks/seller-memo.ts'
import { shipForbidden } from './checks/ship-forbidden.ts'
import { shortStock } from './checks/short-stock.ts'
import { tooManyPieces } from './checks/too-many-pieces.ts'
import { unpaid } from './checks/unpaid.ts'
import { watchedWord } from './checks/watched-word.ts'
import type { ReviewFacts } from './order.ts'

/** In the order in which their flags are shown. */
export const CHECKS: readonly Check[] = [
  personHold,
  refundAsked,
  orderClosed,
  shipForbidden,
  unpaid,
  receiverChanged,
  addressIncomplete,
  addressDoubled,
  goodsUnmatched,
  shortStock,
  priceTooLow,
  partlyRefunded,
  watchedWord,
  buyerNote,
  sellerMemo,
  mergeable,
  tooManyPieces,
  amountTooHigh,
  otherAddress,
]
const checkByCode = new Map(CHECKS.map((check) => [check.code, check]))

export type ReviewResult = CheckFinding['result']

/** Runs every check over one parcel. */
export function reviewFindings(facts: ReviewFacts, settings: ReviewSettings): CheckFinding[] {
  return CHECKS.flatMap((check) => {
    const found = check.find(facts, settings)
    return found ? findingOf(check, found.result, found.params) : []
  })
}

/** The finding of a reservation that failed at the last moment, because another parcel was faster. */
export const shortStockFinding = (params: { sku: string; wanted: number; sellable: number }): CheckFinding =>
  findingOf(shortStock, 'hold', params)

/** Why a parcel was stopped: nothing of these orders is left for it to carry. */
export const stoppedFinding = (platformOrderIds: readonly string[]): CheckFinding =>
  findingOf(orderClosed, 'hold', { orders: namesOf(platformOrderIds) })

export function worstResult(findings: readonly CheckFinding[]): ReviewResult {
  if (findings.some((finding) => finding.result === 'hold')) return 'hold'
  return findings.some((finding) => finding.result === 'alert') ? 'alert' : 'allow'
}

export const flagsOf = (findings: readonly CheckFinding[]): string => findings.map((finding) => finding.flag).join('')

/** Holds that stand in the way of an approval; a forced one is stopped only by those that nobody may override. */
export function blockingFindings(findings: readonly CheckFinding[], forced: boolean): CheckFinding[] {
  return findings.filter((finding) => finding.result === 'hold' && (!forced || checkByCode.get(finding.code)?.isFinal === true))
}

const fingerprintOf = ({ code, result, params }: CheckFinding): string => `${code}|${result}|${JSON.stringify(params)}`

/**
 * Does something new stand against a parcel that is approved already? What was known when it was approved does not count, nor
 * what the approval itself settled (stock, price, merging).
 */
export function interceptsApproval(known: readonly CheckFinding[], now: readonly CheckFinding[]): boolean {
  const settled = new Set(known.map(fingerprintOf))
  return now.some(
    (finding) =>
      finding.result !== 'allow' && checkByCode.get(finding.code)?.intercepts === true && !settled.has(fingerprintOf(finding)),
  )
}
