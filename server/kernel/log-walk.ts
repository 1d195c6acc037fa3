/** Walks a merchant's sealed log from its first leaf to its last, page after page, the next one being read while this one is looked at. */
import { type Reader, sql } from './db.ts'
import { type CanonicalRow, canonicalRow, entryText, SEPARATOR, separator } from './log-row-text.ts'
import type { StoredCheckpoint } from './signed-note.ts'

/** Small enough that what a page makes is garbage before it is old. */
const PAGE = 500
/** Pages asked for while one is looked at. */
const AHEAD = 3

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
/** `leaves` are made one by one while they are looked at; `end` is the number behind the last. */
export type WalkedPage = { leaves: Iterable<WalkedLeaf>; end: number; checkpoints: StoredCheckpoint[] }
type ReadPage = { rows: string[][]; checkpoints: StoredCheckpoint[]; from: number }
/** Between the rows of a page, as PostgreSQL and as JavaScript write it; like the other it stands in no value. */
const rowSeparator = sql`chr(30)`
const ROW_SEPARATOR = '\x1e'

/** Where the walk ends: entries sealed later are left to the next one. */
export async function treeSizeOf(reader: Reader): Promise<number> {
  const last = await reader.maybe<{ size: string }>(sql`
    select greatest((select max(seq) + 1 from log_leaves where merchant_id = ${reader.merchantId}),
      (select max(tree_size) from log_checkpoints where merchant_id = ${reader.merchantId}), 0) as size`)
  return Number(last?.size ?? 0)
}

export async function* walkLog(reader: Reader, size: number): AsyncGenerator<WalkedPage> {
  await reader.rows(sql`set local timezone = 'UTC'`)
  const ahead: Promise<ReadPage>[] = []
  let from = 0
  const readAhead = () => {
    for (; from < size && ahead.length < AHEAD; from += PAGE) {
      const page = readPage(reader, from)
      // Should the walk end early, nobody waits for the pages ahead.
      page.catch(() => undefined)
      ahead.push(page)
    }
    return ahead.shift()
  }
  for (let next = readAhead(); next; next = readAhead()) {
    const page = await next
    const last = page.rows.at(-1)?.[0]
    const end = last === undefined ? page.from : Number(last) + 1
    yield { leaves: leavesOf(page.rows, await tombstonesOf(reader, page)), end, checkpoints: page.checkpoints }
  }
}

/** By number and not by "the next ones", so that a page can be asked for before the one ahead of it has come. */
async function readPage(reader: Reader, from: number): Promise<ReadPage> {
  const merchant = reader.merchantId
  const [page, checkpoints] = await Promise.all([
    // One look-up per leaf, whatever the planner believes of the tables' sizes; a leaf without an entry has nothing behind its id.
    reader.maybe<{ rows: string | null }>(sql`
      select string_agg(concat_ws(${separator}, l.seq, l.leaf_hash, l.entry_id, case when e.entry_id is not null then ${entryText} end),
        ${rowSeparator} order by l.seq) as rows
      from log_leaves l
      left join lateral (select f.* from log_entries f where f.merchant_id = ${merchant} and f.entry_id = l.entry_id offset 0) e on true
      where l.merchant_id = ${merchant} and l.seq >= ${from} and l.seq < ${from + PAGE}`),
    reader.rows<StoredCheckpoint>(sql`
      select tree_size, root_hash, signature from log_checkpoints
      where merchant_id = ${merchant} and tree_size > ${from} and tree_size <= ${from + PAGE} order by tree_size`),
  ])
  const rows = page?.rows?.split(ROW_SEPARATOR).map((row) => row.split(SEPARATOR)) ?? []
  return { rows, checkpoints, from }
}

function* leavesOf(rows: ReadPage['rows'], tombstones: ReadonlyMap<string, Tombstone>): Generator<WalkedLeaf> {
  for (const row of rows) {
    const [seq = '', leafHash = '', entryId = ''] = row
    const entry = row.length > 3 ? canonicalRow(row, 3) : undefined
    yield { seq, leafHash, entryId, entry, tombstone: entry ? undefined : tombstones.get(seq) }
  }
}

/** Looked up only where an entry is not there. */
async function tombstonesOf(reader: Reader, { rows, from }: ReadPage): Promise<Map<string, Tombstone>> {
  if (rows.every((row) => row.length > 3)) return new Map()
  const stones = await reader.rows<Tombstone>(sql`
    select seq, entry_id, at, kind, body, purge_id, purged_at from log_tombstones
    where merchant_id = ${reader.merchantId} and seq >= ${from} and seq < ${from + PAGE}`)
  return new Map(stones.map((stone) => [stone.seq, stone]))
}
