/**
 * Checks a merchant's whole log: every entry against its leaf, every purged entry against its purge, every checkpoint against the tree
 * of the leaves before it and against its signature, no gap, nothing missing, and the checkpoints that were written outside.
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { type Database, inMerchant, type Reader, sql } from './db.ts'
import type { MerchantId } from './ids.ts'
import { leafProblem, newPurgeBook, type PurgeBook } from './log-leaf-check.ts'
import { NODE_STEP } from './log-sealer.ts'
import { treeSizeOf, type WalkedPage, walkLog } from './log-walk.ts'
import { append, type CompleteNode, emptyFrontier, type Frontier, rootOf } from './merkle.ts'
import { type OutsideRoots, outsideProblem, outsideSizes } from './outside-checkpoints.ts'
import { checkpointText, type StoredCheckpoint, splitNotes } from './signed-note.ts'

export type LogProblem = { seq: string; entryId: string | null; problem: string }
export type LogVerdict = {
  merchantId: MerchantId
  /** Sealed ones, purged ones included. */
  entries: number
  purged: number
  checkpoints: number
  waiting: number
  /** Entries that checkpoints kept outside prove; what lies behind them could be cut off unseen. */
  provedOutside: number
  problem: LogProblem | null
}
const isSigned = promisify(verify)

/** `public.pem` of a home. */
export const readLogPublicKey = (pem: string): KeyObject => createPublicKey(pem)
/** The notes of a file that LOG_CHECKPOINT_FILE or a receiver of LOG_CHECKPOINT_URL wrote. */
export const readOutsideCheckpoints = (file: string): string[] => splitNotes(readFileSync(file, 'utf8'))

type Walk = {
  reader: Reader
  key: KeyObject
  frontier: Frontier
  nodes: ReadonlyMap<string, string>
  purges: PurgeBook
  outside: OutsideRoots
  checkpoints: number
  lastCheckpoint: number
  /** Signatures are checked on other cores while the next page is walked. */
  signatures: Promise<LogProblem | null>
}

/** The first bad entry, or null; entries sealed after the check began are left to the next one. `key` is the public half of the signing key. */
export function verifyLog(
  database: Database,
  merchant: MerchantId,
  key: KeyObject,
  outside: readonly string[] = [],
  now = new Date(),
): Promise<LogVerdict> {
  return inMerchant(database, merchant, 'snapshot', async (reader) => {
    const walk: Walk = {
      reader,
      key,
      frontier: emptyFrontier(),
      nodes: await storedNodes(reader),
      purges: newPurgeBook(),
      outside: { roots: new Map(), sizes: outsideSizes(merchant, outside) },
      checkpoints: 0,
      lastCheckpoint: 0,
      signatures: Promise.resolve(null),
    }
    const size = await treeSizeOf(reader)
    const waiting = await waitingOf(reader)
    const inside = (await walkPages(walk, size)) ?? endProblem(walk)
    const proof = outsideProblem(merchant, outside, walk.outside.roots, walk.frontier.size, key)
    return {
      merchantId: merchant,
      entries: walk.frontier.size,
      purged: walk.purges.removedCount,
      checkpoints: walk.checkpoints,
      waiting: waiting.queued,
      provedOutside: proof.proved,
      problem: inside ?? proof.problem ?? (await purgeProblems(walk, now)) ?? (await unsealedProblem(walk, waiting)),
    }
  })
}

async function walkPages(walk: Walk, size: number): Promise<LogProblem | null> {
  for await (const page of walkLog(walk.reader, size)) {
    const problem = walkPage(walk, page)
    const unsigned = await walk.signatures
    if (unsigned ?? problem) return unsigned ?? problem
    walk.signatures = signatureProblem(walk, page.checkpoints)
  }
  return walk.signatures
}

function walkPage(walk: Walk, { leaves, end, checkpoints }: WalkedPage): LogProblem | null {
  const { frontier, outside } = walk
  const wanted = new Map(checkpoints.map((checkpoint) => [Number(checkpoint.tree_size), checkpoint]))
  for (const leaf of leaves) {
    const bad = (problem: string): LogProblem => ({ seq: leaf.seq, entryId: leaf.entryId, problem })
    if (leaf.seq !== String(frontier.size)) return bad(`entry ${frontier.size} is missing: the sequence jumps to ${leaf.seq}`)
    const problem = leafProblem(leaf, walk.purges)
    if (problem) return bad(problem)
    let isForged = false
    append(frontier, leaf.leafHash, (node) => {
      isForged ||= !isKnown(walk, node)
    })
    if (isForged) return bad('a stored node of the tree differs from its leaves')
    const { size } = frontier
    const checkpoint = wanted.get(size)
    if (!checkpoint && !outside.sizes.has(size)) continue
    const root = rootOf(frontier)
    if (outside.sizes.has(size)) outside.roots.set(size, root)
    if (!checkpoint) continue
    if (checkpoint.root_hash !== root)
      return bad('entries and their seals were rewritten before this checkpoint: the tree differs')
    walk.checkpoints += 1
    walk.lastCheckpoint = size
  }
  return beyondProblem(end, checkpoints)
}

/** A checkpoint whose leaves are not there. */
function beyondProblem(end: number, checkpoints: readonly StoredCheckpoint[]): LogProblem | null {
  const last = checkpoints.at(-1)
  if (!last || Number(last.tree_size) <= end) return null
  return { seq: String(end), entryId: null, problem: `the log ends at ${end}, its last checkpoint covers ${last.tree_size}` }
}

function isKnown({ nodes }: Walk, { height, place, hash }: CompleteNode): boolean {
  if (height % NODE_STEP !== 0) return true
  const stored = nodes.get(`${height}/${place}`)
  return stored === undefined || stored === hash
}

async function storedNodes(reader: Reader): Promise<Map<string, string>> {
  const rows = await reader.rows<{ height: number; place: string; hash: string }>(
    sql`select height, place, hash from log_nodes where merchant_id = ${reader.merchantId}`,
  )
  return new Map(rows.map(({ height, place, hash }) => [`${height}/${place}`, hash]))
}

async function signatureProblem({ reader, key }: Walk, checkpoints: readonly StoredCheckpoint[]): Promise<LogProblem | null> {
  const checks = await Promise.all(
    checkpoints.map(({ tree_size, root_hash, signature }) => {
      const text = checkpointText(reader.merchantId, tree_size, root_hash)
      return isSigned(null, Buffer.from(text), key, Buffer.from(signature, 'base64'))
    }),
  )
  const bad = checkpoints[checks.indexOf(false)]
  return bad ? { seq: bad.tree_size, entryId: null, problem: 'the checkpoint is not signed with the log key' } : null
}

function endProblem({ frontier, lastCheckpoint }: Walk): LogProblem | null {
  const { size } = frontier
  if (size === lastCheckpoint) return null
  return lastCheckpoint === 0
    ? { seq: '0', entryId: null, problem: 'all checkpoints were deleted' }
    : {
        seq: String(lastCheckpoint),
        entryId: null,
        problem: `the last checkpoint covers ${lastCheckpoint} entries, the log has ${size}`,
      }
}

async function purgeProblems({ reader, purges }: Walk, now: Date): Promise<LogProblem | null> {
  // A purge that has just happened waits for the next seal.
  const waiting = await reader.rows<{ at: string; operation: string; kind: string; details: unknown }>(sql`
    select e.at, e.operation, e.kind, e.details from log_pending p
    join log_entries e on e.merchant_id = ${reader.merchantId} and e.entry_id = p.entry_id
    where p.merchant_id = ${reader.merchantId} and e.kind = 'purge'`)
  for (const act of waiting) purges.addAct(act)
  const problem = purges.problem(now)
  if (problem) return problem
  const stones = await reader.maybe<{ n: number }>(
    sql`select count(*)::int as n from log_tombstones where merchant_id = ${reader.merchantId}`,
  )
  if (stones?.n === purges.removedCount) return null
  return { seq: '', entryId: null, problem: 'there are tombstones of entries that were never purged' }
}

type Waiting = { queued: number; present: number; entries: number }
const waitingOf = async (reader: Reader): Promise<Waiting> =>
  (await reader.maybe<Waiting>(sql`
    select (select count(*) from log_pending where merchant_id = ${reader.merchantId})::int as queued,
      (select count(*) from log_pending p join log_entries e on e.merchant_id = ${reader.merchantId} and e.entry_id = p.entry_id
        where p.merchant_id = ${reader.merchantId})::int as present,
      (select count(*) from log_entries where merchant_id = ${reader.merchantId})::int as entries`)) ?? {
    queued: 0,
    present: 0,
    entries: 0,
  }

/** An entry that is neither sealed nor waiting was put in past the application, or its queue row was removed. */
async function unsealedProblem({ reader, frontier, purges }: Walk, waiting: Waiting): Promise<LogProblem | null> {
  if (waiting.present < waiting.queued) return { seq: '', entryId: null, problem: 'an entry was deleted before it was sealed' }
  if (waiting.entries - waiting.present + purges.removedCount === frontier.size) return null
  const stray = await reader.maybe<{ entry_id: string }>(sql`
    select e.entry_id from log_entries e
    where e.merchant_id = ${reader.merchantId}
      and not exists (select from log_leaves l where l.merchant_id = ${reader.merchantId} and l.entry_id = e.entry_id)
      and not exists (select from log_pending p where p.merchant_id = ${reader.merchantId} and p.entry_id = e.entry_id)
    order by e.at limit 1`)
  return { seq: '', entryId: stray?.entry_id ?? null, problem: 'the entry was inserted past the log' }
}
