import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { addSku } from '#modules/catalog/operations/add-sku.ts'
import { readLog } from '#modules/team/log/operations/read-log.ts'
import { recurringJobs } from '#server/app.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { sql } from './db.ts'
import { logPurgeModule } from './log-purge.ts'
import { LEAST_DAYS } from './log-retention.ts'
import { sealLog } from './log-sealer.ts'
import type { Command } from './operation.ts'
import { startRecurring } from './recurring.ts'
import { ruleValue } from './rule-packs.ts'
import { verifyLog } from './verify-log.ts'

const DAY_MS = 24 * 3600_000
const { privateKey } = generateKeyPairSync('ed25519')
const publicKey = createPublicKey(privateKey)
let t: TestTeam
let superuser: pg.Client
let made = 0
// The database's own clock decides what is old enough, so the acts are set into the past.
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS)
before(async () => {
  t = await aTeam({ startAt: daysAgo(1200) })
  superuser = new pg.Client(t.address)
  await superuser.connect()
})
after(async () => {
  await superuser.end()
  await t.drop()
})

async function act() {
  made += 1
  await t.call('owner', addSku, { code: `P${made}`, title: '商品', variant: '', minPriceFen: null, weightGrams: null })
}
const look = () => t.call('owner', readLog, {})
const seal = () => sealLog(t.app.kernel.database, t.merchantId, privateKey)
const verdict = () => verifyLog(t.app.kernel.database, t.merchantId, publicKey)
const purgeLog = logPurgeModule(3).operations[1] as Command
const purge = () => t.callAsSystem(purgeLog, {}) as Promise<{ count: number; firstSeq: string }>
async function count() {
  const { rows } = await superuser.query(
    'select operation, count(*)::int as n from log_entries where merchant_id = $1 group by operation',
    [t.merchantId],
  )
  return Object.fromEntries(rows.map(({ operation, n }) => [operation, n]))
}

test('the days in the rules are those of the law, and no setting goes below', () => {
  assert.equal(ruleValue('defaults', 'keepAccessLog', 'days'), LEAST_DAYS.access)
  assert.equal(ruleValue('defaults', 'keepTransactionLog', 'days'), LEAST_DAYS.transaction)
})

test('access leaves after half a year, acts after three years, the purge itself never; and the tree still proves the rest', async () => {
  await act() // 1200 days ago, with the merchant's beginning before it
  t.clock.now = daysAgo(1090)
  await act()
  await look()
  t.clock.now = daysAgo(184)
  await look()
  t.clock.now = daysAgo(180)
  await look()
  await seal()
  t.clock.now = new Date()
  assert.equal((await purge()).count, 3)
  assert.equal((await purge()).count, 1)
  assert.equal((await purge()).count, 0)
  await seal()
  assert.deepEqual(await count(), { 'catalog.addSku': 1, 'team.readLog': 1, 'upkeep.purgeLog': 3 })
  const seen = await verdict()
  assert.deepEqual([seen.problem, seen.purged], [null, 4])
  const left = await t.read((reader) =>
    reader.maybe<{ n: number }>(sql`
      select count(*)::int as n from log_objects o where o.merchant_id = ${reader.merchantId}
        and not exists (select from log_entries e where e.merchant_id = ${reader.merchantId} and e.entry_id = o.entry_id)`),
  )
  assert.equal(left?.n, 0, 'nothing points to what is gone')
  const log = await t.call('owner', readLog, { operation: 'upkeep.purgeLog' })
  assert.deepEqual(
    log.rows.map(({ kind, details }) => [kind, details.count, details.firstSeq]),
    [
      ['command', 0, ''],
      ['purge', 1, '4'],
      ['purge', 3, '0'],
    ],
  )
})

test('a purge is verified also while its own entry still waits for its seal', async () => {
  t.clock.now = daysAgo(400)
  await look()
  await seal()
  t.clock.now = new Date()
  await purge()
  const seen = await verdict()
  assert.deepEqual([seen.problem, seen.purged], [null, 5])
  await seal()
  assert.equal((await verdict()).problem, null)
})

test('the application can remove nothing that is too young, not sealed, a purge itself, or put down falsely', async () => {
  t.clock.now = daysAgo(500)
  await look()
  await seal()
  const { rows } = await superuser.query(
    'select l.seq, e.kind from log_leaves l join log_entries e using (merchant_id, entry_id) where merchant_id = $1 order by l.seq',
    [t.merchantId],
  )
  assert.ok(rows.some(({ kind }) => kind === 'purge'))
  for (const { seq } of rows)
    await assert.rejects(
      t.write((tx) =>
        tx.rows(sql`select app.purge_log(gen_random_uuid(), ${JSON.stringify([{ seq, body: 'x'.repeat(44) }])}::jsonb)`),
      ),
      /1 of 1 entries are not sealed, not old enough or not what was sealed/,
    )
  for (const table of ['log_entries', 'log_leaves', 'log_tombstones', 'log_checkpoints', 'log_nodes'])
    await assert.rejects(superuser.query(`set role zhanggui_app; delete from ${table}`), /permission denied/)
  await superuser.query('reset role')
  assert.equal((await verdict()).problem, null)
})

test('the daily job purges each merchant by itself and leaves no entry when there is nothing to remove', async () => {
  t.clock.now = new Date()
  const neighbour = await t.anotherMerchant()
  const before = await count()
  const wanted = recurringJobs().filter((job) => job.kind === 'upkeep.purgeLog')
  await startRecurring(t.app.kernel, wanted, () => undefined)()
  await t.runJobs()
  await neighbour.runJobs()
  assert.deepEqual(await count(), {
    ...before,
    'team.readLog': (before['team.readLog'] ?? 0) - 1,
    'upkeep.purgeLog': (before['upkeep.purgeLog'] ?? 0) + 1,
  })
  await startRecurring(t.app.kernel, wanted, () => undefined)()
  await t.runJobs()
  assert.equal((await count())['upkeep.purgeLog'], (before['upkeep.purgeLog'] ?? 0) + 1)
  await seal()
  assert.equal((await verdict()).problem, null)
})
