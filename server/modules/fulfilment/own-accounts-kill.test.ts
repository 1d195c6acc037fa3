/** The process dies around a call to a courier of the merchant's own: no parcel loses its number and none gets two. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { createVault, readMasterKey } from '#kernel/vault.ts'
import { sandboxKdniao } from '#sandbox/kdniao/kdniao-service.ts'
import { sandboxSf } from '#sandbox/sf/sf-service.ts'
import { brokenInvariants } from '#server/testing/invariants.ts'
import { type Killable, killable } from '#server/testing/killable.ts'
import { aWarehouse, SENDER, type Warehouse } from '#server/testing/warehouse.ts'

let w: Warehouse
let k: Killable
before(async () => {
  w = await aWarehouse({ sandbox: { maskReceivers: false }, vaultOf: (t) => createVault(readMasterKey(t.home)) })
  k = killable(w)
})
after(async () => {
  await k.stop()
  await w.drop()
})

for (const [interfaceName, carrier, account] of [
  ['sf', 'SF', { ...sandboxSf, monthlyCard: '7551234567' }],
  ['kdniao', 'ZTO', { ...sandboxKdniao, customerName: 'K1' }],
] as const)
  test(`${interfaceName}: killed between the intent, the call and the answer, every parcel has one number in the end`, async () => {
    const parcelIds = await w.orders(8)
    const before = w.sandbox.control.waybills().length
    // Sealed by the process that opens it.
    const { carrierAccountId } = (await k.live({
      operation: 'fulfilment.addCarrierAccount',
      input: { carrier, interfaceName, shopId: null, sender: SENDER, isDefault: false, account },
    })) as { carrierAccountId: string }
    const places = [
      'requestWaybills.afterCommit',
      'takeWaybills.afterCommit',
      'requestWaybills.afterCall',
      'findWaybill.afterCall',
    ]
    for (const [index, place] of places.entries())
      await k.dieAt(`fulfilment.${place}`, {
        operation: 'fulfilment.requestWaybills',
        input: { parcelIds: parcelIds.slice(index * 2, index * 2 + 2), carrierAccountId },
      })
    await k.live()
    const numbers = await w.rows<{ n: string }>(
      sql`select waybill_number as n from parcels where merchant_id = ${w.t.merchantId} and parcel_id = any(${parcelIds}::uuid[]) and waybill_number <> ''`,
    )
    assert.deepEqual([numbers.length, new Set(numbers.map(({ n }) => n)).size], [8, 8])
    assert.equal(w.sandbox.control.waybills().length - before, 8, 'nothing was bought twice')
    assert.deepEqual(await brokenInvariants(w.t.address, w.t.merchantId), [])
  })
