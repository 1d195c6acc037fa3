import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { sql } from '#kernel/db.ts'
import { checkpointText, sealLog } from '#kernel/log-sealer.ts'
import { append, emptyFrontier, leafHash, nodeHash, rootOf } from '#kernel/merkle.ts'
import { verifyLog } from '#kernel/verify-log.ts'
import { addSku } from '#modules/catalog/operations/add-sku.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'

const { privateKey } = generateKeyPairSync('ed25519')
const publicKey = createPublicKey(privateKey)
let t: TestTeam
let superuser: pg.Client
let made = 0
before(async () => {
  t = await aTeam()
  superuser = new pg.Client(t.address)
  await superuser.connect()
})
after(async () => {
  await superuser.end()
  await t.drop()
})

async function act(times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    made += 1
    await t.call('owner', addSku, { code: `L${made}`, title: '商品', variant: '', minPriceFen: null, weightGrams: null })
  }
  await sealLog(t.app.kernel.database, t.merchantId, privateKey)
}
const verdict = (outside: Parameters<typeof verifyLog>[3] = []) =>
  verifyLog(t.app.kernel.database, t.merchantId, publicKey, outside)
const leaf = async (seq: number) =>
  (await superuser.query('select entry_id from log_leaves where merchant_id = $1 and seq = $2', [t.merchantId, seq])).rows[0]
    .entry_id as string

/** Does something as a superuser past the application, looks, and takes it back. */
async function tampered(statements: [string, unknown[]][]): Promise<Awaited<ReturnType<typeof verdict>>> {
  const tables = ['log_entries', 'log_leaves', 'log_checkpoints', 'log_heads']
  for (const table of tables) await superuser.query(`create table kept_${table} as table ${table}`)
  await superuser.query('begin')
  for (const [text, values] of statements) await superuser.query(text, values)
  await superuser.query('commit')
  const seen = await verdict()
  for (const table of tables) await superuser.query(`truncate ${table}`)
  for (const table of tables) await superuser.query(`insert into ${table} select * from kept_${table}`)
  for (const table of tables) await superuser.query(`drop table kept_${table}`)
  return seen
}

test('the tree hashes as RFC 6962 says: its known roots for one to eight leaves', () => {
  // Test vectors of RFC 6962's reference implementation (leaf data in hex, roots of the first n leaves).
  const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
  const roots = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ]
  const frontier = emptyFrontier()
  for (const [place, data] of leaves.entries()) {
    append(frontier, leafHash(Buffer.from(data, 'hex')))
    assert.equal(rootOf(frontier).toString('hex'), roots[place])
  }
  assert.notDeepEqual(nodeHash(Buffer.alloc(32), Buffer.alloc(32)), leafHash(Buffer.alloc(64)))
})

test('an untouched log verifies over several seals', async () => {
  await act(7)
  await act(5)
  const seen = await verdict()
  assert.equal(seen.problem, null)
  assert.equal(seen.waiting, 0)
  assert.ok(seen.entries >= 12)
})

test('a changed entry is named', async () => {
  const entryId = await leaf(4)
  const seen = await tampered([
    ['update log_entries set details = details || \'{"code": "FORGED"}\' where entry_id = $1', [entryId]],
  ])
  assert.deepEqual(seen.problem, { seq: '4', entryId, problem: 'the entry was changed after it was sealed' })
})

test('a deleted entry is named, also when its leaf is deleted with it', async () => {
  const entryId = await leaf(3)
  assert.equal((await tampered([['delete from log_entries where entry_id = $1', [entryId]]])).problem?.entryId, entryId)
  const both = await tampered([
    ['delete from log_entries where entry_id = $1', [entryId]],
    ['delete from log_leaves where entry_id = $1', [entryId]],
  ])
  assert.match(both.problem?.problem ?? '', /entry 3 is missing/)
})

test('two swapped entries are found', async () => {
  const [a, b] = [await leaf(2), await leaf(6)]
  const move = 'update log_leaves set seq = $2 where merchant_id = $3 and entry_id = $1'
  const seen = await tampered([
    [move, [a, -1, t.merchantId]],
    [move, [b, 2, t.merchantId]],
    [move, [a, 6, t.merchantId]],
  ])
  assert.match(seen.problem?.problem ?? '', /the tree differs/)
})

test('an entry put in past the application is found', async () => {
  const entryId = await leaf(1)
  const seen = await tampered([
    [
      "insert into log_entries select (jsonb_populate_record(e, jsonb_build_object('entry_id', gen_random_uuid()))).* from log_entries e where entry_id = $1",
      [entryId],
    ],
  ])
  assert.match(seen.problem?.problem ?? '', /inserted past the log/)
})

test('a forged checkpoint fails its signature', async () => {
  const seen = await tampered([["update log_checkpoints set signature = 'AAAA' where merchant_id = $1", [t.merchantId]]])
  assert.match(seen.problem?.problem ?? '', /not signed/)
})

test('a log that was cut at its end is found against a checkpoint kept outside', async () => {
  const before = await superuser.query('select max(tree_size) as size from log_checkpoints where merchant_id = $1', [
    t.merchantId,
  ])
  await act(3)
  const { rows } = await superuser.query('select * from log_checkpoints where merchant_id = $1 order by tree_size desc limit 1', [
    t.merchantId,
  ])
  const outside = [
    {
      merchant: t.merchantId,
      text: checkpointText(t.merchantId, rows[0].tree_size, Buffer.from(rows[0].root_hash, 'base64')),
      signature: rows[0].signature as string,
    },
  ]
  assert.equal((await verdict(outside)).problem, null)
  await superuser.query('delete from log_entries e using log_leaves l where l.entry_id = e.entry_id and l.seq >= $1', [
    before.rows[0].size,
  ])
  await superuser.query('delete from log_leaves where seq >= $1', [before.rows[0].size])
  await superuser.query('delete from log_checkpoints where tree_size > $1', [before.rows[0].size])
  assert.equal((await verdict()).problem, null, 'inside the database alone a cut tail leaves no trace')
  assert.match((await verdict(outside)).problem?.problem ?? '', /was cut/)
})

test('the application itself can neither change nor delete an entry', async () => {
  await assert.rejects(
    t.write((tx) => tx.write(sql`delete from log_entries where merchant_id = ${t.merchantId}`)),
    /permission denied/,
  )
  await assert.rejects(
    t.write((tx) => tx.write(sql`update log_entries set details = '{}' where merchant_id = ${t.merchantId}`)),
    /permission denied/,
  )
})
