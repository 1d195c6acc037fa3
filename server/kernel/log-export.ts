/** The log as JSON lines for outsiders: docs/log-format.md describes them, tools/verify-log-standalone.mjs checks them. */
import type { KeyObject } from 'node:crypto'
import { type Database, inMerchant, type Reader, sql } from './db.ts'
import type { MerchantId } from './ids.ts'
import { headerText, type LogHeader } from './log-entry.ts'
import { canonicalRow, entryText, SEPARATOR } from './log-row-text.ts'
import { treeSizeOf, type WalkedLeaf, type WalkedPage, walkLog } from './log-walk.ts'
import { noteOf, originOf, verifierKey } from './signed-note.ts'

const EXPORT_FORMAT = 'zhanggui-log-export/1'

/** Hands out the whole log of one moment, some lines at a time. `write` waits for the reader. */
export function exportLog(
  database: Database,
  merchant: MerchantId,
  publicKey: KeyObject,
  write: (lines: string) => Promise<void>,
): Promise<{ entries: number }> {
  return inMerchant(database, merchant, 'snapshot', async (reader) => {
    const size = await treeSizeOf(reader)
    const origin = originOf(merchant)
    await write(lineOf({ format: EXPORT_FORMAT, origin, verifierKey: verifierKey(origin, publicKey), treeSize: size.toString() }))
    for await (const page of walkLog(reader, size)) await write(linesOf(page, merchant, publicKey))
    const waiting = await waitingEntries(reader)
    await write(waiting.map((entry) => lineOf({ waiting: entry })).join(''))
    await write(lineOf({ end: { treeSize: size.toString(), waiting: waiting.length } }))
    return { entries: size }
  })
}

const lineOf = (value: unknown): string => `${JSON.stringify(value)}\n`

/** Each checkpoint stands behind the last leaf it covers. */
function linesOf({ leaves, checkpoints }: WalkedPage, merchant: MerchantId, publicKey: KeyObject): string {
  const notes = new Map(checkpoints.map((checkpoint) => [Number(checkpoint.tree_size) - 1, checkpoint]))
  const lines: string[] = []
  for (const leaf of leaves) {
    lines.push(lineOf(leafLine(leaf)))
    const checkpoint = notes.get(Number(leaf.seq))
    if (checkpoint) lines.push(lineOf({ checkpoint: noteOf(merchant, checkpoint, publicKey) }))
  }
  return lines.join('')
}

function leafLine({ seq, leafHash: leaf, entry, tombstone }: WalkedLeaf) {
  if (entry) return { seq, leaf, entry: entry.entry }
  if (!tombstone) return { seq, leaf, missing: true }
  const { at, body, entry_id: entryId, kind, purge_id: purgeId } = tombstone
  return { seq, leaf, purged: { header: headerText({ at, body, entryId, kind } as LogHeader), purgeId } }
}

async function waitingEntries(reader: Reader): Promise<string[]> {
  const rows = await reader.rows<{ text: string }>(sql`
    select ${entryText} as text from log_pending p
    join log_entries e on e.merchant_id = ${reader.merchantId} and e.entry_id = p.entry_id
    where p.merchant_id = ${reader.merchantId} order by e.at, e.entry_id`)
  return rows.map(({ text }) => canonicalRow(text.split(SEPARATOR)).entry)
}
