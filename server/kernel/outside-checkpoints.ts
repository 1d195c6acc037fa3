/** Checkpoints that were kept outside the database, held against the log inside: the only thing that shows a cut tail or a whole new log. */
import type { KeyObject } from 'node:crypto'
import type { MerchantId } from './ids.ts'
import { type Checkpoint, isNoteSigned, isNoteWhole, originOf, parseCheckpoint } from './signed-note.ts'

export type OutsideRoots = { sizes: ReadonlySet<number>; roots: Map<number, string> }
type Problem = { seq: string; entryId: null; problem: string }

const ofMerchant = (merchant: MerchantId, notes: readonly string[]): Checkpoint[] =>
  notes
    .flatMap((note) => parseCheckpoint(note) ?? [])
    .filter(({ note, origin }) => origin === originOf(merchant) && isNoteWhole(note, origin))

/** At which sizes the walk must remember its root. */
export const outsideSizes = (merchant: MerchantId, notes: readonly string[]): Set<number> =>
  new Set(ofMerchant(merchant, notes).map(({ size }) => size))

/** The first outside checkpoint that contradicts the log, and how many entries the others prove. A checkpoint that agrees needs no look at its signature. */
export function outsideProblem(
  merchant: MerchantId,
  notes: readonly string[],
  roots: ReadonlyMap<number, string>,
  size: number,
  key: KeyObject,
): { problem: Problem | null; proved: number } {
  let proved: Checkpoint | undefined
  const checkpoints = ofMerchant(merchant, notes).toSorted((a, b) => a.size - b.size)
  for (const checkpoint of checkpoints) {
    const bad = (seq: number, problem: string) => ({ problem: { seq: seq.toString(), entryId: null, problem }, proved: 0 })
    if (roots.get(checkpoint.size) === checkpoint.root) proved = checkpoint
    else if (!isNoteSigned(checkpoint.note, originOf(merchant), key))
      return bad(checkpoint.size, 'an outside checkpoint is not signed with the log key')
    else if (checkpoint.size > size) return bad(size, `the log was cut: an outside checkpoint covers ${checkpoint.size} entries`)
    else return bad(checkpoint.size, 'the log was rewritten: an outside checkpoint shows another tree')
  }
  const isProof = proved !== undefined && isNoteSigned(proved.note, originOf(merchant), key)
  return { problem: null, proved: isProof ? (proved?.size ?? 0) : 0 }
}
