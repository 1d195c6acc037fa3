/** One leaf of the log against what stands for it: its entry, or what a purge left of it. */
import { headerText, type LogHeader } from './log-entry.ts'
import { PURGE_OPERATION, type PurgeAct, type PurgedLeaf, purgeProblem } from './log-retention.ts'
import type { WalkedLeaf } from './log-walk.ts'
import { leafHash } from './merkle.ts'

const isLeafOf = (leaf: string, data: string): boolean => leafHash(data) === leaf

/** Collects purged leaves and the purges the log tells of, and holds them against each other in the end. */
export type PurgeBook = {
  readonly removedCount: number
  addRemoved(purgeId: string, leaf: PurgedLeaf & { header: LogHeader }): void
  addAct(act: PurgeAct & { operation: string; kind: string }): void
  problem(now: Date): { seq: string; entryId: string; problem: string } | null
}

export function newPurgeBook(): PurgeBook {
  const removed = new Map<string, (PurgedLeaf & { header: LogHeader })[]>()
  const acts = new Map<string, PurgeAct>()
  let removedCount = 0
  return {
    get removedCount() {
      return removedCount
    },
    addRemoved(purgeId, leaf) {
      removedCount += 1
      const known = removed.get(purgeId)
      if (known) known.push(leaf)
      else removed.set(purgeId, [leaf])
    },
    addAct(act) {
      const { purgeId } = (act.details ?? {}) as { purgeId?: unknown }
      if (act.operation === PURGE_OPERATION && act.kind === 'purge' && typeof purgeId === 'string') acts.set(purgeId, act)
    },
    problem(now) {
      const problems = [...removed].flatMap(([purgeId, leaves]) => purgeProblem(purgeId, leaves, acts.get(purgeId), now) ?? [])
      return problems.toSorted((a, b) => Number(BigInt(a.seq) - BigInt(b.seq)))[0] ?? null
    },
  }
}

/** What is wrong with one leaf; undefined = nothing so far. */
export function leafProblem(
  { seq, leafHash: leaf, entryId, entry, tombstone }: WalkedLeaf,
  purges: PurgeBook,
): string | undefined {
  if (entry) {
    if (!isLeafOf(leaf, entry.leafData)) return 'the entry was changed after it was sealed'
    if (entry.kind === 'purge') purges.addAct({ ...(JSON.parse(entry.entry) as PurgeAct & { operation: string; kind: string }) })
    return undefined
  }
  if (!tombstone) return 'the entry was deleted'
  const header = { at: tombstone.at, body: tombstone.body, entryId: tombstone.entry_id, kind: tombstone.kind } as LogHeader
  if (tombstone.entry_id !== entryId || !isLeafOf(leaf, headerText(header)))
    return 'the entry was deleted: its tombstone is not what was sealed'
  purges.addRemoved(tombstone.purge_id, { seq, leafHash: leaf, header })
  return undefined
}
