/** Proofs for outsiders: that one entry is in the log (c2sp.org/tlog-proof), and that the log of today only goes on from an older one. */
import type { KeyObject } from 'node:crypto'
import { entryHash, entryOf, type LogRow } from './audit-log.ts'
import { type Reader, sql } from './db.ts'
import { canonicalJson } from './log-entry.ts'
import { NODE_STEP } from './log-sealer.ts'
import {
  append,
  emptyFrontier,
  growthSpans,
  type Hash,
  inclusionSpans,
  joinPeaks,
  rootFromInclusion,
  type Span,
} from './merkle.ts'
import { noteOf, originOf, type StoredCheckpoint, verifierKey } from './signed-note.ts'

/** The hashes of complete nodes side by side. Logs sealed before nodes were kept are read from below. */
async function completeNodes(reader: Reader, height: number, from: number, count: number): Promise<Hash[]> {
  const rows =
    height === 0
      ? await reader.rows<{ hash: string }>(sql`
          select leaf_hash as hash from log_leaves
          where merchant_id = ${reader.merchantId} and seq >= ${from} and seq < ${from + count} order by seq`)
      : await reader.rows<{ hash: string }>(sql`
          select hash from log_nodes where merchant_id = ${reader.merchantId} and height = ${height}
            and place >= ${from} and place < ${from + count} order by place`)
  if (rows.length === count) return rows.map(({ hash }) => hash)
  if (height === 0) throw new Error(`merchant ${reader.merchantId}: leaves of the log are missing. Run npx zhanggui verify-log`)
  const fan = 2 ** NODE_STEP
  const found: Hash[] = []
  for (let place = from; place < from + count; place += 1)
    found.push(rootOfNodes(await completeNodes(reader, height - NODE_STEP, place * fan, fan)))
  return found
}

function rootOfNodes(nodes: readonly Hash[]): Hash {
  const frontier = emptyFrontier()
  for (const node of nodes) append(frontier, node)
  return joinPeaks(frontier.peaks)
}

/** The root over a span: of the complete subtrees it is made of, each read at the nearest kept height below. */
async function hashOfSpan(reader: Reader, { from, to }: Span): Promise<Hash> {
  const peaks: Promise<Hash>[] = []
  let at = from
  while (at < to) {
    let height = 0
    while (at % 2 ** (height + 1) === 0 && at + 2 ** (height + 1) <= to) height += 1
    const kept = height - (height % NODE_STEP)
    peaks.push(completeNodes(reader, kept, at / 2 ** kept, 2 ** (height - kept)).then(rootOfNodes))
    at += 2 ** height
  }
  return joinPeaks(await Promise.all(peaks))
}

const hashesOf = (reader: Reader, spans: readonly Span[]): Promise<Hash[]> =>
  Promise.all(spans.map((span) => hashOfSpan(reader, span)))

const lastCheckpoint = (reader: Reader): Promise<StoredCheckpoint | undefined> =>
  reader.maybe<StoredCheckpoint>(sql`
    select tree_size, root_hash, signature from log_checkpoints where merchant_id = ${reader.merchantId} order by tree_size desc limit 1`)

export type EntryProof = {
  seq: string
  /** Canonical. */
  entry: string
  /** The text of a .tlog-proof file; its extra data is the entry. */
  proof: string
  verifierKey: string
}

/** Proves one sealed entry; undefined while it waits for its seal. Throws when the stored log contradicts itself. */
export async function proveEntry(
  reader: Reader,
  row: LogRow & { seq: string | null },
  publicKey: KeyObject,
): Promise<EntryProof | undefined> {
  const checkpoint = await lastCheckpoint(reader)
  if (row.seq === null || !checkpoint || Number(row.seq) >= Number(checkpoint.tree_size)) return undefined
  const [index, size] = [Number(row.seq), Number(checkpoint.tree_size)]
  const path = await hashesOf(reader, inclusionSpans(index, size))
  if (rootFromInclusion(entryHash(row), index, size, path) !== checkpoint.root_hash)
    throw new Error(`merchant ${reader.merchantId}: entry ${row.entry_id} is not what was sealed. Run npx zhanggui verify-log`)
  const entry = canonicalJson(entryOf(row))
  const lines = [
    'c2sp.org/tlog-proof@v1',
    `extra ${Buffer.from(entry).toString('base64')}`,
    `index ${row.seq}`,
    ...path,
    '',
    noteOf(reader.merchantId, checkpoint, publicKey),
  ]
  return { seq: row.seq, entry, proof: lines.join('\n'), verifierKey: verifierKey(originOf(reader.merchantId), publicKey) }
}

export type GrowthProof = { fromSize: number; hashes: string[]; checkpoint: string; verifierKey: string }

/** Proves that the log of its last checkpoint begins with its first `fromSize` entries; undefined when it is not as long. */
export async function proveGrowth(reader: Reader, fromSize: number, publicKey: KeyObject): Promise<GrowthProof | undefined> {
  const checkpoint = await lastCheckpoint(reader)
  if (!checkpoint || fromSize > Number(checkpoint.tree_size)) return undefined
  const hashes = await hashesOf(reader, growthSpans(fromSize, Number(checkpoint.tree_size)))
  return {
    fromSize,
    hashes,
    checkpoint: noteOf(reader.merchantId, checkpoint, publicKey),
    verifierKey: verifierKey(originOf(reader.merchantId), publicKey),
  }
}
