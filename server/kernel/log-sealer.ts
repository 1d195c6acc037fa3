/**
 * Seals waiting log entries into the merchant's Merkle tree (RFC 6962). Entries are appended in order of time; every batch
 * stores a checkpoint: tree size, root and the peaks needed to go on. Run by one sealer at a time (row lock on the head).
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import path from 'node:path'
import { entryHash, entryOf, type LogRow } from './audit-log.ts'
import { type Database, inMerchant, recordset, sql, type Tx } from './db.ts'
import type { MerchantId } from './ids.ts'
import { readOrMake } from './key-file.ts'
import { append, emptyFrontier, type Frontier, rootOf } from './merkle.ts'

/** Entries sealed in one transaction. */
export const SEAL_BATCH = 5000

/** Reads the signing key of this home, making one on first use. Its public half is written beside it for outside verifiers. */
export function readLogKey(home: string): KeyObject {
  const file = path.join(home, 'keys', 'log-ed25519.pem')
  const made = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
  const key = createPrivateKey(readOrMake(file, String(made)))
  readOrMake(path.join(home, 'keys', 'log-ed25519.pub.pem'), String(createPublicKey(key).export({ type: 'spki', format: 'pem' })))
  return key
}

/** The signed text of a checkpoint; the same three lines are written to outside files. */
export const checkpointText = (merchant: MerchantId, treeSize: string, root: Buffer): string =>
  `zhanggui/log/${merchant}\n${treeSize}\n${root.toString('base64')}\n`

type Head = { tree_size: string; peaks: string[] }
async function loadFrontier(tx: Tx): Promise<Frontier> {
  const head = await tx.maybe<Head>(sql`select tree_size, peaks from log_heads where merchant_id = ${tx.merchantId} for update`)
  if (!head) return emptyFrontier()
  return { size: BigInt(head.tree_size), peaks: head.peaks.map((peak) => Buffer.from(peak, 'base64')) }
}

/** Seals up to SEAL_BATCH entries of one merchant; answers how many. */
export function sealLog(database: Database, merchant: MerchantId, key: KeyObject): Promise<number> {
  return inMerchant(database, merchant, 'write', async (tx) => {
    await tx.write(
      sql`insert into log_heads (merchant_id, tree_size, peaks) values (${merchant}, 0, '[]') on conflict do nothing`,
    )
    const frontier = await loadFrontier(tx)
    const rows = await tx.rows<LogRow>(sql`
      select e.* from log_pending p join log_entries e on e.merchant_id = ${merchant} and e.entry_id = p.entry_id
      where p.merchant_id = ${merchant} order by e.at, e.entry_id limit ${SEAL_BATCH}`)
    if (rows.length === 0) return 0
    const leaves = rows.map((row) => {
      const hash = entryHash(entryOf(row))
      const seq = frontier.size.toString()
      append(frontier, hash)
      return { seq, entry_id: row.entry_id, leaf_hash: hash.toString('base64') }
    })
    await saveSealed(tx, frontier, leaves, key)
    return rows.length
  })
}

type Leaf = { seq: string; entry_id: string; leaf_hash: string }
async function saveSealed(tx: Tx, frontier: Frontier, leaves: Leaf[], key: KeyObject): Promise<void> {
  const merchant = tx.merchantId
  const size = frontier.size.toString()
  const root = rootOf(frontier)
  const signature = sign(null, Buffer.from(checkpointText(merchant, size, root)), key).toString('base64')
  await Promise.all([
    tx.write(sql`
      insert into log_leaves (merchant_id, seq, entry_id, leaf_hash)
      select ${merchant}, l.seq, l.entry_id, l.leaf_hash from jsonb_to_recordset(${recordset(leaves)}::jsonb) as l(seq bigint, entry_id uuid, leaf_hash text)`),
    tx.write(
      sql`delete from log_pending where merchant_id = ${merchant} and entry_id = any(${leaves.map((leaf) => leaf.entry_id)}::uuid[])`,
    ),
    tx.write(
      sql`insert into log_checkpoints (merchant_id, tree_size, root_hash, signature) values (${merchant}, ${size}, ${root.toString('base64')}, ${signature})`,
    ),
    tx.write(sql`
      update log_heads set tree_size = ${size}, peaks = ${JSON.stringify(frontier.peaks.map((peak) => peak.toString('base64')))}::jsonb
      where merchant_id = ${merchant}`),
  ])
}
