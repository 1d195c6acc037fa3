import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { addOpeningStock } from '#modules/inventory/public.ts'
import { aLine, aSnapshot, intake, parcelsOf, reservedOf, settle, someGoods } from '#modules/orders/testing/order-samples.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { setPrinted, setShipped, setWaybills } from '../public.ts'
import { approveForced } from './approve-forced.ts'
import { approveParcels } from './approve-parcels.ts'
import { holdParcels } from './hold-parcels.ts'
import { listChangedReviews } from './list-changed-reviews.ts'
import { listDueReviews } from './list-due-reviews.ts'
import { readReviewSettings } from './read-review-settings.ts'
import { recheckParcels } from './recheck-parcels.ts'
import { releaseParcels } from './release-parcels.ts'
import { reviewAutomatically } from './review-automatically.ts'
import { saveReviewSettings } from './save-review-settings.ts'
import { setNote } from './set-note.ts'
import { withdrawApproval } from './withdraw-approval.ts'

const NOW = new Date('2026-03-01T06:00:00.000Z')
let team: TestTeam
let t: TestTeam
let shopId: string

before(async () => {
  team = await aTeam({ startAt: NOW })
})
after(() => team.drop())
beforeEach(async () => {
  team.clock.now = NOW
  t = { ...team, ...(await team.anotherMerchant()) }
  shopId = await t.shop()
  await someGoods(t, { 'TEE-B-L': 1000 })
})

const only = async () => {
  const [parcel] = await parcelsOf(t)
  assert.ok(parcel)
  return parcel
}
const codes = (result: { refused: { code: string }[] }): string[] => result.refused.map((one) => one.code)
const restock = (code: string, onHand: number) =>
  t.write(async (tx) => {
    const row = await tx.maybe<{ sku_id: string }>(
      sql`select sku_id from skus where merchant_id = ${tx.merchantId} and code = ${code}`,
    )
    await addOpeningStock(tx, [{ skuId: row?.sku_id ?? '', onHand }], { name: 'test', now: NOW })
  })

test('a reviewer approves what has an alert; the stock is reserved and the parcel goes to the carrier', async () => {
  await intake(t, shopId, aSnapshot('1', { buyerNote: '请发顺丰' }))
  const { parcelId, station } = await only()
  assert.equal(station, 'review')
  assert.deepEqual(await t.call('orderReviewer', approveParcels, { parcelIds: [parcelId] }), { done: [parcelId], refused: [] })
  assert.deepEqual([(await only()).station, await reservedOf(t, 'TEE-B-L')], ['waybill', 1])
  assert.deepEqual(codes(await t.call('orderReviewer', approveParcels, { parcelIds: [parcelId] })), ['notAwaitingReview'])
})

test('a hold refuses the reviewer; a supervisor forces it with a reason, but never against short stock', async () => {
  await settle(t, shopId, { holdOnBuyerNote: true })
  await intake(
    t,
    shopId,
    aSnapshot('1', { buyerNote: '急' }),
    aSnapshot('2', { lines: [aLine({ quantity: 2000 })], receiverKey: '' }),
  )
  const [noted, short] = await parcelsOf(t)
  assert.ok(noted && short)
  assert.deepEqual(codes(await t.call('orderReviewer', approveParcels, { parcelIds: [noted.parcelId] })), ['parcelHeld'])
  const forced = await t.call('supervisor', approveForced, { parcelIds: [noted.parcelId, short.parcelId], reason: '客户已确认' })
  assert.deepEqual(forced.done, [noted.parcelId])
  assert.deepEqual(forced.refused, [
    { id: short.parcelId, code: 'shortStock', params: { sku: 'TEE-B-L', wanted: 2000, sellable: 1000 } },
  ])
  await assert.rejects(t.call('orderReviewer', approveForced, { parcelIds: [short.parcelId], reason: 'x' }), Failure)
})

test('a forced parcel is not intercepted again by what was known when it was forced', async () => {
  await intake(t, shopId, aSnapshot('1', { buyerNote: '急', receiverKey: 'r' }))
  await t.call('orderReviewer', approveParcels, { parcelIds: [(await only()).parcelId] })
  await intake(
    t,
    shopId,
    aSnapshot('1', { buyerNote: '急', receiverKey: 'r', sellerFlag: 3, modifiedAt: '2026-03-01T03:00:00.000Z' }),
  )
  assert.equal((await only()).station, 'waybill')
  await intake(t, shopId, aSnapshot('1', { buyerNote: '不要了', receiverKey: 'r', modifiedAt: '2026-03-01T04:00:00.000Z' }))
  assert.deepEqual([(await only()).station, await reservedOf(t, 'TEE-B-L')], ['review', 0])
})

test('a person’s hold stays until a person releases it; then the rules decide', async () => {
  await intake(t, shopId, aSnapshot('1', { buyerNote: '急' }))
  const { parcelId } = await only()
  await t.call('orderReviewer', holdParcels, { parcelIds: [parcelId], reason: '等客服' })
  assert.deepEqual([(await only()).station, (await only()).flags], ['held', '停言'])
  await intake(t, shopId, aSnapshot('1', { modifiedAt: '2026-03-01T03:00:00.000Z' }))
  assert.deepEqual([(await only()).station, (await only()).flags], ['held', '停'])
  assert.deepEqual((await t.call('orderReviewer', releaseParcels, { parcelIds: [parcelId] })).done, [parcelId])
  assert.equal((await only()).station, 'waybill')
  assert.deepEqual(codes(await t.call('orderReviewer', releaseParcels, { parcelIds: [parcelId] })), ['notAwaitingReview'])
})

test('an approval is withdrawn before shipping only; the parcel stays on hold with the reason', async () => {
  await intake(t, shopId, aSnapshot('1'))
  const { parcelId } = await only()
  await t.call('orderReviewer', withdrawApproval, { parcelIds: [parcelId], reason: '买家要改颜色' })
  assert.deepEqual([(await only()).flags, (await only()).station, await reservedOf(t, 'TEE-B-L')], ['停', 'held', 0])
  await t.call('orderReviewer', releaseParcels, { parcelIds: [parcelId] })
  await t.write(async (tx) => {
    await setWaybills(tx, [{ parcelId, carrier: 'YTO', waybillNumber: 'YT1' }])
    await setPrinted(tx, [parcelId])
    await setShipped(tx, [parcelId], { accountId: 'a', name: 'A', now: NOW })
  })
  for (const operation of [withdrawApproval, holdParcels])
    assert.deepEqual(codes(await t.call('supervisor', operation, { parcelIds: [parcelId], reason: 'x' })), ['alreadyShipped'])
})

test('a parcel held for stock goes on by itself when stock arrives, and only as many as there is stock for', async () => {
  await someGoods(t, { RARE: 0 })
  const lines = [aLine({ merchantSku: 'RARE' })]
  await intake(t, shopId, aSnapshot('1', { lines }), aSnapshot('2', { lines }))
  assert.deepEqual(
    (await parcelsOf(t)).map((parcel) => parcel.flags),
    ['库', '库'],
  )
  await restock('RARE', 1)
  const { parcelIds } = await t.callAsSystem(listChangedReviews, { after: null })
  assert.equal(parcelIds.length, 2)
  assert.equal((await t.callAsSystem(reviewAutomatically, { parcelIds })).approved, 1)
  assert.deepEqual((await parcelsOf(t)).map((parcel) => parcel.station).sort(), ['held', 'waybill'])
  assert.deepEqual((await t.callAsSystem(listChangedReviews, { after: null })).parcelIds, [])
})

test('the end of the buffer time brings the automatic review', async () => {
  await intake(t, shopId, aSnapshot('1', { paidAt: '2026-03-01T05:45:00.000Z' }))
  assert.deepEqual((await t.callAsSystem(listDueReviews, {})).parcelIds, [])
  t.clock.now = new Date('2026-03-01T06:15:00.000Z')
  const { parcelIds } = await t.callAsSystem(listDueReviews, {})
  assert.equal((await t.callAsSystem(reviewAutomatically, { parcelIds })).approved, 1)
  assert.deepEqual([(await only()).station, await reservedOf(t, 'TEE-B-L')], ['waybill', 1])
})

test('a recheck clears what no longer holds', async () => {
  await intake(t, shopId, aSnapshot('1', { lines: [aLine({ merchantSku: 'NEW' })] }))
  const { parcelId, flags } = await only()
  assert.equal(flags, '货')
  await someGoods(t, { NEW: 5 })
  await t.call('orderReviewer', recheckParcels, { parcelIds: [parcelId] })
  assert.equal((await only()).station, 'waybill')
})

test('parcels of another shop do not exist for a reviewer of one shop', async () => {
  const mine = await t.staff('一店审单', [{ role: 'orderReviewer', shopIds: [await t.shop()] }])
  await intake(t, shopId, aSnapshot('1', { buyerNote: '急' }))
  const { parcelId } = await only()
  const unknown = newId()
  for (const operation of [approveParcels, recheckParcels, releaseParcels]) {
    const answer = await t.call({ accountId: mine }, operation, { parcelIds: [parcelId, unknown] })
    assert.deepEqual(answer, { done: [], refused: [parcelId, unknown].map((id) => ({ id, code: 'notFound', params: {} })) })
  }
})

test('settings begin with the defaults, are saved over the version that was read, and never over somebody else’s', async () => {
  const first = await t.call('owner', readReviewSettings, { shopId })
  assert.deepEqual([first.version, first.settings.bufferMinutes], [0, 30])
  const settings = { ...first.settings, bufferMinutes: 0 }
  assert.deepEqual(await t.call('owner', saveReviewSettings, { shopId, version: 0, settings }), { version: 1 })
  await assert.rejects(t.call('owner', saveReviewSettings, { shopId, version: 0, settings }), /stale/)
  assert.equal((await t.call('owner', saveReviewSettings, { shopId, version: 1, settings })).version, 2)
  await intake(t, shopId, aSnapshot('1', { paidAt: NOW.toISOString() }))
  assert.equal((await only()).station, 'waybill')
})

test('the team’s note stays on the order whatever the platform says later', async () => {
  await intake(t, shopId, aSnapshot('1'))
  const orderOf = () =>
    t.read((reader) =>
      reader.maybe<{ order_id: string; internal_note: string }>(sql`
    select order_id, internal_note from orders where merchant_id = ${reader.merchantId}`),
    )
  const orderId = (await orderOf())?.order_id ?? ''
  await t.call('inSaleService', setNote, { orderId, note: '送小样' })
  await intake(t, shopId, aSnapshot('1', { modifiedAt: '2026-03-01T03:00:00.000Z', sellerFlag: 1 }))
  assert.equal((await orderOf())?.internal_note, '送小样')
  await assert.rejects(t.call('inSaleService', setNote, { orderId: newId(), note: 'x' }), /notFound/)
})

test('two reviewers approve the same parcels at once: each is approved once and reserved once', async () => {
  await intake(t, shopId, ...Array.from({ length: 30 }, (_, index) => aSnapshot(`r${index}`, { buyerNote: '急' })))
  const parcelIds = (await parcelsOf(t)).map((parcel) => parcel.parcelId)
  const [first, second] = await Promise.all([
    t.call('orderReviewer', approveParcels, { parcelIds }),
    t.call('supervisor', approveParcels, { parcelIds: parcelIds.toReversed() }),
  ])
  assert.deepEqual([...first.done, ...second.done].sort(), [...parcelIds].sort())
  assert.deepEqual(new Set([...codes(first), ...codes(second)]), new Set(['notAwaitingReview']))
  assert.equal(await reservedOf(t, 'TEE-B-L'), 30)
})

test('the last piece goes to one of two parcels that are approved at once; the other is told why', async () => {
  await someGoods(t, { LAST: 1 })
  const lines = [aLine({ merchantSku: 'LAST' })]
  await intake(t, shopId, aSnapshot('1', { lines, buyerNote: '急' }), aSnapshot('2', { lines, buyerNote: '急' }))
  const parcels = await parcelsOf(t)
  const answers = await Promise.all(
    parcels.map(({ parcelId }) => t.call('orderReviewer', approveParcels, { parcelIds: [parcelId] })),
  )
  assert.equal(answers.flatMap((answer) => answer.done).length, 1)
  assert.deepEqual(answers.flatMap(codes), ['shortStock'])
  assert.deepEqual(
    [(await parcelsOf(t)).map((parcel) => parcel.station).sort(), await reservedOf(t, 'LAST')],
    [['held', 'waybill'], 1],
  )
})

test('a refund that arrives while somebody approves always wins in the end', async () => {
  for (let round = 0; round < 12; round += 1) {
    const id = `race${round}`
    await intake(t, shopId, aSnapshot(id, { buyerNote: '急' }))
    const parcel = (await parcelsOf(t)).find((one) => one.orders === id)
    assert.ok(parcel)
    const refund = aSnapshot(id, {
      buyerNote: '急',
      modifiedAt: '2026-03-01T03:00:00.000Z',
      lines: [aLine({ refundState: 'asked' })],
    })
    await Promise.all([t.call('orderReviewer', approveParcels, { parcelIds: [parcel.parcelId] }), intake(t, shopId, refund)])
    const end = (await parcelsOf(t)).find((one) => one.orders === id)
    assert.deepEqual([end?.station, end?.flags], ['held', '退言'])
  }
  assert.equal(await reservedOf(t, 'TEE-B-L'), 0)
})
