/** What was begun stops when the one who began it may no longer: lessons 18, docs/access-model.md "Freshness". */
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from '#kernel/db.ts'
import { runOperation } from '#kernel/run-operation.ts'
import { printParcels } from '#modules/fulfilment/operations/print-parcels.ts'
import { readBatch } from '#modules/fulfilment/operations/read-batch.ts'
import { requestWaybills } from '#modules/fulfilment/operations/request-waybills.ts'
import { resumeBatch } from '#modules/fulfilment/operations/resume-batch.ts'
import { freezeStaff } from '#modules/team/operations/freeze-staff.ts'
import { setGrants } from '#modules/team/operations/set-grants.ts'
import { brokenInvariants } from '#server/testing/invariants.ts'
import { wholeGrant } from '#server/testing/team.ts'
import { aWarehouse, type Warehouse } from '#server/testing/warehouse.ts'
import { bearerCaller } from './bearer.ts'
import { createToken } from './tokens/operations/create-token.ts'
import { revokeAnyToken } from './tokens/operations/revoke-any-token.ts'

let w: Warehouse
before(async () => {
  w = await aWarehouse()
})
after(() => w.drop())
afterEach(async () => {
  w.sandbox.control.clearFaults()
  assert.deepEqual(await brokenInvariants(w.t.address, w.t.merchantId), [])
})

let count = 0
const keeper = async () => ({ accountId: await w.t.staff(`仓管${++count}`, [{ role: 'warehouseKeeper' }]) })
const read = (batchId: string) => w.t.call('warehouseKeeper', readBatch, { batchId })
const codesOf = (batch: { refused: { code: string }[] }) => [...new Set(batch.refused.map(({ code }) => code))]
/** Works until so many items are done, does this, and works on until nothing is left. */
async function revokeAt(batchId: string, done: number, revoke: () => Promise<unknown>): Promise<number> {
  const worker = w.worker()
  try {
    while ((await read(batchId)).done < done) await wait(5)
    await revoke()
    const doneThen = (await read(batchId)).done
    while ((await w.jobsSoon()) > 0) await wait(10)
    return doneThen
  } finally {
    await worker.stop()
  }
}

test('waybills: whoever is frozen gets none but those that are under way; the rest say why, and somebody else goes on', async () => {
  const [parcelIds, starter] = [await w.orders(450), await keeper()]
  // The courier takes its time, so that the freeze comes while there is still something left to stop.
  w.sandbox.control.setFault({ kind: 'lateReply', delayMs: 300 })
  const { batchId } = await w.t.call(starter, requestWaybills, { parcelIds })
  const freeze = () => w.t.call('owner', freezeStaff, { accountIds: [starter.accountId] })
  const doneThen = await revokeAt(batchId, 1, freeze)
  const ended = await read(batchId)
  assert.ok(ended.done - doneThen <= 100, `${ended.done - doneThen} orders after the freeze`)
  assert.deepEqual([ended.state, ended.waiting, ended.done + ended.refusedCount], ['cancelled', 0, 450])
  assert.deepEqual(codesOf(ended), ['starterLostRights'])
  w.sandbox.control.clearFaults()
  await w.t.call('warehouseKeeper', resumeBatch, { batchId })
  await w.work()
  assert.deepEqual([(await read(batchId)).state, (await read(batchId)).done], ['finished', 450])
})

test('labels: whoever loses the right to print prints no more than lies in the printer', async () => {
  const [parcelIds, starter] = [await w.orders(60), await keeper()]
  await w.t.call(starter, requestWaybills, { parcelIds })
  await w.work()
  const { batchId } = await w.t.call(starter, printParcels, { parcelIds, printerIds: w.printerIds.slice(0, 1) })
  const lose = () => w.t.call('owner', setGrants, { ...starter, version: 1, grants: [] })
  const doneThen = await revokeAt(batchId, 2, lose)
  const ended = await read(batchId)
  assert.ok(ended.done - doneThen <= 8, `${ended.done - doneThen} labels after the right was lost`)
  assert.deepEqual([ended.state, codesOf(ended)], ['cancelled', ['starterLostRights']])
})

test('whoever reaches only some of it any more goes on with those', async () => {
  const [parcelIds, starter] = [await w.orders(10), await keeper()]
  const { batchId } = await w.t.call(starter, requestWaybills, { parcelIds })
  await w.t.call('owner', setGrants, { ...starter, version: 1, grants: [wholeGrant({ role: 'warehouseKeeper', range: 'own' })] })
  const foreign = parcelIds.slice(0, 3)
  await w.t.write((tx) =>
    tx.write(sql`
      update parcels set claimed_by = ${w.t.ownerId}, claimed_name = '店主', claimed_until = now() + interval '1 hour'
      where merchant_id = ${tx.merchantId} and parcel_id = any(${foreign}::uuid[])`),
  )
  await w.work()
  const ended = await read(batchId)
  assert.deepEqual([ended.done, ended.refused.map(({ id }) => id).toSorted()], [7, foreign.toSorted()])
  assert.deepEqual([ended.state, codesOf(ended)], ['finished', ['starterLostRights']])
})

test('what was begun through a token stops with the token', async () => {
  const [parcelIds, { accountId }] = [await w.orders(5), { accountId: await w.t.staff('管理', [{ role: 'administrator' }]) }]
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
  const wish = { name: '脚本', permissions: ['fulfilment.waybill' as const], shopIds: null, expiresAt }
  const { token, tokenId } = await w.t.call({ accountId }, createToken, wish)
  const caller = bearerCaller(token, { via: 'api', ip: '127.0.0.1', language: 'zh', requestId: 'r', userAgent: '' })
  const { batchId } = await runOperation(
    w.t.app.kernel,
    requestWaybills,
    { parcelIds },
    caller ?? assert.fail('a token of our own'),
  )
  await w.t.call('owner', revokeAnyToken, { tokenId })
  await w.work()
  const ended = await read(batchId)
  assert.deepEqual([ended.done, ended.state, codesOf(ended)], [0, 'cancelled', ['starterLostRights']])
})
