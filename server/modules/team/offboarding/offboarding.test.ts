/** Leaving: what was held goes to named people or back to the pool, nobody works on, two people sign. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CHECKLIST } from '#contract/team-leaving.ts'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { createStaff } from '../operations/create-staff.ts'
import { listStaff } from '../operations/list-staff.ts'
import { readMe } from '../operations/read-me.ts'
import { readSeats } from '../seats/operations/read-seats.ts'
import { teamClock } from '../team-jobs.ts'
import { cancelOffboarding } from './operations/cancel-offboarding.ts'
import { listOffboardings } from './operations/list-offboardings.ts'
import { readLeaving } from './operations/read-leaving.ts'
import { signOffboarding } from './operations/sign-offboarding.ts'
import { startOffboarding } from './operations/start-offboarding.ts'
import { tickOffboarding } from './operations/tick-offboarding.ts'

let t: TestTeam
let shop: string
before(async () => {
  t = await aTeam()
  shop = await t.shop()
})
after(() => t.drop())

const refusedWith = (code: string) => (error: unknown) => error instanceof Failure && error.definition.code === code

/** A parcel in somebody's hands, as the orders module keeps it. */
async function heldParcel(accountId: string, shopId = shop): Promise<string> {
  const parcelId = newId()
  await t.write((tx) =>
    tx.write(sql`
      insert into parcels (merchant_id, parcel_id, shop_id, number, review_state, platform_order_ids, buyer_key, buyer_nick, receiver_key,
        receiver_text, province, lines_text, pieces, paid_fen, has_buyer_note, has_seller_memo, seller_flag, created_at, claimed_by, claimed_name, claimed_until)
      values (${t.merchantId}, ${parcelId}, ${shopId}, ${parcelId.slice(-8)}, 'awaiting', '', '', '', '', '', '', '', 1, 1, false, false, 0, ${t.clock.now},
        ${accountId}, 'x', ${new Date(t.clock.now.getTime() + 600_000)})`),
  )
  return parcelId
}
const holderOf = async (parcelId: string): Promise<string | null | undefined> =>
  (
    await t.read((reader) =>
      reader.maybe<{ claimed_by: string | null }>(
        sql`select claimed_by from parcels where merchant_id = ${t.merchantId} and parcel_id = ${parcelId}`,
      ),
    )
  )?.claimed_by

async function tickAll(offboardingId: string, who: Parameters<TestTeam['call']>[0]): Promise<number> {
  let version = 1
  for (const item of CHECKLIST) ({ version } = await t.call(who, tickOffboarding, { offboardingId, item, isDone: true }))
  return version
}

test('who leaves is out at once; parcels go to the colleague named, two different people sign, the seat is free', async () => {
  const { accountId } = await t.call('owner', createStaff, {
    ...{
      subName: 'leaver',
      name: '离职',
      password: 'a long enough password',
      grants: [{ role: 'orderReviewer', shopIds: null }],
    },
  })
  const colleague = await t.staff('同事', [{ role: 'orderReviewer' }])
  const admin = { accountId: await t.staff('管理', [{ role: 'administrator' }]) }
  const [first, second] = [await heldParcel(accountId), await heldParcel(accountId)]
  const { holdings } = await t.call(admin, readLeaving, { accountId })
  assert.equal(holdings.find(({ kind }) => kind === 'parcel')?.count, 2)
  const before = (await t.call('owner', readSeats, {})).taken
  const { offboardingId } = await t.call(admin, startOffboarding, {
    ...{ accountId, handOver: [{ kind: 'parcel', toAccountId: colleague, note: '请今天审完' }] },
  })
  await assert.rejects(t.call({ accountId }, readMe, {}), refusedWith('accountFrozen'))
  assert.deepEqual([await holderOf(first), await holderOf(second)], [colleague, colleague])
  await assert.rejects(t.call('owner', signOffboarding, { offboardingId, version: 1 }), refusedWith('checklistOpen'))
  const version = await tickAll(offboardingId, admin)
  await assert.rejects(t.call(admin, signOffboarding, { offboardingId, version }), refusedWith('secondSignature'))
  await t.call('owner', signOffboarding, { offboardingId, version })
  const { rows } = await t.call('owner', listStaff, { search: 'leaver' })
  assert.equal(rows[0]?.state, 'left')
  assert.equal((await t.call('owner', readSeats, {})).taken, before - 1)
  const [report] = (await t.call('owner', listOffboardings, { state: 'signed' })).rows
  assert.deepEqual(
    report?.handedOver.find(({ kind }) => kind === 'parcel'),
    {
      ...{ kind: 'parcel', count: 2, toAccountId: colleague, toName: '同事', note: '请今天审完' },
    },
  )
})

test('what nobody takes, and what lies outside the reach of who takes it, goes back to the pool', async () => {
  const leaver = await t.staff('走人', [{ role: 'orderReviewer' }])
  const otherShop = await t.shop()
  const narrow = await t.staff('一店', [{ role: 'orderReviewer', shopIds: [otherShop] }])
  const outside = await heldParcel(leaver)
  await t.call('owner', startOffboarding, { accountId: leaver, handOver: [{ kind: 'parcel', toAccountId: narrow }] })
  assert.equal(await holderOf(outside), null)
})

test('nobody takes over work without the right to it, and a refused act changes nothing', async () => {
  const leaver = await t.staff('未走', [{ role: 'orderReviewer' }])
  const designer = await t.staff('美工', [{ role: 'designer' }])
  const parcelId = await heldParcel(leaver)
  const handOver = [{ kind: 'parcel', toAccountId: designer }]
  await assert.rejects(t.call('owner', startOffboarding, { accountId: leaver, handOver }), refusedWith('takerLacksRight'))
  assert.equal(await holderOf(parcelId), leaver)
  assert.ok(await t.call({ accountId: leaver }, readMe, {}))
})

test('a cancelled case lets the person in again; nobody sends himself or the last owner away', async () => {
  const stayer = await t.staff('留下', [{ role: 'orderReviewer' }])
  const { offboardingId } = await t.call('owner', startOffboarding, { accountId: stayer, handOver: [] })
  await assert.rejects(t.call('owner', startOffboarding, { accountId: stayer, handOver: [] }), refusedWith('alreadyLeaving'))
  await t.call('owner', cancelOffboarding, { offboardingId, version: 1 })
  assert.ok(await t.call({ accountId: stayer }, readMe, {}))
  await assert.rejects(t.call('owner', startOffboarding, { accountId: t.ownerId, handOver: [] }), refusedWith('ownGrants'))
})

test('a merchant with one manager only needs his signature alone', async () => {
  const small = await t.anotherMerchant()
  const leaver = await small.staff('唯一店员', [{ role: 'orderReviewer', shopIds: null }])
  const { offboardingId } = await small.call('owner', startOffboarding, { accountId: leaver, handOver: [] })
  let version = 1
  for (const item of CHECKLIST) ({ version } = await small.call('owner', tickOffboarding, { offboardingId, item, isDone: true }))
  await small.call('owner', signOffboarding, { offboardingId, version })
})

test('a temporary account leaves by itself at its end, needs no seat, and its parcels are free', async () => {
  const endsAt = new Date(t.clock.now.getTime() + 3600_000).toISOString()
  const taken = (await t.call('owner', readSeats, {})).taken
  const { accountId } = await t.call('owner', createStaff, {
    ...{ subName: 'temp1', name: '临时工', password: 'a long enough password', endsAt },
    grants: [{ role: 'orderReviewer', shopIds: null }],
  })
  assert.equal((await t.call('owner', readSeats, {})).taken, taken)
  const parcelId = await heldParcel(accountId)
  assert.ok(await t.call({ accountId }, readMe, {}))
  t.clock.advance(3600_000)
  await assert.rejects(t.call({ accountId }, readMe, {}), refusedWith('notSignedIn'))
  t.clock.advance(-1800_000)
  await runClock()
  assert.equal((await t.call('owner', listStaff, { search: 'temp1' })).rows[0]?.state, 'active')
  t.clock.advance(1800_000)
  await t.write((tx) =>
    tx.write(
      sql`update parcels set claimed_until = ${new Date(t.clock.now.getTime() + 60_000)} where merchant_id = ${t.merchantId} and parcel_id = ${parcelId}`,
    ),
  )
  await runClock()
  assert.equal((await t.call('owner', listStaff, { search: 'temp1' })).rows[0]?.state, 'left')
  assert.equal(await holderOf(parcelId), null)
  await assert.rejects(
    t.call('owner', createStaff, {
      ...{ subName: 'temp2', name: '太久', password: 'a long enough password', grants: [] },
      endsAt: new Date(t.clock.now.getTime() + 31 * 24 * 3600_000).toISOString(),
    }),
    refusedWith('temporaryTooLong'),
  )
})

const runClock = async (): Promise<void> => {
  const call = (operation: never, input: never) => t.callAsSystem(operation, input)
  await teamClock.run({}, { call, world: t.app.kernel.world } as never)
}
