import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { settleMessages, storeMessages } from '#modules/intake/public.ts'
import { aListedTeam, LISTED_AT, type ListedTeam } from '#modules/orders/testing/list-samples.ts'
import { aTeam } from '#server/testing/team.ts'
import { countStations } from './count-stations.ts'
import { listParcels } from './list-parcels.ts'

let team: ListedTeam
before(async () => {
  team = await aListedTeam(await aTeam(LISTED_AT), 160)
})
after(() => team.drop())

test('the counts are those of the lists, as a whole and for one shop', async () => {
  const { t, shopIds } = team
  for (const asked of [undefined, shopIds.slice(1, 2)]) {
    const filters = asked ? { shopIds: asked } : {}
    const { rows } = await t.call('owner', listParcels, { filters, limit: 1000 })
    const counts = await t.call('owner', countStations, asked ? { shopIds: asked } : {})
    const open = rows.filter((row) => row.station !== 'shipped' && row.station !== 'stopped')
    for (const station of ['unpaid', 'buffer', 'review', 'held', 'waybill', 'print', 'ship'])
      assert.equal(counts.stations[station] ?? 0, open.filter((row) => row.station === station).length, station)
    const isLate = (shipBy: string | null): boolean => shipBy !== null && Date.parse(shipBy) < t.clock.now.getTime()
    assert.equal(counts.late, open.filter((row) => row.station !== 'unpaid' && isLate(row.shipBy)).length)
    assert.equal(counts.mine, rows.filter((row) => row.claim?.accountId === t.ownerId).length)
    assert.equal(counts.writeBackFailed, rows.filter((row) => ['failed', 'needs_person'].includes(row.writeBack)).length)
    assert.equal(counts.stations.stopped, undefined)
  }
})

test('shipped counts today only, and today begins at midnight in the shop’s zone', async () => {
  const { t } = team
  const { rows } = await t.call('owner', listParcels, { filters: { stations: ['shipped'] }, limit: 4 })
  // It is 08:00 on the 10th in Shanghai: the 9th ended at 16:00 UTC.
  const moments = ['2026-03-09T15:59:59Z', '2026-03-09T16:00:00Z', '2026-03-09T23:00:00Z', '2026-03-01T00:00:00Z']
  await t.write(async (tx) => {
    for (const [n, row] of rows.entries())
      await tx.write(
        sql`update parcels set shipped_at = ${moments[n]} where merchant_id = ${tx.merchantId} and parcel_id = ${row.parcelId}`,
      )
  })
  assert.equal((await t.call('owner', countStations, {})).stations.shipped, 2)
})

test('quarantined messages are counted in the shops asked for', async () => {
  const { t, shopIds } = team
  const [bigShop = '', smallShop = ''] = shopIds
  await t.write(async (tx) => {
    const message = { platformOrderId: '9', version: '1', body: '{}' }
    const [messageId = ''] = await storeMessages(tx, bigShop, [message], t.clock.now)
    await settleMessages(tx, [{ messageId, state: 'quarantined', reason: 'unreadable' }])
  })
  assert.equal((await t.call('owner', countStations, {})).quarantined, 1)
  assert.equal((await t.call('owner', countStations, { shopIds: [smallShop] })).quarantined, 0)
})
