/** Which of two things a platform said about a case is the newer one, and what of it is told in its timeline. Pure. */
import { createHash } from 'node:crypto'
import { withoutPhones } from '#kernel/personal-text.ts'
import type { AfterSaleSnapshot } from '#server/platforms/platform-services.ts'
import type { CaseState } from './case.ts'

const LONGEST_TEXT = 500

export type Heard = AfterSaleSnapshot & { contentHash: string }
export type KnownCase = {
  caseId: string
  afterSaleId: string
  modifiedAt: string
  contentHash: string
  state: CaseState
  refundFen: number
  returnWaybillNumber: string
}

/** As it is kept: buyers write their numbers into reasons. */
export function heardOf(snapshot: AfterSaleSnapshot): Heard {
  const kept = { ...snapshot, reason: withoutPhones(snapshot.reason).slice(0, LONGEST_TEXT) }
  return { ...kept, contentHash: createHash('sha256').update(JSON.stringify(kept)).digest('base64url').slice(0, 22) }
}

/** Platforms stamp whole seconds; a shop is read by one job at a time, so of two with the same moment the one read later is newer. */
export function isNewer(heard: Heard, known: Pick<KnownCase, 'modifiedAt' | 'contentHash'>): boolean {
  return heard.contentHash !== known.contentHash && Date.parse(heard.modifiedAt) >= Date.parse(known.modifiedAt)
}

/** Of several about one case the newest; a later one in the list wins a tie. */
export function newestOfEach(heard: readonly Heard[]): Map<string, Heard> {
  const newest = new Map<string, Heard>()
  for (const one of heard) {
    const known = newest.get(one.afterSaleId)
    if (!known || isNewer(one, known)) newest.set(one.afterSaleId, one)
  }
  return newest
}

/** Worth a line of its own in the timeline. */
export const isNews = (heard: Heard, known: KnownCase): boolean =>
  heard.state !== known.state || heard.refundFen !== known.refundFen || heard.returnWaybillNumber !== known.returnWaybillNumber
