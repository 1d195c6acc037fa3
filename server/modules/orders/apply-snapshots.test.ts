import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { clearWaybills, setPrinted, setShipped, setWaybills } from './public.ts'
import { aLine, aReceiver, aSnapshot, intake, parcelsOf, reservedOf, settle, someGoods } from './testing/order-samples.ts'

const NOW = new Date('2026-03-01T06:00:00.000Z')
let team: TestTeam
let t: TestTeam
let shopId: string

before(async () => {
  team = await aTeam({ startAt: NOW })
})
after(() => team.drop())
beforeEach(async () => {
  t = { ...team, ...(await team.anotherMerchant()) }
  shopId = await t.shop()
  await someGoods(t, { 'TEE-B-L': 100, SOCK: 100 })
})

const later = (minutes: number): string => new Date(Date.parse('2026-03-01T02:01:00.000Z') + minutes * 60_000).toISOString()
const two = () => [aLine(), aLine({ platformLineId: '2', merchantSku: 'SOCK', title: '袜子', quantity: 2, paidFen: 2000 })]
const label = async (...parcelIds: string[]) =>
  t.write((tx) =>
    setWaybills(
      tx,
      parcelIds.map((parcelId) => ({ parcelId, carrier: 'YTO', waybillNumber: `YT${parcelId}` })),
    ),
  )
const only = async () => {
  const [parcel, ...more] = await parcelsOf(t)
  assert.ok(parcel && more.length === 0)
  return parcel
}

test('a paid order behind its buffer time is an approved parcel with reserved stock in one step', async () => {
  const applied = await intake(t, shopId, aSnapshot('1', { lines: two() }))
  assert.deepEqual([applied.created, applied.updated, applied.unchanged], [['1'], [], []])
  const parcel = await only()
  assert.deepEqual([parcel.station, parcel.flags, parcel.pieces, parcel.paidFen], ['waybill', '', 3, 11_900])
  assert.match(parcel.number, /^260301-[0-9A-HJKMNP-TV-Z]{8}$/)
  assert.deepEqual([await reservedOf(t, 'TEE-B-L'), await reservedOf(t, 'SOCK')], [1, 2])
})

test('the same message again, or an older one, changes nothing', async () => {
  const snapshot = aSnapshot('1', { modifiedAt: later(10) })
  await intake(t, shopId, snapshot)
  assert.deepEqual((await intake(t, shopId, snapshot)).unchanged, ['1'])
  assert.deepEqual((await intake(t, shopId, { ...snapshot, modifiedAt: later(9), buyerNote: 'old' })).unchanged, ['1'])
  assert.deepEqual((await intake(t, shopId, { ...snapshot, status: 'unpaid', buyerNote: 'behind' })).unchanged, ['1'])
  assert.equal((await only()).station, 'waybill')
})

test('an unpaid order waits, then buffers from its payment, then is reviewed', async () => {
  await intake(t, shopId, aSnapshot('1', { status: 'unpaid', paidAt: null }))
  assert.equal((await only()).station, 'unpaid')
  await intake(t, shopId, aSnapshot('1', { paidAt: '2026-03-01T05:45:00.000Z', modifiedAt: later(230) }))
  assert.equal((await only()).station, 'buffer')
})

test('what has left, or will never ship, is a fact without work', async () => {
  await intake(
    t,
    shopId,
    aSnapshot('1', { status: 'finished' }),
    aSnapshot('2', { status: 'closed' }),
    aSnapshot('3', { status: 'cancelled' }),
  )
  assert.deepEqual(await parcelsOf(t), [])
  await intake(
    t,
    shopId,
    aSnapshot('4', {
      status: 'partly_shipped',
      lines: [aLine({ shipped: true }), aLine({ platformLineId: '2', merchantSku: 'SOCK' })],
    }),
  )
  assert.deepEqual([(await only()).pieces, await reservedOf(t, 'SOCK'), await reservedOf(t, 'TEE-B-L')], [1, 1, 0])
})

test('a refund that is asked for takes the approval back, frees the stock, and clears itself when refused', async () => {
  await intake(t, shopId, aSnapshot('1'))
  const applied = await intake(t, shopId, aSnapshot('1', { modifiedAt: later(1), lines: [aLine({ refundState: 'asked' })] }))
  assert.deepEqual(
    applied.parcels.map(({ was, is }) => [was, is]),
    [['approved', 'held']],
  )
  assert.deepEqual([(await only()).flags, await reservedOf(t, 'TEE-B-L')], ['退', 0])
  await intake(t, shopId, aSnapshot('1', { modifiedAt: later(2), lines: [aLine({ refundState: 'refused' })] }))
  assert.deepEqual([(await only()).station, await reservedOf(t, 'TEE-B-L')], ['waybill', 1])
})

test('a settled refund of one line takes that line out, of all lines stops the parcel', async () => {
  await intake(t, shopId, aSnapshot('1', { lines: two() }))
  const refunded = (line: ReturnType<typeof aLine>) => ({ ...line, refundState: 'refunded' as const, refundedFen: line.paidFen })
  const [tee, sock] = two() as [ReturnType<typeof aLine>, ReturnType<typeof aLine>]
  await intake(t, shopId, aSnapshot('1', { modifiedAt: later(1), lines: [tee, refunded(sock)] }))
  assert.deepEqual(
    [(await only()).station, (await only()).pieces, await reservedOf(t, 'SOCK'), await reservedOf(t, 'TEE-B-L')],
    ['waybill', 1, 0, 1],
  )
  await intake(t, shopId, aSnapshot('1', { modifiedAt: later(2), status: 'closed', lines: [refunded(tee), refunded(sock)] }))
  assert.deepEqual([(await only()).station, (await only()).flags, await reservedOf(t, 'TEE-B-L')], ['stopped', '闭', 0])
})

test('an order that opens again brings its stopped parcel back to a person', async () => {
  await intake(t, shopId, aSnapshot('1'))
  await intake(t, shopId, aSnapshot('1', { modifiedAt: later(1), status: 'closed' }))
  await intake(t, shopId, aSnapshot('1', { modifiedAt: later(2), status: 'paid' }))
  assert.deepEqual([(await only()).station, await reservedOf(t, 'TEE-B-L')], ['review', 0])
})

test('a changed quantity changes the parcel and its reservation', async () => {
  await intake(t, shopId, aSnapshot('1'))
  await intake(t, shopId, aSnapshot('1', { modifiedAt: later(1), lines: [aLine({ quantity: 4 })] }))
  assert.deepEqual([(await only()).pieces, (await only()).station, await reservedOf(t, 'TEE-B-L')], [4, 'waybill', 4])
})

test('an address that changes before the label is followed; behind the label it stops the parcel until the label is void', async () => {
  await intake(t, shopId, aSnapshot('1'))
  await intake(
    t,
    shopId,
    aSnapshot('1', { modifiedAt: later(1), receiverKey: 'moved', receiver: aReceiver({ address: '新路2号' }) }),
  )
  const parcel = await only()
  assert.equal(parcel.station, 'waybill')
  await label(parcel.parcelId)
  await intake(t, shopId, aSnapshot('1', { modifiedAt: later(2), receiverKey: 'moved again' }))
  assert.deepEqual([(await only()).flags, (await only()).station, await reservedOf(t, 'TEE-B-L')], ['改', 'held', 0])
  await t.write((tx) => clearWaybills(tx, [parcel.parcelId]))
  await t.runJobs()
  const { recheckParcels } = await import('./operations/recheck-parcels.ts')
  await t.call('orderReviewer', recheckParcels, { parcelIds: [parcel.parcelId] })
  assert.deepEqual([(await only()).flags, (await only()).station], ['', 'waybill'])
})

test('goods that change behind the label wait for somebody to compare', async () => {
  await intake(t, shopId, aSnapshot('1'))
  await label((await only()).parcelId)
  await intake(t, shopId, aSnapshot('1', { modifiedAt: later(1), lines: [aLine({ quantity: 2 })] }))
  const parcel = await only()
  assert.deepEqual([parcel.flags, parcel.station], ['停', 'held'])
  assert.match(parcel.holdReason, /面单/)
})

test('a shipped parcel is never touched, and the platform’s echo of our shipment makes no new work', async () => {
  await intake(t, shopId, aSnapshot('1', { lines: two() }))
  const { parcelId } = await only()
  await label(parcelId)
  await t.write(async (tx) => {
    await setPrinted(tx, [parcelId])
    assert.deepEqual(await setShipped(tx, [parcelId], { accountId: 'a', name: 'A', now: NOW }), [parcelId])
    assert.deepEqual(await setShipped(tx, [parcelId], { accountId: 'a', name: 'A', now: NOW }), [])
  })
  await intake(
    t,
    shopId,
    aSnapshot('1', { modifiedAt: later(1), status: 'shipped', lines: two().map((line) => ({ ...line, shipped: true })) }),
  )
  await intake(t, shopId, aSnapshot('1', { modifiedAt: later(2), status: 'closed', lines: two() }))
  assert.deepEqual([(await only()).station, (await only()).pieces], ['shipped', 3])
})

test('an order that left elsewhere stops its parcel', async () => {
  await intake(t, shopId, aSnapshot('1'))
  await intake(t, shopId, aSnapshot('1', { modifiedAt: later(1), status: 'shipped', lines: [aLine({ shipped: true })] }))
  assert.deepEqual([(await only()).station, await reservedOf(t, 'TEE-B-L')], ['stopped', 0])
})

test('two orders of one buyer to one receiver are shown to each other, also within one batch', async () => {
  const same = { buyerKey: 'b', receiverKey: 'r' }
  await intake(t, shopId, aSnapshot('1', same), aSnapshot('2', same), aSnapshot('3', { buyerKey: 'b', receiverKey: 'other' }))
  assert.deepEqual(
    (await parcelsOf(t)).map((parcel) => [parcel.orders, parcel.station, parcel.flags]),
    [
      ['1', 'review', '合多'],
      ['2', 'review', '合多'],
      ['3', 'waybill', '多'],
    ],
  )
})

test('whoever paid first gets the last pieces', async () => {
  await someGoods(t, { LAST: 1 })
  const lines = [aLine({ merchantSku: 'LAST' })]
  await intake(t, shopId, aSnapshot('1', { lines, paidAt: later(5) }), aSnapshot('2', { lines, paidAt: later(4) }))
  assert.deepEqual(
    (await parcelsOf(t)).map((parcel) => [parcel.orders, parcel.station, parcel.flags]),
    [
      ['1', 'held', '库'],
      ['2', 'waybill', ''],
    ],
  )
})

test('the receiver is sealed: neither name nor phone nor street stands in any table in plain', async () => {
  await settle(t, shopId, { watchedWords: ['文三路'] })
  await intake(t, shopId, aSnapshot('1', { receiverKey: '' }))
  assert.equal((await only()).flags, '词')
  const rows = await t.read((reader) =>
    reader.rows<{ text: string }>(sql`
    select o::text as text from orders o where o.merchant_id = ${reader.merchantId}
    union all select p::text from parcels p where p.merchant_id = ${reader.merchantId}`),
  )
  for (const { text } of rows) for (const secret of ['林小满', '13912345678', '90号']) assert.equal(text.includes(secret), false)
})

test('two writers with the same new orders make each of them once', async () => {
  const snapshots = Array.from({ length: 20 }, (_, index) => aSnapshot(`r${index}`))
  const both = await Promise.all([intake(t, shopId, ...snapshots), intake(t, shopId, ...snapshots.toReversed())])
  assert.equal(both.flatMap((applied) => applied.created).length, 20)
  assert.deepEqual([(await parcelsOf(t)).length, await reservedOf(t, 'TEE-B-L')], [20, 20])
})
