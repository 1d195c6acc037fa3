/** Seats hold whatever happens at the same time; who goes first when there are fewer. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { aTeam, type TestMerchant, type TestTeam } from '#server/testing/team.ts'
import { createStaff } from '../operations/create-staff.ts'
import { listStaff } from '../operations/list-staff.ts'
import { removeStaff } from '../operations/remove-staff.ts'
import { unfreezeStaff } from '../operations/unfreeze-staff.ts'
import { addSeatPack } from './operations/add-seat-pack.ts'
import { dropExpiredSeats } from './operations/drop-expired-seats.ts'
import { readSeats } from './operations/read-seats.ts'
import { setShopLevel } from './operations/set-shop-level.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

const hire = (m: TestMerchant, n: number | string) =>
  m.call('owner', createStaff, { subName: `s${n}`, name: `员工${n}`, password: 'a long enough password', grants: [] })
const codeOf = (error: unknown): string => (error instanceof Failure ? error.definition.code : String(error))

test('fifty who join at once take exactly the seats there are', async () => {
  await t.call('owner', setShopLevel, { level: 'diamond' })
  const results = await Promise.allSettled(Array.from({ length: 50 }, (_, n) => hire(t, n)))
  const refused = results.flatMap((result) => (result.status === 'rejected' ? [codeOf(result.reason)] : []))
  assert.equal(results.length - refused.length, 10)
  assert.ok(refused.every((code) => code === 'noSeat'))
  const kept = await t.read((reader) =>
    reader.maybe<{ n: number }>(
      sql`select count(*)::int as n from accounts where merchant_id = ${t.merchantId} and not is_owner`,
    ),
  )
  assert.equal(kept?.n, 10, 'who was refused left nothing behind')
})

test('the database itself refuses a second holder of a seat and a second seat of a holder', async () => {
  const m = await t.anotherMerchant()
  const { accountId } = await hire(m, 1)
  const twice = m.write((tx) =>
    tx.write(sql`update seats set holder_id = ${accountId} where merchant_id = ${m.merchantId} and holder_id is null`),
  )
  await assert.rejects(twice, { code: '23505' })
})

test('whoever leaves frees a seat; a pack adds some until its end', async () => {
  const m = await t.anotherMerchant()
  await m.call('owner', setShopLevel, { level: 'heart' })
  const first = await hire(m, 1)
  await hire(m, 2)
  await assert.rejects(hire(m, 3), (error) => codeOf(error) === 'noSeat')
  await m.call('owner', removeStaff, { accountIds: [first.accountId] })
  await hire(m, 3)
  const validUntil = new Date(t.clock.now.getTime() + 86_400_000).toISOString()
  assert.equal((await m.call('owner', addSeatPack, { name: '双十一', seats: 1, validUntil })).seats, 3)
  await hire(m, 4)
  t.clock.advance(86_400_000)
  const gone = await m.callAsSystem(dropExpiredSeats, {})
  assert.equal(gone.frozen.length, 1)
  assert.equal((await m.call('owner', readSeats, {})).seats, 2)
  await assert.rejects(m.call('owner', unfreezeStaff, { accountIds: gone.frozen }), (error) => codeOf(error) === 'noSeat')
})

test('with fewer seats the newest invitations go first, then the people who were away longest; nobody is deleted', async () => {
  const m = await t.anotherMerchant()
  const people = [await hire(m, 'a'), await hire(m, 'b'), await hire(m, 'c'), await hire(m, 'd')]
  const [older, newer, away, present] = people.map(({ accountId }) => accountId)
  await m.write(async (tx) => {
    await tx.write(
      sql`update accounts set state = 'invited' where merchant_id = ${m.merchantId} and account_id = any(${[older, newer]}::uuid[])`,
    )
    for (const [accountId, days] of [
      [away, 9],
      [present, 1],
    ] as const)
      await tx.write(sql`
        insert into sessions (merchant_id, session_id, account_id, token_hash, created_at, last_seen_at, expires_at, ip, user_agent)
        values (${m.merchantId}, gen_random_uuid(), ${accountId}, ${String(accountId)}, now(), ${new Date(t.clock.now.getTime() - days * 86_400_000)}, now() + interval '9 days', '', '')`)
  })
  const two = await m.call('owner', setShopLevel, { level: 'heart' })
  assert.deepEqual([two.voided, two.frozen], [[newer, older], []])
  const { rows } = await m.call('owner', listStaff, {})
  assert.equal(rows.length, 5)
  assert.equal(rows.find(({ accountId }) => accountId === present)?.state, 'active')
})
