import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { sql } from '#kernel/db.ts'
import { aLine, aSnapshot, intake, parcelsOf, reservedOf, someGoods } from '#modules/orders/testing/order-samples.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { ordersInParcels, setWaybills } from '../public.ts'
import { mergeParcels } from './merge-parcels.ts'
import { splitParcel } from './split-parcel.ts'
import { unmergeParcel } from './unmerge-parcel.ts'

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
  await someGoods(t, { 'TEE-B-L': 1000, SOCK: 1000 })
})

const same = { buyerKey: 'b', receiverKey: 'r' }
const lines = () => [aLine({ quantity: 2 }), aLine({ platformLineId: '2', merchantSku: 'SOCK', quantity: 3 })]
const open = async () => (await parcelsOf(t)).filter((parcel) => parcel.station !== 'stopped')
const idsOf = async () => (await open()).map((parcel) => parcel.parcelId)
type Placed = { parcel_id: string; number: string; platform_line_id: string; quantity: number; line_id: string }
const placed = () =>
  t.read((reader) =>
    reader.rows<Placed>(sql`
      select p.parcel_id, p.number, l.platform_line_id, pl.quantity, pl.line_id from parcel_lines pl
      join parcels p on p.merchant_id = ${reader.merchantId} and p.parcel_id = pl.parcel_id
      join order_lines l on l.merchant_id = ${reader.merchantId} and l.line_id = pl.line_id
      where pl.merchant_id = ${reader.merchantId} order by l.platform_line_id, p.parcel_id`),
  )

test('a merge puts both orders into the oldest parcel, which passes by itself now; taking it apart gives back ids and numbers', async () => {
  await intake(t, shopId, aSnapshot('1', { ...same, lines: lines() }), aSnapshot('2', same))
  const before = [await placed(), await parcelsOf(t)]
  const { parcelId } = await t.call('orderReviewer', mergeParcels, { parcelIds: await idsOf() })
  const [merged, ...more] = await open()
  assert.deepEqual(
    [merged?.parcelId, merged?.orders, merged?.station, merged?.pieces, more.length],
    [parcelId, '1 2', 'waybill', 6, 0],
  )
  assert.equal(await reservedOf(t, 'TEE-B-L'), 3)
  const reports = await t.read((reader) => ordersInParcels(reader, [parcelId]))
  assert.deepEqual(
    reports.map((one) => [one.platformOrderId, one.wholeOrder]),
    [
      ['1', true],
      ['2', true],
    ],
  )
  await t.call('orderReviewer', unmergeParcel, { parcelId })
  assert.deepEqual([await placed(), await parcelsOf(t)], before)
  assert.equal(await reservedOf(t, 'TEE-B-L'), 0)
})

test('what must not be merged is refused with the reason', async () => {
  await intake(
    t,
    shopId,
    aSnapshot('1', same),
    aSnapshot('2', { ...same, receiverKey: 'elsewhere' }),
    aSnapshot('3', { ...same, buyerKey: 'another' }),
    aSnapshot('4', { ...same, lines: [aLine({ refundState: 'asked' })] }),
    aSnapshot('5', same),
    aSnapshot('6', { ...same, status: 'unpaid', paidAt: null }),
  )
  await intake(t, await t.shop(), aSnapshot('7', same))
  const byOrder = new Map((await parcelsOf(t)).map((parcel) => [parcel.orders, parcel.parcelId]))
  const pair = (...ids: string[]) => ({ parcelIds: ids.map((id) => byOrder.get(id) ?? '') })
  for (const [other, why] of [
    ['2', '收件人不同'],
    ['3', '不是同一买家'],
    ['4', '正在退款'],
    ['6', '未付款'],
    ['7', '不是同一店铺'],
  ] as const)
    await assert.rejects(t.call('orderReviewer', mergeParcels, pair('1', other)), new RegExp(why))
  await t.write((tx) => setWaybills(tx, [{ parcelId: byOrder.get('5') ?? '', carrier: 'YTO', waybillNumber: 'Y1' }]))
  await assert.rejects(t.call('orderReviewer', mergeParcels, pair('1', '5')), /面单/)
})

test('a split moves pieces into a parcel of its own, and merging the halves undoes it', async () => {
  await intake(t, shopId, aSnapshot('1', { lines: lines() }))
  const [whole] = await placed()
  assert.ok(whole)
  const { parcelId } = await t.call('orderReviewer', splitParcel, {
    parcelId: whole.parcel_id,
    lines: [{ lineId: whole.line_id, quantity: 1 }],
  })
  assert.deepEqual((await open()).map((parcel) => [parcel.pieces, parcel.station, parcel.flags]).sort(), [
    [1, 'waybill', ''],
    [4, 'waybill', ''],
  ])
  assert.deepEqual([await reservedOf(t, 'TEE-B-L'), await reservedOf(t, 'SOCK')], [2, 3])
  const report = await t.read((reader) => ordersInParcels(reader, [parcelId]))
  assert.deepEqual(
    report.map((one) => [one.wholeOrder, one.lines]),
    [[false, [{ platformLineId: '1-1', quantity: 1, orderedQuantity: 2 }]]],
  )
  await t.call('orderReviewer', mergeParcels, { parcelIds: [whole.parcel_id, parcelId] })
  const [again, ...more] = await open()
  assert.deepEqual([again?.pieces, again?.station, more.length], [5, 'waybill', 0])
  const all = (await placed())
    .filter((one) => one.parcel_id === again?.parcelId)
    .map((one) => ({ lineId: one.line_id, quantity: one.quantity }))
  await assert.rejects(t.call('orderReviewer', splitParcel, { parcelId: again?.parcelId ?? '', lines: all }), /至少要留一件/)
})

test('a refund in a merged parcel stops the whole box; settled, the other order goes on alone', async () => {
  await intake(t, shopId, aSnapshot('1', same), aSnapshot('2', same))
  await t.call('orderReviewer', mergeParcels, { parcelIds: await idsOf() })
  const modifiedAt = '2026-03-01T03:00:00.000Z'
  await intake(t, shopId, aSnapshot('2', { ...same, modifiedAt, lines: [aLine({ refundState: 'asked' })] }))
  assert.deepEqual(
    (await open()).map((parcel) => [parcel.station, parcel.flags]),
    [['held', '退']],
  )
  await intake(t, shopId, aSnapshot('2', { ...same, modifiedAt: '2026-03-01T04:00:00.000Z', status: 'closed' }))
  assert.deepEqual(
    (await open()).map((parcel) => [parcel.station, parcel.orders, parcel.pieces]),
    [['waybill', '1', 1]],
  )
  assert.equal(await reservedOf(t, 'TEE-B-L'), 1)
})

test('a changed address in a merged parcel waits for the merge to be undone', async () => {
  await intake(t, shopId, aSnapshot('1', same), aSnapshot('2', same))
  const { parcelId } = await t.call('orderReviewer', mergeParcels, { parcelIds: await idsOf() })
  await intake(t, shopId, aSnapshot('2', { ...same, receiverKey: 'moved', modifiedAt: '2026-03-01T03:00:00.000Z' }))
  assert.deepEqual(
    (await open()).map((parcel) => [parcel.station, parcel.flags]),
    [['held', '改']],
  )
  await t.call('orderReviewer', unmergeParcel, { parcelId })
  assert.deepEqual(
    (await open()).map((parcel) => [parcel.orders, parcel.station, parcel.flags]),
    [
      ['1', 'waybill', '多'],
      ['2', 'waybill', '多'],
    ],
  )
})

test('whatever is merged, split, taken apart and refunded, no piece is lost or doubled, and the reservations follow', async () => {
  const acts = fc.array(fc.tuple(fc.constantFrom('merge', 'split', 'unmerge', 'refund'), fc.nat(5), fc.nat(5)), { maxLength: 7 })
  let round = 0
  await fc.assert(
    fc.asyncProperty(acts, async (story) => {
      round += 1
      const key = { buyerKey: `b${round}`, receiverKey: `r${round}` }
      const order = (index: number, changes = {}) => aSnapshot(`${round}-${index}`, { ...key, lines: lines(), ...changes })
      await intake(t, shopId, order(1), order(2), order(3))
      const refunded = new Set<number>()
      const reservedBefore = await reservedOf(t, 'SOCK')
      for (const [step, [act, a, b]] of story.entries()) {
        const mine = (await open()).filter((parcel) => parcel.orders.includes(`${round}-`))
        const first = mine[a % Math.max(1, mine.length)]
        const second = mine[b % Math.max(1, mine.length)]
        const inside = (await placed()).filter((one) => one.parcel_id === first?.parcelId)
        const one = inside[b % Math.max(1, inside.length)]
        const refusedIsFine = () => undefined
        if (act === 'refund') {
          const index = 1 + (a % 3)
          refunded.add(index)
          await intake(t, shopId, order(index, { status: 'closed', modifiedAt: `2026-03-01T03:0${step}:00.000Z` }))
        } else if (!first || !second || !one) continue
        else if (act === 'merge' && first !== second)
          await t.call('orderReviewer', mergeParcels, { parcelIds: [first.parcelId, second.parcelId] }).catch(refusedIsFine)
        else if (act === 'unmerge')
          await t.call('orderReviewer', unmergeParcel, { parcelId: first.parcelId }).catch(refusedIsFine)
        else if (act === 'split')
          await t
            .call('orderReviewer', splitParcel, { parcelId: first.parcelId, lines: [{ lineId: one.line_id, quantity: 1 }] })
            .catch(refusedIsFine)
      }
      const living = await open()
      const ids = new Set(living.map((parcel) => parcel.parcelId))
      const rows = (await placed()).filter((row) => ids.has(row.parcel_id) && row.platform_line_id.startsWith(`${round}-`))
      for (const index of [1, 2, 3])
        for (const [line, quantity] of [
          ['1', 2],
          ['2', 3],
        ] as const) {
          const carried = rows
            .filter((row) => row.platform_line_id === `${round}-${index}-${line}`)
            .reduce((sum, row) => sum + row.quantity, 0)
          assert.equal(carried, refunded.has(index) ? 0 : quantity, `order ${index} line ${line} after ${JSON.stringify(story)}`)
        }
      const approvedIds = new Set(
        living
          .filter((parcel) => parcel.reviewState === 'approved' && parcel.orders.includes(`${round}-`))
          .map((parcel) => parcel.parcelId),
      )
      const wanted = rows
        .filter((row) => approvedIds.has(row.parcel_id) && row.platform_line_id.endsWith('-2'))
        .reduce((sum, row) => sum + row.quantity, 0)
      assert.equal((await reservedOf(t, 'SOCK')) - reservedBefore, wanted)
    }),
    { numRuns: 8 },
  )
})
