import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { aSnapshot, intake, parcelsOf, someGoods } from '#modules/orders/testing/order-samples.ts'
import { addWarehouse } from '#modules/shops/operations/add-warehouse.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { CLAIM_LEASE_MS } from '../order.ts'
import { approveParcels } from './approve-parcels.ts'
import { claimNext } from './claim-next.ts'
import { claimParcels } from './claim-parcels.ts'
import { giveBackParcels } from './give-back-parcels.ts'
import { holdParcels } from './hold-parcels.ts'
import { takeOverParcels } from './take-over-parcels.ts'

const NOW = new Date('2026-03-01T06:00:00.000Z')
let team: TestTeam
let t: TestTeam
let shopId: string
let anna: { accountId: string }
let bert: { accountId: string }

before(async () => {
  team = await aTeam({ startAt: NOW })
})
after(() => team.drop())
beforeEach(async () => {
  team.clock.now = NOW
  t = { ...team, ...(await team.anotherMerchant()) }
  shopId = await t.shop()
  await someGoods(t, { 'TEE-B-L': 1000 })
  anna = { accountId: await t.staff('安娜', [{ role: 'orderReviewer', shopIds: null }]) }
  bert = { accountId: await t.staff('博文', [{ role: 'orderReviewer', shopIds: null }]) }
})

const waiting = async (count: number): Promise<string[]> => {
  const snapshots = Array.from({ length: count }, (_, index) =>
    aSnapshot(String(1000 + index), {
      buyerNote: '急',
      shipBy: new Date(NOW.getTime() + (count - index) * 60_000).toISOString(),
    }),
  )
  await intake(t, shopId, ...snapshots)
  return (await parcelsOf(t)).map((parcel) => parcel.parcelId)
}

test('a claimed parcel is refused to others with the name of its holder, until the lease runs out', async () => {
  const [parcelId = ''] = await waiting(1)
  assert.deepEqual((await t.call(anna, claimParcels, { parcelIds: [parcelId] })).done, [parcelId])
  const refused = { done: [], refused: [{ id: parcelId, code: 'claimedByOther', params: { name: '安娜' } }] }
  assert.deepEqual(await t.call(bert, claimParcels, { parcelIds: [parcelId] }), refused)
  assert.deepEqual(await t.call(bert, approveParcels, { parcelIds: [parcelId] }), refused)
  assert.deepEqual(await t.call(bert, giveBackParcels, { parcelIds: [parcelId] }), refused)
  t.clock.now = new Date(NOW.getTime() + CLAIM_LEASE_MS)
  assert.deepEqual((await t.call(bert, claimParcels, { parcelIds: [parcelId] })).done, [parcelId])
})

test('acting on a claimed parcel renews the lease', async () => {
  const [parcelId = ''] = await waiting(1)
  await t.call(anna, claimParcels, { parcelIds: [parcelId] })
  t.clock.now = new Date(NOW.getTime() + CLAIM_LEASE_MS - 1000)
  await t.call(anna, holdParcels, { parcelIds: [parcelId], reason: '等' })
  t.clock.now = new Date(NOW.getTime() + CLAIM_LEASE_MS + 60_000)
  assert.equal((await t.call(bert, claimParcels, { parcelIds: [parcelId] })).refused[0]?.code, 'claimedByOther')
})

test('the next ones are those with the oldest deadline, and one’s own come back free', async () => {
  const parcelIds = await waiting(5)
  const { done } = await t.call(anna, claimNext, { count: 2 })
  assert.deepEqual([...done].sort(), parcelIds.slice(3).sort())
  await t.call(anna, giveBackParcels, { parcelIds: done })
  assert.deepEqual((await t.call(bert, claimNext, { count: 10 })).done.length, 5)
  t.clock.now = new Date(NOW.getTime() + CLAIM_LEASE_MS)
  assert.deepEqual((await t.call(anna, claimNext, { count: 10 })).done.length, 5)
})

test('the next ones come from one’s own shops and warehouses, also when others are asked for by name', async () => {
  const parcelIds = await waiting(4)
  const { warehouseId } = await t.call('owner', addWarehouse, { name: '东仓' })
  const east = parcelIds.slice(0, 2)
  await t.write((tx) =>
    tx.write(
      sql`update parcels set warehouse_id = ${warehouseId} where merchant_id = ${tx.merchantId} and parcel_id = any(${east}::uuid[])`,
    ),
  )
  const elsewhere = { accountId: await t.staff('外店', [{ role: 'orderReviewer', shopIds: [await t.shop()] }]) }
  for (const input of [{ count: 9 }, { count: 9, shopIds: [shopId] }])
    assert.deepEqual((await t.call(elsewhere, claimNext, input)).done, [])
  const eastern = { accountId: await t.staff('东仓', [{ role: 'orderReviewer', warehouseIds: [warehouseId] }]) }
  assert.deepEqual((await t.call(eastern, claimNext, { count: 9 })).done.sort(), east.toSorted())
  // Nobody holds what lies in the pool: whoever sees only his own rows takes from it all the same.
  const own = { accountId: await t.staff('自己', [{ role: 'orderReviewer', range: 'own' }]) }
  assert.deepEqual((await t.call(own, claimNext, { count: 9 })).done.sort(), parcelIds.slice(2).sort())
})

test('taking over needs its own right, and the log says from whom and why', async () => {
  const [parcelId = ''] = await waiting(1)
  await t.call(anna, claimParcels, { parcelIds: [parcelId] })
  await assert.rejects(t.call(bert, takeOverParcels, { parcelIds: [parcelId], reason: '她下班了' }), /notPermitted/)
  const taken = await t.call('supervisor', takeOverParcels, { parcelIds: [parcelId], reason: '她下班了' })
  assert.deepEqual(taken, { done: [parcelId], refused: [], takenFrom: [{ parcelId, name: '安娜' }] })
  assert.equal((await t.call(anna, approveParcels, { parcelIds: [parcelId] })).refused[0]?.code, 'claimedByOther')
  const entry = await t.read((reader) =>
    reader.maybe<{ details: Record<string, unknown> }>(sql`
    select details from log_entries where merchant_id = ${reader.merchantId} and operation = 'orders.takeOverParcels' and outcome = 'done'`),
  )
  assert.deepEqual(entry?.details.takenFrom, [{ parcelId, name: '安娜' }])
})

test('32 people claim 500 parcels at once: none is claimed twice and none is left', async () => {
  await waiting(500)
  const people = await Promise.all(
    Array.from({ length: 32 }, (_, index) => t.staff(`人${index}`, [{ role: 'orderReviewer', shopIds: null }])),
  )
  const claimed = await Promise.all(
    people.map(async (accountId) => {
      const mine: string[] = []
      for (;;) {
        const { done } = await t.call({ accountId }, claimNext, { count: 7 })
        if (done.length === 0) return { accountId, mine }
        mine.push(...done)
      }
    }),
  )
  const all = claimed.flatMap(({ mine }) => mine)
  assert.deepEqual([all.length, new Set(all).size], [500, 500])
  const holderOf = new Map((await parcelsOf(t)).map((parcel) => [parcel.parcelId, parcel.claimedBy]))
  for (const { accountId, mine } of claimed) for (const parcelId of mine) assert.equal(holderOf.get(parcelId), accountId)
})
