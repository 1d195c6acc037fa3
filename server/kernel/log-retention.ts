/** How long log entries are kept, and what shows that a purge was one of ours and not before its time. Pure; docs/log-format.md says the same. */
import { hash } from 'node:crypto'
import type { LogKind } from '#contract/log.ts'
import type { LogHeader } from './log-entry.ts'

const DAY_MS = 24 * 3600_000
export const PURGE_OPERATION = 'upkeep.purgeLog'
/** Days below which no setting may go; the database function app.purge_log holds the same two. */
export const LEAST_DAYS = { access: 183, transaction: 1096 }

/** Acts are transactions; who came in, looked, took out or was refused is access. A purge's own entry is kept for good. */
export const retentionOf = (kind: LogKind): keyof typeof LEAST_DAYS | 'forever' =>
  kind === 'purge' ? 'forever' : kind === 'command' ? 'transaction' : 'access'

/** True when an entry with this header was old enough to be removed at `purgedAt`. */
function isOverAt(header: Pick<LogHeader, 'at' | 'kind'>, purgedAt: string): boolean {
  const retention = retentionOf(header.kind)
  return retention !== 'forever' && Date.parse(header.at) + LEAST_DAYS[retention] * DAY_MS <= Date.parse(purgedAt)
}

/** What a purge's own entry says of the entries it removed. */
export type PurgeNote = { purgeId: string; count: number; firstSeq: string; lastSeq: string; leaves: string }
export type PurgedLeaf = { seq: string; leafHash: string }

/** Names exactly these leaves: SHA-256 over their hashes, one after the other in the order of the log. */
export function purgeNote(purgeId: string, leaves: readonly PurgedLeaf[]): PurgeNote {
  const all = Buffer.concat(leaves.map(({ leafHash }) => Buffer.from(leafHash, 'base64')))
  return {
    purgeId,
    count: leaves.length,
    firstSeq: leaves[0]?.seq ?? '',
    lastSeq: leaves.at(-1)?.seq ?? '',
    leaves: hash('sha256', all, 'base64'),
  }
}

/** A purge as the log tells of it: when, and of what. */
export type PurgeAct = { at: string; details: unknown }

/** What is wrong with the entries that were removed under one purge id; undefined = nothing. */
export function purgeProblem(
  purgeId: string,
  removed: readonly (PurgedLeaf & { header: LogHeader })[],
  act: PurgeAct | undefined,
  now: Date,
): { seq: string; entryId: string; problem: string } | undefined {
  const first = removed[0]
  if (!first) return undefined
  const bad = (leaf: typeof first, problem: string) => ({ seq: leaf.seq, entryId: leaf.header.entryId, problem })
  if (!act) return bad(first, 'the entry was deleted: no purge in the log removed it')
  const wanted = purgeNote(purgeId, removed)
  const told = act.details as Partial<PurgeNote>
  if (told.count !== wanted.count || told.leaves !== wanted.leaves)
    return bad(first, 'the entry was deleted: the purge it is put down to removed other entries')
  if (Date.parse(act.at) > now.getTime() + DAY_MS) return bad(first, 'the entry was purged at a time that has not come yet')
  const early = removed.find(({ header }) => !isOverAt(header, act.at))
  return early && bad(early, 'the entry was purged before its time')
}
