/**
 * Removes log entries whose time is over (days in rules/defaults.yaml). A tombstone with the entry's header stays, so the tree goes on
 * proving everything else; the purge is an entry itself that names exactly what it removed, and that is never removed.
 */
import { z } from 'zod'
import { LOG_KINDS } from '#contract/closed-lists.ts'
import type { LogKind } from '#contract/log.ts'
import { shape } from '#contract/operation.ts'
import { type Reader, recordset, sql } from './db.ts'
import { newId } from './ids.ts'
import { exponentialBackoff, type JobHandler } from './jobs.ts'
import { LEAST_DAYS, PURGE_OPERATION, type PurgedLeaf, purgeNote, retentionOf } from './log-retention.ts'
import { canonicalRow, entryText, SEPARATOR } from './log-row-text.ts'
import type { Module } from './module.ts'
import { type Command, command, type Query, query } from './operation.ts'
import { keptSince } from './upkeep.ts'

const DAY_MS = 24 * 3600_000
const EVERY_MS = DAY_MS
/** Entries of one transaction, and transactions of one run. */
const BATCH = 5000
const ROUNDS = 200

/** Each kind with the moment before which its entries go: by the rules, and never before the law allows it. */
function kindsBefore(now: Date): { kind: LogKind; before: Date }[] {
  const least = (days: number) => new Date(now.getTime() - days * DAY_MS)
  const earlier = (a: Date, b: Date) => (a < b ? a : b)
  const before = {
    access: earlier(keptSince('keepAccessLog', now), least(LEAST_DAYS.access)),
    transaction: earlier(keptSince('keepTransactionLog', now), least(LEAST_DAYS.transaction)),
  }
  return LOG_KINDS.flatMap((kind) => {
    const retention = retentionOf(kind)
    return retention === 'forever' ? [] : [{ kind, before: before[retention] }]
  })
}

type Old = PurgedLeaf & { body: string; kind: string }
/** The oldest sealed entries whose time is over, in the order of the log. */
async function oldEntries(reader: Reader, now: Date, limit: number): Promise<Old[]> {
  await reader.rows(sql`set local timezone = 'UTC'`)
  const rows = await reader.rows<{ text: string; seq: string; leaf_hash: string }>(sql`
    select ${entryText} as text, l.seq, l.leaf_hash from jsonb_to_recordset(${recordset(kindsBefore(now))}::jsonb) as k(kind text, before timestamptz)
    cross join lateral (
      select f.* from log_entries f where f.merchant_id = ${reader.merchantId} and f.kind = k.kind and f.at < k.before and f.version = 2
      order by f.at, f.entry_id limit ${limit}) e
    join log_leaves l on l.merchant_id = ${reader.merchantId} and l.entry_id = e.entry_id
    order by e.at, e.entry_id limit ${limit}`)
  const old = rows.map(({ text, seq, leaf_hash }) => {
    const { body, kind } = canonicalRow(text.split(SEPARATOR))
    return { seq, leafHash: leaf_hash, body, kind }
  })
  return old.toSorted((a, b) => (BigInt(a.seq) < BigInt(b.seq) ? -1 : 1))
}

const purge = z.object({
  purgeId: z.string(),
  count: z.number().int(),
  firstSeq: z.string(),
  lastSeq: z.string(),
  leaves: z.string(),
})

/** Its own module, so that a purge that fails holds up nothing else. */
export function logPurgeModule(batch = BATCH): Module {
  const isLogExpired = query({
    name: 'upkeep.isLogExpired',
    ...shape({}, z.object({ isExpired: z.boolean() })),
    summary: 'Whether there are log entries whose time is over.',
    access: { permission: 'system.jobs', scope: 'merchant' },
    errors: [],
    run: async (reader, _input, _actor, world) => ({ isExpired: (await oldEntries(reader, world.now(), 1)).length > 0 }),
  })
  const purgeLog = command({
    name: PURGE_OPERATION,
    ...shape({}, purge),
    summary: 'Removes log entries whose time is over, one batch; their tombstones stay in the tree.',
    access: { permission: 'system.jobs', scope: 'merchant' },
    audit: (_input, details) => ({ kind: details.count > 0 ? 'purge' : 'command', objects: [], details }),
    errors: [],
    async run(tx, _input, _actor, { now }) {
      const old = await oldEntries(tx, now, batch)
      const note = purgeNote(newId(), old)
      const removed = recordset(old.map(({ seq, body }) => ({ seq, body })))
      await tx.rows(sql`select app.purge_log(${note.purgeId}::uuid, ${removed}::jsonb)`)
      return note
    },
  })
  return {
    name: 'logPurge',
    operations: [isLogExpired, purgeLog],
    jobs: [purgeJob(isLogExpired, purgeLog)],
    recurring: [{ kind: PURGE_OPERATION, everyMs: EVERY_MS }],
  }
}

/** Asks first, so that a day without anything to remove leaves no entry. */
const purgeJob = (isLogExpired: Query, purgeLog: Command): JobHandler => ({
  kind: PURGE_OPERATION,
  actor: 'upkeep',
  permissions: ['system.jobs'],
  maxAttempts: 3,
  backoffMs: exponentialBackoff(10_000, 60_000),
  async run(_payload, context) {
    for (let round = 0; round < ROUNDS && !context.signal.aborted; round += 1) {
      const { isExpired } = (await context.call(isLogExpired, {})) as { isExpired: boolean }
      if (!isExpired) return
      await context.call(purgeLog, {})
    }
  },
})
