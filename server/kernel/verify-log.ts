/**
 * Checks a merchant's whole log: every entry against its leaf, every checkpoint against the tree of the leaves before it and
 * against its signature, no gap, nothing missing, and optionally the checkpoints that were written outside the database.
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { entryHash, entryOf, type LogRow } from './audit-log.ts'
import { type Database, inMerchant, type Reader, sql } from './db.ts'
import type { MerchantId } from './ids.ts'
import { checkpointText } from './log-sealer.ts'
import { append, emptyFrontier, type Frontier, rootOf } from './merkle.ts'

export type LogProblem = { seq: string; entryId: string | null; problem: string }
export type LogVerdict = {
  merchantId: MerchantId
  entries: number
  checkpoints: number
  waiting: number
  problem: LogProblem | null
}
export type OutsideCheckpoint = { merchant: string; text: string; signature: string }
const PAGE = 5000

type LeafRow = LogRow & { seq: string; leaf_hash: string; leaf_entry_id: string }
type Checkpoint = { tree_size: string; root_hash: string; signature: string }

export const readOutsideCheckpoints = (file: string): OutsideCheckpoint[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as OutsideCheckpoint)

/**
 * The first bad entry, or null; entries sealed after the check began are left to the next one. `key` is the public half of the signing key.
 */
export function verifyLog(
  database: Database,
  merchant: MerchantId,
  key: KeyObject,
  outside: readonly OutsideCheckpoint[] = [],
): Promise<LogVerdict> {
  return inMerchant(database, merchant, 'read', async (reader) => {
    const checkpoints = await reader.rows<Checkpoint>(
      sql`select tree_size, root_hash, signature from log_checkpoints where merchant_id = ${merchant} order by tree_size`,
    )
    const wanted = new Map(checkpoints.map((checkpoint) => [checkpoint.tree_size, checkpoint]))
    const outsideSizes = new Set(outside.map((line) => line.text.split('\n')[1]))
    const frontier = emptyFrontier()
    const roots = new Map<string, Buffer>()
    const end = checkpoints.at(-1)?.tree_size ?? '9223372036854775807'
    const problem =
      (await walkLeaves(reader, frontier, end, (size) => {
        const checkpoint = wanted.get(size)
        if (outsideSizes.has(size) || checkpoint) roots.set(size, rootOf(frontier))
        return checkpoint ? checkpointProblem(merchant, checkpoint, rootOf(frontier), key) : undefined
      })) ??
      endProblem(frontier, checkpoints) ??
      outsideProblem(merchant, outside, roots, frontier, key)
    const waiting = await reader.maybe<{ n: number }>(
      sql`select count(*)::int as n from log_pending where merchant_id = ${merchant}`,
    )
    const lost = problem ? null : await unsealedProblem(reader)
    return {
      merchantId: merchant,
      entries: Number(frontier.size),
      checkpoints: checkpoints.length,
      waiting: waiting?.n ?? 0,
      problem: problem ?? lost,
    }
  })
}

async function walkLeaves(
  reader: Reader,
  frontier: Frontier,
  end: string,
  atSize: (size: string) => string | undefined,
): Promise<LogProblem | null> {
  let after = '-1'
  for (;;) {
    const rows = await reader.rows<LeafRow>(sql`
      select l.seq, l.leaf_hash, l.entry_id as leaf_entry_id, e.* from log_leaves l
      left join log_entries e on e.merchant_id = ${reader.merchantId} and e.entry_id = l.entry_id
      where l.merchant_id = ${reader.merchantId} and l.seq > ${after} and l.seq < ${end} order by l.seq limit ${PAGE}`)
    for (const row of rows) {
      const bad = (problem: string): LogProblem => ({ seq: row.seq, entryId: row.leaf_entry_id, problem })
      if (row.seq !== frontier.size.toString()) return bad(`entry ${frontier.size} is missing: the sequence jumps to ${row.seq}`)
      if (row.entry_id === null) return bad('the entry was deleted')
      const hash = entryHash(entryOf(row))
      if (hash.toString('base64') !== row.leaf_hash) return bad('the entry was changed after it was sealed')
      append(frontier, hash)
      const problem = atSize(frontier.size.toString())
      if (problem) return bad(problem)
    }
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return null
    after = last.seq
  }
}

function checkpointProblem(merchant: MerchantId, checkpoint: Checkpoint, root: Buffer, key: KeyObject): string | undefined {
  if (root.toString('base64') !== checkpoint.root_hash)
    return 'entries and their seals were rewritten before this checkpoint: the tree differs'
  const signed = verify(
    null,
    Buffer.from(checkpointText(merchant, checkpoint.tree_size, root)),
    key,
    Buffer.from(checkpoint.signature, 'base64'),
  )
  return signed ? undefined : 'the checkpoint is not signed with the log key'
}

function endProblem(frontier: Frontier, checkpoints: readonly Checkpoint[]): LogProblem | null {
  const last = checkpoints.at(-1)
  if (last && BigInt(last.tree_size) !== frontier.size)
    return {
      seq: frontier.size.toString(),
      entryId: null,
      problem: `the log ends at ${frontier.size}, its last checkpoint covers ${last.tree_size}`,
    }
  if (!last && frontier.size > 0n) return { seq: '0', entryId: null, problem: 'all checkpoints were deleted' }
  return null
}

function outsideProblem(
  merchant: MerchantId,
  outside: readonly OutsideCheckpoint[],
  roots: ReadonlyMap<string, Buffer>,
  frontier: Frontier,
  key: KeyObject,
): LogProblem | null {
  for (const line of outside.filter((entry) => entry.merchant === merchant)) {
    const [, size = '0', root = ''] = line.text.split('\n')
    const signed = verify(null, Buffer.from(line.text), key, Buffer.from(line.signature, 'base64'))
    if (!signed) return { seq: size, entryId: null, problem: 'an outside checkpoint is not signed with the log key' }
    if (BigInt(size) > frontier.size)
      return {
        seq: frontier.size.toString(),
        entryId: null,
        problem: `the log was cut: an outside checkpoint covers ${size} entries`,
      }
    if (roots.get(size)?.toString('base64') !== root)
      return { seq: size, entryId: null, problem: 'the log was rewritten: an outside checkpoint shows another tree' }
  }
  return null
}

/** An entry that is neither sealed nor waiting was put in past the application, or its queue row was removed. */
async function unsealedProblem(reader: Reader): Promise<LogProblem | null> {
  const stray = await reader.maybe<{ entry_id: string }>(sql`
    select e.entry_id from log_entries e
    where e.merchant_id = ${reader.merchantId}
      and not exists (select from log_leaves l where l.merchant_id = ${reader.merchantId} and l.entry_id = e.entry_id)
      and not exists (select from log_pending p where p.merchant_id = ${reader.merchantId} and p.entry_id = e.entry_id)
    order by e.at limit 1`)
  return stray ? { seq: '', entryId: stray.entry_id, problem: 'the entry was inserted past the log' } : null
}

export const readLogPublicKey = (pem: string): KeyObject => createPublicKey(pem)
