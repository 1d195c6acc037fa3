/** A log that earlier versions began, many writers and sealers at once, and the short cuts of proof and check held against the long way. */
import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { addSku } from '#modules/catalog/operations/add-sku.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import type { LogRow } from './audit-log.ts'
import { inMerchant, sql } from './db.ts'
import { newId } from './ids.ts'
import { canonicalJsonb } from './jsonb-canonical.ts'
import { canonicalJson } from './log-entry.ts'
import { proveEntry, proveGrowth } from './log-proof.ts'
import { sealLog } from './log-sealer.ts'
import { verifyLog } from './verify-log.ts'

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

const seal = () => sealLog(t.app.kernel.database, t.merchantId, privateKey)
const verdict = () => verifyLog(t.app.kernel.database, t.merchantId, publicKey)
function act() {
  made += 1
  return t.call('owner', addSku, { code: `U${made}`, title: '商品', variant: '', minPriceFen: null, weightGrams: null })
}
/** Written and queued as the first version of the program did. */
async function oldEntry(at: Date): Promise<string> {
  const entryId = newId()
  await superuser.query(
    `insert into log_entries (merchant_id, entry_id, version, at, kind, operation, outcome, actor_kind, actor_id, actor_name, via, ip, request_id, why, objects, details)
     values ($1, $2, 1, $3, 'command', 'catalog.addSku', 'done', 'person', $4, '店主', 'web', '192.0.2.1', 'r', '[{"grantId": "owner", "role": "owner"}]',
       '[{"kind": "sku", "id": "1"}]', '{"code": "OLD", "b": 1}')`,
    [t.merchantId, entryId, at, t.ownerId],
  )
  await superuser.query('insert into log_pending values ($1, $2)', [t.merchantId, entryId])
  return entryId
}

test('entries of the first version are sealed, verified and named when changed; no purge can take them', async () => {
  const entryId = await oldEntry(new Date('2020-01-01T00:00:00Z'))
  await act()
  await seal()
  assert.equal((await verdict()).problem, null)
  for (const [column, value] of [
    ['details', `'{"code": "NEW"}'`],
    ['app_id', `'x'`],
    ['user_agent', `'x'`],
    ['before', `'{}'`],
  ]) {
    await superuser.query(`create table kept as select * from log_entries where entry_id = $1`, [entryId])
    await superuser.query(`update log_entries set ${column} = ${value} where entry_id = $1`, [entryId])
    assert.equal((await verdict()).problem?.entryId, entryId, column)
    await superuser.query(`delete from log_entries where entry_id = $1`, [entryId])
    await superuser.query('insert into log_entries select * from kept')
    await superuser.query('drop table kept')
  }
  const { seq } = (await superuser.query('select seq from log_leaves where entry_id = $1', [entryId])).rows[0]
  const removed = JSON.stringify([{ seq, body: 'x' }])
  await assert.rejects(
    t.write((tx) => tx.rows(sql`select app.purge_log(${newId()}::uuid, ${removed}::jsonb)`)),
    /not what was sealed/,
  )
})

test('twenty writers and three sealers at once make one tree in which every act stands once', async () => {
  const before = (await verdict()).entries
  const acting = Promise.all(Array.from({ length: 60 }, act))
  const sealing = Promise.all(Array.from({ length: 3 }, async () => (await seal()) + (await seal())))
  await Promise.all([acting, sealing])
  await seal()
  const seen = await verdict()
  assert.deepEqual([seen.problem, seen.entries - before, seen.waiting], [null, 60, 0])
})

test('proofs are the same with and without the kept nodes, for logs that were sealed before nodes were kept', async () => {
  await Promise.all(Array.from({ length: 230 }, act))
  await seal()
  assert.ok((await superuser.query('select 1 from log_nodes where merchant_id = $1', [t.merchantId])).rowCount)
  const proofs = () =>
    inMerchant(t.app.kernel.database, t.merchantId, 'snapshot', async (reader) => {
      const rows = await reader.rows<LogRow & { seq: string }>(sql`
        select e.*, l.seq from log_leaves l join log_entries e on e.merchant_id = ${reader.merchantId} and e.entry_id = l.entry_id
        where l.merchant_id = ${reader.merchantId} and l.seq in (0, 130, 255, 256, 290) order by l.seq`)
      const entries = await Promise.all(rows.map((row) => proveEntry(reader, row, publicKey)))
      return { entries, growth: await Promise.all([1, 100, 256, 291].map((size) => proveGrowth(reader, size, publicKey))) }
    })
  const withNodes = await proofs()
  assert.equal(withNodes.entries.length, 5)
  await superuser.query('delete from log_nodes where merchant_id = $1', [t.merchantId])
  assert.deepEqual(await proofs(), withNodes)
})

test('a proof is not given of an entry that is not what was sealed', async () => {
  const { rows } = await superuser.query('select entry_id from log_leaves where merchant_id = $1 and seq = 7', [t.merchantId])
  await superuser.query("update log_entries set actor_name = 'nobody' where entry_id = $1", [rows[0].entry_id])
  const proof = inMerchant(t.app.kernel.database, t.merchantId, 'read', async (reader) => {
    const row = await reader.maybe<LogRow>(
      sql`select * from log_entries where merchant_id = ${reader.merchantId} and entry_id = ${rows[0].entry_id}`,
    )
    return row && proveEntry(reader, { ...row, seq: '7' }, publicKey)
  })
  await assert.rejects(proof, /is not what was sealed/)
})

test('any value becomes canonical from its jsonb text as it would by being made', async () => {
  const text = fc.string({ unit: 'binary', maxLength: 8 }).map((value) => value.toWellFormed().replaceAll('\0', ''))
  const number = fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, 1e21, 1e-7, 123456789012345),
  )
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, fc.boolean(), fc.constant(null), text, number, tie('list'), tie('fields')),
    list: fc.array(tie('value'), { maxLength: 4 }),
    fields: fc.dictionary(fc.oneof(text, fc.constantFrom('a', 'ab', 'b', 'kind', 'id', 'Z')), tie('value'), { maxKeys: 5 }),
  }))
  const values = fc.sample(value, { numRuns: 1500, seed: 20261130 }).map((each) => JSON.stringify(each))
  const { rows } = await superuser.query<{ text: string }>(
    'select v::jsonb::text as text from unnest($1::text[]) with ordinality as u(v, n) order by n',
    [values],
  )
  for (const [place, { text: stored }] of rows.entries()) {
    assert.equal(canonicalJsonb(stored), canonicalJson(JSON.parse(stored)))
    assert.equal(canonicalJsonb(stored), canonicalJson(JSON.parse(values[place] ?? '')))
  }
})
