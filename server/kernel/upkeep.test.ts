import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { inMerchant, sql } from '#kernel/db.ts'
import { addSku } from '#modules/catalog/operations/add-sku.ts'
import { createLoginTicket } from '#modules/team/create-merchant.ts'
import { endedSessions, pastLoginTickets } from '#modules/team/sign-in/expired-sign-ins.ts'
import { recurringJobs } from '#server/app.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { newId } from './ids.ts'
import type { Command } from './operation.ts'
import { startRecurring } from './recurring.ts'
import { oldEvents, oldIdempotencyKeys, upkeepModule } from './upkeep.ts'

const DAY_MS = 24 * 3600_000
let t: TestTeam
before(async () => {
  t = await aTeam({ startAt: new Date() })
})
after(() => t.drop())

/** Two at a time, so that a few rows take several batches. */
const [removeExpired] = upkeepModule([oldEvents, oldIdempotencyKeys, endedSessions, pastLoginTickets], 2).operations
const removeAll = async (): Promise<number> => {
  const { removed, isMore } = (await t.callAsSystem(removeExpired as Command, {})) as { removed: number; isMore: boolean }
  return removed + (isMore ? await removeAll() : 0)
}
const count = async () =>
  t.read((reader) =>
    reader.maybe(sql`
      select (select count(*)::int from events where merchant_id = ${reader.merchantId}) as events,
        (select count(*)::int from idempotency_keys where merchant_id = ${reader.merchantId}) as keys,
        (select count(*)::int from sessions where merchant_id = ${reader.merchantId}) as sessions,
        (select count(*)::int from login_tickets where merchant_id = ${reader.merchantId}) as tickets`),
  )
async function aDayAtWork(code: string): Promise<void> {
  for (const place of [1, 2, 3])
    await t.call(
      'owner',
      addSku,
      { code: `${code}${place}`, title: '商品', variant: '', minPriceFen: null, weightGrams: null },
      { idempotencyKey: `${code}${place}` },
    )
  await createLoginTicket(t.app.kernel.database, t.merchantId, t.ownerId, t.clock.now)
  await t.write((tx) =>
    tx.write(sql`
      insert into sessions (merchant_id, session_id, account_id, token_hash, created_at, last_seen_at, expires_at, ended_at, ip, user_agent)
      select ${tx.merchantId}, s.id, ${t.ownerId}, s.id, ${t.clock.now}, ${t.clock.now}, ${new Date(t.clock.now.getTime() + 400 * DAY_MS)}, s.ended, '', ''
      from (values (${newId()}::uuid, ${t.clock.now}::timestamptz), (${newId()}::uuid, null)) as s(id, ended)`),
  )
}

test('each kind of row leaves when its time is over and not a day before; an open session stays', async () => {
  await aDayAtWork('A')
  const all = { events: 3, keys: 3, sessions: 2, tickets: 1 }
  assert.deepEqual(await count(), all)
  t.clock.advance(6.9 * DAY_MS)
  assert.equal(await removeAll(), 0)
  t.clock.advance(0.2 * DAY_MS)
  await aDayAtWork('B')
  assert.equal(await removeAll(), 3)
  assert.deepEqual(await count(), { events: 3, keys: 6, sessions: 4, tickets: 2 })
  t.clock.advance(1 * DAY_MS)
  // Keys are dated by the database, whose clock stands still for this test.
  await removeAll()
  assert.deepEqual(await count(), { events: 3, keys: 0, sessions: 4, tickets: 2 })
  t.clock.advance(175 * DAY_MS)
  await removeAll()
  assert.deepEqual(await count(), { events: 0, keys: 0, sessions: 3, tickets: 1 })
})

test('the hourly job is there and removes for each merchant only its own', async () => {
  const neighbour = await t.anotherMerchant()
  await aDayAtWork('C')
  t.clock.advance(600 * DAY_MS)
  const waking: string[] = []
  const upkeep = recurringJobs().filter((job) => job.kind === 'upkeep.removeExpired')
  const stop = startRecurring(t.app.kernel, upkeep, (merchant) => void waking.push(merchant))
  await stop()
  assert.deepEqual(upkeep, [{ kind: 'upkeep.removeExpired', everyMs: 3600_000 }])
  assert.deepEqual(waking.sort(), [t.merchantId, neighbour.merchantId].sort())
  await t.runJobs()
  assert.deepEqual(await count(), { events: 0, keys: 0, sessions: 0, tickets: 0 })
})

test('a steady job is added once while it waits, and again after one was given up', async () => {
  const jobs = [{ kind: 'test.steady', everyMs: 3600_000 }]
  const add = () => startRecurring(t.app.kernel, jobs, () => undefined)()
  const states = () =>
    inMerchant(t.app.kernel.database, t.merchantId, 'read', (reader) =>
      reader.rows<{ state: string }>(
        sql`select state from jobs where merchant_id = ${reader.merchantId} and kind = 'test.steady'`,
      ),
    )
  await add()
  await add()
  assert.deepEqual(await states(), [{ state: 'queued' }])
  await t.write((tx) =>
    tx.write(sql`update jobs set state = 'dead' where merchant_id = ${tx.merchantId} and kind = 'test.steady'`),
  )
  await add()
  assert.deepEqual(await states(), [{ state: 'queued' }])
})
