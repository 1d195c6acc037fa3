/** Walks a merchant's sealed log from its first leaf to its last, page after page, the next one being read while this one is looked at. */
import { type Reader, sql } from './db.ts'
import { type CanonicalRow, canonicalRow, entryColumns } from './log-row-text.ts'
import type { StoredCheckpoint } from './signed-note.ts'

const PAGE = 10_000

export type Tombstone = {
  seq: string
  entry_id: string
  at: string
  kind: string
  body: string
  purge_id: string
  purged_at: string
}
export type WalkedLeaf = {
  seq: string
  /** Base64. */
  leafHash: string
  entryId: string
  /** undefined: there is none any more. */
  entry: CanonicalRow | undefined
  tombstone: Tombstone | undefined
}
export type WalkedPage = { leaves: WalkedLeaf[]; checkpoints: StoredCheckpoint[] }
type ReadPage = { rows: (string | null)[][]; checkpoints: StoredCheckpoint[]; from: number }

/** Where the walk ends: entries sealed later are left to the next one. */
export async function treeSizeOf(reader: Reader): Promise<bigint> {
  const last = await reader.maybe<{ size: string }>(sql`
    select greatest((select max(seq) + 1 from log_leaves where merchant_id = ${reader.merchantId}),
      (select max(tree_size) from log_checkpoints where merchant_id = ${reader.merchantId}), 0) as size`)
  return BigInt(last?.size ?? 0)
}

export async function* walkLog(reader: Reader, size: bigint): AsyncGenerator<WalkedPage> {
  await reader.rows(sql`set local timezone = 'UTC'`)
  const end = Number(size)
  let next: Promise<ReadPage> | undefined = end > 0 ? readPage(reader, 0) : undefined
  while (next) {
    const page: ReadPage = await next
    const from = page.from + PAGE
    next = from < end ? readPage(reader, from) : undefined
    // Should the walk end early, nobody waits for the page ahead.
    next?.catch(() => undefined)
    yield { leaves: await leavesOf(reader, page), checkpoints: page.checkpoints }
  }
}

/** By number and not by "the next ones", so that a page can be asked for before the one ahead of it has come. */
async function readPage(reader: Reader, from: number): Promise<ReadPage> {
  const merchant = reader.merchantId
  const [rows, checkpoints] = await Promise.all([
    // One look-up per leaf, whatever the planner believes of the tables' sizes.
    reader.texts(sql`
      select l.seq, l.leaf_hash, l.entry_id, ${entryColumns} from log_leaves l
      left join lateral (select f.* from log_entries f where f.merchant_id = ${merchant} and f.entry_id = l.entry_id offset 0) e on true
      where l.merchant_id = ${merchant} and l.seq >= ${from} and l.seq < ${from + PAGE} order by l.seq`),
    reader.rows<StoredCheckpoint>(sql`
      select tree_size, root_hash, signature from log_checkpoints
      where merchant_id = ${merchant} and tree_size > ${from} and tree_size <= ${from + PAGE} order by tree_size`),
  ])
  return { rows, checkpoints, from }
}

async function leavesOf(reader: Reader, { rows, from }: ReadPage): Promise<WalkedLeaf[]> {
  const leaves = rows.map((row) => ({
    seq: row[0] ?? '',
    leafHash: row[1] ?? '',
    entryId: row[2] ?? '',
    entry: canonicalRow(row, 3),
    tombstone: undefined as Tombstone | undefined,
  }))
  if (leaves.every((leaf) => leaf.entry)) return leaves
  const stones = await reader.rows<Tombstone>(sql`
    select seq, entry_id, at, kind, body, purge_id, purged_at from log_tombstones
    where merchant_id = ${reader.merchantId} and seq >= ${from} and seq < ${from + PAGE}`)
  const bySeq = new Map(stones.map((stone) => [stone.seq, stone]))
  for (const leaf of leaves) leaf.tombstone = leaf.entry ? undefined : bySeq.get(leaf.seq)
  return leaves
}
