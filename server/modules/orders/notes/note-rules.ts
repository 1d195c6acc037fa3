/**
 * Whose note counts, the team's or the platform's, and when a failed one is told again. Pure.
 *
 * The newer one wins. A platform dates the order, not the note, so:
 * - what it already said when the wish was made, or an earlier wish of ours, is no news however often the order changes meanwhile;
 * - anything else counts as written at the platform at the order's `modifiedAt`: later than our wish (or, once the platform has taken the
 *   wish, later than that) it is the newer note and ends the wish; otherwise it is older and the wish stands.
 * Only a person's act makes a wish, and each is told until it is taken or ended. What comes from a platform is never sent back to it, so
 * the two sides cannot overwrite each other in turns.
 */
import type { FailureKind, NoteLimits } from '#server/platforms/platform.ts'
import type { NoteWish, SeenNote, SellerNote } from './note-wish.ts'

export const isSameNote = (a: SellerNote, b: SellerNote): boolean => a.flag === b.flag && a.note.trim() === b.note.trim()

/** `same`: the platform has our wish. `ours`: the wish stands. `theirs`: the platform's note is the newer one. */
export type Verdict = 'same' | 'ours' | 'theirs'
type Weighed = Pick<NoteWish, 'note' | 'flag' | 'state' | 'knownNotes' | 'writtenAt' | 'toldAt'>
export function weighNote(wish: Weighed, seen: SeenNote): Verdict {
  if (wish.state === 'overtaken') return 'theirs'
  if (isSameNote(wish, seen)) return 'same'
  const isTold = wish.state === 'told'
  if (!isTold && wish.knownNotes.some((known) => isSameNote(known, seen))) return 'ours'
  const ours = isTold && wish.toldAt !== null ? wish.toldAt : wish.writtenAt
  return Date.parse(seen.modifiedAt) > Date.parse(ours) ? 'theirs' : 'ours'
}

const MOST_KNOWN = 20
/** What the platform may still say after a new wish: before a wish was taken, each earlier one may yet arrive there. */
export function knownNotes(before: NoteWish | undefined, shown: SellerNote): SellerNote[] {
  const isOnItsWay = before !== undefined && before.state !== 'told' && before.state !== 'overtaken'
  return isOnItsWay ? knownToo(before.knownNotes, before) : [{ note: shown.note, flag: shown.flag }]
}
export function knownToo(known: readonly SellerNote[], { note, flag }: SellerNote): SellerNote[] {
  return [...known.filter((one) => !isSameNote(one, { note, flag })), { note, flag }].slice(-MOST_KNOWN)
}

export type WrittenNote = { note?: string | undefined; append?: boolean | undefined; flag?: number | undefined }
/** The note after a person wrote: what was left out stays. */
export function noteAfter(shown: SellerNote, { note, append, flag }: WrittenNote): SellerNote {
  const added = append && note !== undefined && shown.note !== '' ? `${shown.note}；${note}`.replace(/；$/, '') : note
  return { note: added ?? shown.note, flag: flag ?? shown.flag }
}

export const noteLength = (note: string, unit: NoteLimits['unit']): number =>
  unit === 'bytes' ? Buffer.byteLength(note) : [...note].length

const FIRST_WAIT_MS = 60_000
const LONGEST_WAIT_MS = 3_600_000
/** 1, 2, 4 … 60 minutes: after the eighth failure, some two hours, a person has to see to it. */
const MOST_ATTEMPTS = 8

export type AfterFailure = Pick<NoteWish, 'state' | 'nextAttemptAt'>
/** `attempts`: those before this one. Where the call may have arrived, the order is read before the note is told again. */
export function afterFailure(kind: FailureKind, attempts: number, now: Date): AfterFailure {
  const isDefinite = kind === 'refused' || kind === 'our_fault'
  if (isDefinite || attempts + 1 >= MOST_ATTEMPTS) return { state: 'refused', nextAttemptAt: null }
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempts)
  const nextAttemptAt = new Date(now.getTime() + waitMs).toISOString()
  const mayHaveArrived = kind === 'unknown_outcome' || kind === 'retry'
  return { state: mayHaveArrived ? 'calling' : 'waiting', nextAttemptAt }
}
