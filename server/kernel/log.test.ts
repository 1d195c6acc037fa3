import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { entryOf } from '#kernel/audit-log.ts'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { bodyHash, canonicalJson } from '#kernel/log-entry.ts'
import { purgeNote } from '#kernel/log-retention.ts'
import { sealLog } from '#kernel/log-sealer.ts'
import { noteOf, type StoredCheckpoint } from '#kernel/signed-note.ts'
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

/** What a receiver outside would hold by now. */
async function notes(): Promise<string[]> {
  const { rows } = await superuser.query<StoredCheckpoint>(
    'select * from log_checkpoints where merchant_id = $1 order by tree_size',
    [t.merchantId],
  )
  return rows.map((row) => noteOf(t.merchantId, row, publicKey))
}

const tables = 'log_entries log_objects log_leaves log_nodes log_checkpoints log_heads log_tombstones log_pending'.split(' ')

/** Does something as a superuser past the application, looks, and takes it back. */
async function tampered(
  statements: [string, unknown[]][],
  outside: string[] = [],
  thenDo: () => Promise<unknown> = async () => undefined,
): Promise<Awaited<ReturnType<typeof verdict>>> {
  for (const table of tables) await superuser.query(`create table kept_${table} as table ${table}`)
  await superuser.query('begin')
  for (const [text, values] of statements) await superuser.query(text, values)
  await superuser.query('commit')
  await thenDo()
  const seen = await verdict(outside)
  await restore()
  return seen
}
async function restore(): Promise<void> {
  for (const table of tables) await superuser.query(`truncate ${table}`)
  for (const table of tables) await superuser.query(`insert into ${table} select * from kept_${table}`)
  for (const table of tables) await superuser.query(`drop table kept_${table}`)
}
/** Mulberry32: the same numbers on every run. */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

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
  const size = Number((await verdict()).entries)
  await act(3)
  const outside = await notes()
  assert.deepEqual([(await verdict(outside)).problem, (await verdict(outside)).provedOutside], [null, size + 3])
  const cut: [string, unknown[]][] = [
    ['delete from log_entries e using log_leaves l where l.entry_id = e.entry_id and l.seq >= $1', [size]],
    ['delete from log_leaves where seq >= $1', [size]],
    ['delete from log_checkpoints where tree_size > $1', [size]],
  ]
  assert.equal((await tampered(cut)).problem, null, 'inside the database alone a cut tail leaves no trace')
  assert.match((await tampered(cut, outside)).problem?.problem ?? '', /was cut/)
})

test('a whole log written anew and sealed by the application itself is found against a checkpoint kept outside', async () => {
  const outside = await notes()
  const rewrite: [string, unknown[]][] = [
    ["update log_entries set actor_name = 'nobody' where merchant_id = $1", [t.merchantId]],
    ['delete from log_pending where merchant_id = $1', [t.merchantId]],
    ['insert into log_pending select merchant_id, entry_id from log_entries where merchant_id = $1', [t.merchantId]],
    ...['log_leaves', 'log_nodes', 'log_checkpoints', 'log_heads'].map((table): [string, unknown[]] => [
      `delete from ${table} where merchant_id = $1`,
      [t.merchantId],
    ]),
  ]
  const seal = () => sealLog(t.app.kernel.database, t.merchantId, privateKey)
  assert.equal((await tampered(rewrite, [], seal)).problem, null, 'inside the database alone a whole new log leaves no trace')
  assert.match((await tampered(rewrite, outside, seal)).problem?.problem ?? '', /was rewritten/)
  assert.equal((await verdict(outside)).problem, null)
})

test('an outside checkpoint that nobody signed accuses nobody', async () => {
  const [note = ''] = await notes()
  const forged = note.replace(/^\d+$/m, '1000000')
  assert.match((await verdict([forged])).problem?.problem ?? '', /an outside checkpoint is not signed/)
  const other = await t.anotherMerchant()
  assert.equal((await verdict([note.replaceAll(`log/${t.merchantId}`, `log/${other.merchantId}`)])).problem, null)
})

test('the sealer signs nothing that contradicts what it signed before', async () => {
  const head = 'update log_heads set peaks = $2::jsonb where merchant_id = $1'
  await assert.rejects(
    tampered([[head, [t.merchantId, JSON.stringify([Buffer.alloc(32).toString('base64')])]]], [], () => act(1)),
    /head differs from its last checkpoint/,
  )
  await restore()
  await act(1)
  assert.equal((await verdict()).problem, null)
})

test('whichever column of whichever entry is changed, the entry is named', async () => {
  const random = seededRandom(20261130)
  const forgeries = {
    ...{
      at: "at + interval '1 millisecond'",
      kind: "'reveal'",
      operation: "'team.x'",
      outcome: "'refused'",
      actor_kind: "'agent'",
    },
    ...{
      actor_id: "'x'",
      actor_name: "'x'",
      app_id: "'x'",
      app_name: "'x'",
      on_behalf_id: "'x'",
      on_behalf_name: "'x'",
      via: "'mcp'",
    },
    ...{
      session_id: "'x'",
      ip: "'x'",
      user_agent: "'x'",
      request_id: "'x'",
      why: "'[1]'",
      objects: "'[]'",
      before: "'{}'",
      after: "'{}'",
    },
    ...{ details: "'{}'", version: '1', entry_id: 'gen_random_uuid()' },
  }
  const size = (await verdict()).entries
  for (const [column, value] of Object.entries(forgeries)) {
    const seq = 1 + Math.floor(random() * (size - 1))
    // A name without an id is never shown, and is not part of the entry.
    const also = column.endsWith('_name') && column !== 'actor_name' ? `, ${column.replace('_name', '_id')} = 'x'` : ''
    const seen = await tampered([[`update log_entries set ${column} = ${value}${also} where entry_id = $1`, [await leaf(seq)]]])
    assert.deepEqual([column, seen.problem?.seq], [column, String(seq)])
  }
})

test('a forged purge is named, however it is made to look', async () => {
  const entryId = await leaf(5)
  const { rows } = await superuser.query('select * from log_entries where entry_id = $1', [entryId])
  const canonical = canonicalJson(entryOf(rows[0]))
  const body = bodyHash(canonical)
  const remove: [string, unknown[]] = ['delete from log_entries where entry_id = $1', [entryId]]
  const stone = (purgeId: string, bodyText = body): [string, unknown[]] => [
    `insert into log_tombstones select l.merchant_id, l.seq, l.entry_id, $2, 'command', $3, $4, now() from log_leaves l where l.entry_id = $1`,
    [entryId, rows[0].at, bodyText, purgeId],
  ]
  const leafOf = (await superuser.query('select leaf_hash from log_leaves where entry_id = $1', [entryId])).rows[0].leaf_hash
  const note = purgeNote(newId(), [{ seq: '5', leafHash: leafOf }])
  const queue = (at: Date, details: object): [string, unknown[]] => [
    `with act as (
      insert into log_entries (merchant_id, entry_id, version, at, kind, operation, outcome, actor_kind, actor_id, actor_name, via, ip, request_id, why, objects, details)
      values ($1, gen_random_uuid(), 2, $2, 'purge', 'upkeep.purgeLog', 'done', 'system', 'system:upkeep', 'system:upkeep', 'job', '', '', '[]', '[]', $3) returning *)
    insert into log_pending select merchant_id, entry_id from act`,
    [t.merchantId, at, JSON.stringify(details)],
  ]
  const seal = () => sealLog(t.app.kernel.database, t.merchantId, privateKey)
  const [soon, inFourYears] = [new Date(), new Date(Date.now() + 4 * 366 * 24 * 3600_000)]
  const cases: [RegExp, [string, unknown[]][]][] = [
    [/no purge in the log removed it/, [remove, stone(newId())]],
    [/its tombstone is not what was sealed/, [remove, stone(newId(), bodyHash('something else'))]],
    [/was purged before its time/, [remove, stone(note.purgeId), queue(soon, note)]],
    [/at a time that has not come yet/, [remove, stone(note.purgeId), queue(inFourYears, note)]],
    [/removed other entries/, [remove, stone(note.purgeId), queue(inFourYears, { ...note, leaves: bodyHash('others') })]],
  ]
  for (const [problem, statements] of cases) {
    const seen = await tampered(statements, [], seal)
    assert.match(seen.problem?.problem ?? '', problem)
    assert.deepEqual([seen.problem?.seq, seen.problem?.entryId], ['5', entryId])
  }
  const idle = await tampered([stone(newId())])
  assert.match(idle.problem?.problem ?? '', /tombstones of entries that were never purged/)
})

test('an entry that is deleted before its seal is missed', async () => {
  await t.call('owner', addSku, { code: 'LATE', title: '商品', variant: '', minPriceFen: null, weightGrams: null })
  const seen = await tampered([
    ['delete from log_entries e using log_pending p where p.entry_id = e.entry_id and p.merchant_id = $1', [t.merchantId]],
  ])
  assert.match(seen.problem?.problem ?? '', /deleted before it was sealed/)
  await act(1)
  assert.equal((await verdict()).problem, null)
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
