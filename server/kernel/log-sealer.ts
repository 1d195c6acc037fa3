/**
 * Seals waiting log entries into the merchant's Merkle tree (RFC 6962). Entries are appended in order of time; every batch
 * stores a checkpoint: tree size, root and the peaks needed to go on. Run by one sealer at a time (row lock on the head).
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import path from 'node:path'
import { entryHash, type LogRow } from './audit-log.ts'
import { type Database, inMerchant, recordset, sql, type Tx } from './db.ts'
import type { MerchantId } from './ids.ts'
import { readOrMake } from './key-file.ts'
import { append, type CompleteNode, type Frontier, rootOf } from './merkle.ts'
import { checkpointText, signText } from './signed-note.ts'

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

/** Its public half, with which signatures are checked. */
export const logPublicKey = (home: string): KeyObject => createPublicKey(readLogKey(home))

/** Complete subtrees of 2^8, 2^16 … leaves are kept, so that a proof reads hundreds of hashes and not the whole log. */
export const NODE_STEP = 8

type Head = { tree_size: string; peaks: string[] }
type LastCheckpoint = { tree_size: string; root_hash: string }
/** Throws when the head is not where the last checkpoint left it: nothing is signed that contradicts what was signed before. */
async function loadFrontier(tx: Tx): Promise<Frontier> {
  const [head, last] = await Promise.all([
    tx.maybe<Head>(sql`select tree_size, peaks from log_heads where merchant_id = ${tx.merchantId} for update`),
    tx.maybe<LastCheckpoint>(sql`
      select tree_size, root_hash from log_checkpoints where merchant_id = ${tx.merchantId} order by tree_size desc limit 1`),
  ])
  const frontier = {
    size: Number(head?.tree_size ?? 0),
    peaks: head?.peaks ?? [],
  }
  const isContinued = last ? Number(last.tree_size) === frontier.size && last.root_hash === rootOf(frontier) : frontier.size === 0
  if (isContinued) return frontier
  throw new Error(`merchant ${tx.merchantId}: the log's head differs from its last checkpoint. Run npx zhanggui verify-log`)
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
    const nodes: CompleteNode[] = []
    const leaves = rows.map((row) => {
      const hash = entryHash(row)
      const seq = frontier.size.toString()
      append(frontier, hash, (node) => {
        if (node.height % NODE_STEP === 0) nodes.push(node)
      })
      return { seq, entry_id: row.entry_id, leaf_hash: hash }
    })
    await saveSealed(tx, { frontier, leaves, nodes }, key)
    return rows.length
  })
}

type Leaf = { seq: string; entry_id: string; leaf_hash: string }
type Sealed = { frontier: Frontier; leaves: Leaf[]; nodes: CompleteNode[] }
async function saveSealed(tx: Tx, { frontier, leaves, nodes }: Sealed, key: KeyObject): Promise<void> {
  const merchant = tx.merchantId
  const size = frontier.size.toString()
  const root = rootOf(frontier)
  const signature = signText(checkpointText(merchant, size, root), key)
  await Promise.all([
    tx.write(sql`
      insert into log_leaves (merchant_id, seq, entry_id, leaf_hash)
      select ${merchant}, l.seq, l.entry_id, l.leaf_hash from jsonb_to_recordset(${recordset(leaves)}::jsonb) as l(seq bigint, entry_id uuid, leaf_hash text)`),
    tx.write(
      sql`delete from log_pending where merchant_id = ${merchant} and entry_id = any(${leaves.map((leaf) => leaf.entry_id)}::uuid[])`,
    ),
    tx.write(
      sql`insert into log_checkpoints (merchant_id, tree_size, root_hash, signature) values (${merchant}, ${size}, ${root}, ${signature})`,
    ),
    tx.write(sql`
      update log_heads set tree_size = ${size}, peaks = ${JSON.stringify(frontier.peaks)}::jsonb
      where merchant_id = ${merchant}`),
    ...(nodes.length > 0 ? [saveNodes(tx, nodes)] : []),
  ])
}

function saveNodes(tx: Tx, nodes: readonly CompleteNode[]): Promise<number> {
  const rows = nodes.map(({ height, place, hash }) => ({ height, place: place.toString(), hash }))
  return tx.write(sql`
    insert into log_nodes (merchant_id, height, place, hash)
    select ${tx.merchantId}, n.height, n.place, n.hash from jsonb_to_recordset(${recordset(rows)}::jsonb) as n(height int, place bigint, hash text)`)
}
