/** The process dies between the question, the answer and its record: in the end the groups are those of the platform. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { storeJobs } from '#kernel/jobs.ts'
import { createVault, readMasterKey } from '#kernel/vault.ts'
import { brokenInvariants } from '#server/testing/invariants.ts'
import { type Killable, killable } from '#server/testing/killable.ts'
import { aWarehouse, type Warehouse } from '#server/testing/warehouse.ts'
import { askMergeGroupsRequest } from './ask-merge-groups-request.ts'

let w: Warehouse
let k: Killable
before(async () => {
  w = await aWarehouse({ automaticReview: false, vaultOf: (t) => createVault(readMasterKey(t.home)) })
  k = killable(w)
  for (const { id } of w.sandbox.control.shops('taobao')) w.sandbox.control.giveHandlePerOrder(id, true)
  await w.orders(80)
})
after(async () => {
  await k.stop()
  await w.drop()
})

/** As if every address had changed: all are to be asked about. */
const voidGroups = () =>
  w.t.write(async (tx) => {
    await tx.write(sql`update orders set merge_group = '' where merchant_id = ${tx.merchantId}`)
    await storeJobs(tx, [askMergeGroupsRequest(w.shopId)], new Date())
  })

/** Orders of one buyer to one receiver, as the outside world knows them. */
function sandboxGroups(tids: readonly string[]): string[][] {
  const identity = (tid: string) => {
    const { buyerNick, receiver } = w.sandbox.control.order(tid)
    return JSON.stringify([buyerNick, receiver])
  }
  return [...Map.groupBy(tids, identity).values()].filter((group) => group.length > 1)
}

test('groups survive kill -9 at every failpoint of their way', async () => {
  const places = [
    'orders.askMergeGroups.beforeCall',
    'orders.askMergeGroups.afterCall',
    'orders.recordMergeGroups.beforeCommit',
    'orders.recordMergeGroups.afterCommit',
    'job.orders.askMergeGroups.beforeFinish',
  ]
  for (const place of places) {
    await voidGroups()
    await k.dieAt(place)
  }
  await k.live()
  const rows = await w.rows<{ tid: string; group: string; ofParcel: string }>(sql`
    select o.platform_order_id as tid, o.merge_group as group, p.merge_group as "ofParcel"
    from orders o
    join parcel_lines pl on pl.merchant_id = ${w.t.merchantId} and pl.order_id = o.order_id
    join parcels p on p.merchant_id = ${w.t.merchantId} and p.parcel_id = pl.parcel_id
    where o.merchant_id = ${w.t.merchantId}
    group by 1, 2, 3 order by 1`)
  const told = rows.filter(({ group }) => group !== '')
  assert.ok(rows.every(({ group, ofParcel }) => group === ofParcel))
  const together = [...Map.groupBy(told, ({ group }) => group).values()].map((group) => group.map(({ tid }) => tid))
  const expected = sandboxGroups(rows.map(({ tid }) => tid))
  assert.ok(expected.length > 0, 'some buyers came back')
  assert.deepEqual(together.filter((group) => group.length > 1).toSorted(), expected.toSorted())
  assert.deepEqual(await brokenInvariants(w.t.address, w.t.merchantId), [])
})
