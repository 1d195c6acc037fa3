import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { storeJobs } from '#kernel/jobs.ts'
import { storeMessages } from '#modules/intake/public.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { applyMessages } from './operations/apply-messages.ts'
import { isCausedByContent } from './poison-rules.ts'
import { aLine, aSnapshot, parcelsOf, someGoods } from './testing/order-samples.ts'

const NOW = new Date('2026-03-01T06:00:00.000Z')
let t: TestTeam
let shopId: string
before(async () => {
  t = await aTeam({ startAt: NOW })
  shopId = await t.shop()
  await someGoods(t, { 'TEE-B-L': 1000 })
})
after(() => t.drop())

const store = (...bodies: { id: string; body: string }[]): Promise<string[]> =>
  t.write((tx) =>
    storeMessages(
      tx,
      shopId,
      bodies.map(({ id, body }) => ({ platformOrderId: id, version: `v${body.length}`, body })),
      NOW,
    ),
  )
const good = (id: string, changes = {}) => ({ id, body: JSON.stringify(aSnapshot(id, changes)) })
const states = async () => {
  const rows = await t.read((reader) =>
    reader.rows<{ platform_order_id: string; state: string; reason: string | null }>(sql`
      select platform_order_id, state, reason from intake_messages where merchant_id = ${reader.merchantId} order by platform_order_id`),
  )
  return new Map(rows.map((row) => [row.platform_order_id, row]))
}

test('one poisoned order among many is set aside with its reason; all others become parcels', async () => {
  const messageIds = await store(
    ...Array.from({ length: 20 }, (_, index) => good(`g${index}`)),
    { id: 'unreadable', body: '{"no":"order"}' },
    { id: 'broken', body: '{' },
    // PostgreSQL takes no NUL in a text; two lines with one id break a constraint.
    good('nul', { buyerNick: 'a\u0000b' }),
    good('twice', { lines: [aLine(), aLine()] }),
  )
  await t.write((tx) => storeJobs(tx, [{ kind: 'orders.applyMessages', payload: { messageIds } }], NOW))
  await t.runJobs()
  const after = await states()
  const quarantined = [...after.values()].filter((row) => row.state === 'quarantined').map((row) => row.platform_order_id)
  assert.deepEqual(quarantined.sort(), ['broken', 'nul', 'twice', 'unreadable'])
  for (const id of quarantined) assert.match(after.get(id)?.reason ?? '', /.{10,}/)
  assert.equal([...after.values()].filter((row) => row.state === 'applied').length, 20)
  const parcels = await parcelsOf(t)
  assert.deepEqual([parcels.length, new Set(parcels.map((parcel) => parcel.station))], [20, new Set(['waybill'])])
})

test('running a batch again, as after a crash, changes nothing', async () => {
  const before = await parcelsOf(t)
  const messageIds = await t.read(async (reader) =>
    (
      await reader.rows<{ message_id: string }>(
        sql`select message_id from intake_messages where merchant_id = ${reader.merchantId} and state = 'applied'`,
      )
    ).map((row) => row.message_id),
  )
  const result = await t.callAsSystem(applyMessages, { messageIds })
  assert.deepEqual([result.created, result.updated, result.unchanged], [0, 0, 20])
  assert.deepEqual(await parcelsOf(t), before)
})

test('only what is wrong with the message itself sets it aside', () => {
  const coded = (code: string) => Object.assign(new Error(code), { code })
  assert.deepEqual(
    ['21000', '22P05', '23505', '54000', '40P01', '57P01', '53100', 'ECONNRESET', '08006'].map((code) =>
      isCausedByContent(coded(code)),
    ),
    [true, true, true, true, false, false, false, false, false],
  )
  assert.equal(isCausedByContent(new TypeError('x')), true)
  assert.equal(isCausedByContent(new Error('x')), false)
})
