/** Accounts at the couriers themselves, and the choice between them. */
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { sandboxKdniao } from '#sandbox/kdniao/kdniao-service.ts'
import { sandboxSf } from '#sandbox/sf/sf-service.ts'
import { aWarehouse, SENDER, type Warehouse } from '#server/testing/warehouse.ts'
import { addCarrierAccount } from './operations/add-carrier-account.ts'
import { editCarrierAccount } from './operations/edit-carrier-account.ts'
import { endCarrierAccount } from './operations/end-carrier-account.ts'
import { explainCourier } from './operations/explain-courier.ts'
import { listCarrierAccounts } from './operations/list-carrier-accounts.ts'
import { listCarriers } from './operations/list-carriers.ts'
import { readBatch } from './operations/read-batch.ts'
import { readCarrierAccount } from './operations/read-carrier-account.ts'
import { readCourierRuleSet } from './operations/read-courier-rule-set.ts'
import { requestWaybills } from './operations/request-waybills.ts'
import { saveCourierRuleSet } from './operations/save-courier-rule-set.ts'
import { voidWaybills } from './operations/void-waybills.ts'

let w: Warehouse
before(async () => {
  w = await aWarehouse({ sandbox: { maskReceivers: false } })
})
after(() => w.drop())
afterEach(async () => {
  w.sandbox.control.clearFaults()
  const { version } = await w.t.call('owner', readCourierRuleSet, {})
  await w.t.call('owner', saveCourierRuleSet, { version, rules: [] })
})

const SF = { ...sandboxSf, monthlyCard: '7551234567' }
const KDNIAO = { ...sandboxKdniao, customerName: 'K1', customerPassword: 'quite-secret' }
const bind = async (interfaceName: 'sf' | 'kdniao', account: Record<string, string>, more = {}): Promise<string> =>
  (
    await w.t.call('owner', addCarrierAccount, {
      ...{ carrier: interfaceName === 'sf' ? 'SF' : 'ZTO', interfaceName, shopId: null, sender: SENDER, isDefault: false },
      ...{ account, ...more },
    })
  ).carrierAccountId
const rowOf = async (id: string) => {
  const { rows } = await w.t.call('owner', listCarrierAccounts, {})
  return rows.find(({ carrierAccountId }) => carrierAccountId === id) ?? assert.fail(`no account ${id}`)
}
const end = async (id: string) =>
  w.t.call('owner', endCarrierAccount, { carrierAccountId: id, version: (await rowOf(id)).version })
/** As saved: with nothing narrowed. */
const rule = (name: string, carrierAccountIds: string[], more = {}) => ({
  ...{ name, carrierAccountIds, shopIds: [], provinces: [], warehouseIds: [] },
  ...{ minGrams: null, maxGrams: null, minFen: null, maxFen: null, ...more },
})
const save = async (...rules: ReturnType<typeof rule>[]) => {
  const { version } = await w.t.call('owner', readCourierRuleSet, {})
  return w.t.call('owner', saveCourierRuleSet, { version, rules })
}
const ask = async (parcelIds: string[], carrierAccountId?: string) => {
  const started = await w.t.call('warehouseKeeper', requestWaybills, {
    parcelIds,
    ...(carrierAccountId && { carrierAccountId }),
  })
  await w.work()
  return w.t.call('warehouseKeeper', readBatch, started)
}
const choicesOf = async (parcelIds: string[]) => (await w.t.call('warehouseKeeper', explainCourier, { parcelIds })).rows
const numbered = (parcelIds: string[]) =>
  w.rows<{ carrier: string; waybill_number: string }>(
    sql`select carrier, waybill_number from parcels where merchant_id = ${w.t.merchantId} and parcel_id = any(${parcelIds}::uuid[]) and waybill_number <> ''`,
  )

test('an account wants every field its interface names, and only couriers that the interface has', async () => {
  const { interfaces } = await w.t.call('warehouseKeeper', listCarriers, {})
  const sf = interfaces.find(({ interfaceName }) => interfaceName === 'sf')
  assert.deepEqual(
    sf?.fields.map(({ name, secret }) => [name, secret]),
    [
      ['partnerId', false],
      ['checkWord', true],
      ['monthlyCard', false],
    ],
  )
  await assert.rejects(bind('sf', { ...SF, checkWord: '  ' }), /account\.checkWord/)
  await assert.rejects(bind('sf', SF, { carrier: 'YTO' }), /unknownCarrier/)
})

test('what was typed is in no answer and lies sealed in the table', async () => {
  const id = await bind('kdniao', KDNIAO)
  const answers = JSON.stringify([await rowOf(id), await w.t.callAsSystem(readCarrierAccount, { carrierAccountId: id })])
  const [stored] = await w.rows<{ sealed: Buffer }>(
    sql`select account_sealed as sealed from carrier_accounts where merchant_id = ${w.t.merchantId} and carrier_account_id = ${id}`,
  )
  const log = JSON.stringify(await w.rows(sql`select * from log_entries where merchant_id = ${w.t.merchantId}`))
  for (const secret of [KDNIAO.apiKey, KDNIAO.customerPassword])
    for (const text of [answers, stored?.sealed.toString('latin1') ?? '', log]) assert.ok(!text.includes(secret))
  await assert.rejects(w.t.call('owner', readCarrierAccount, { carrierAccountId: id }), /notPermitted/)
  await end(id)
})

test('a field that is left empty when editing keeps what it had; somebody else’s newer version is not overwritten', async () => {
  const id = await bind('sf', { ...SF, monthlyCard: 'old' })
  const { version } = await rowOf(id)
  const edit = (account: Record<string, string>) =>
    w.t.call('owner', editCarrierAccount, { carrierAccountId: id, version, account, unservedProvinces: ['西藏自治区'] })
  await edit({ monthlyCard: SF.monthlyCard, checkWord: '' })
  await assert.rejects(edit({ monthlyCard: 'x' }), /stale/)
  assert.deepEqual((await rowOf(id)).unservedProvinces, ['西藏自治区'])
  const parcelIds = await w.orders(1)
  assert.equal((await ask(parcelIds, id)).done, 1, 'the check word is still the right one')
  await assert.rejects(w.t.call('warehouseKeeper', editCarrierAccount, { carrierAccountId: id, version }), /notPermitted/)
  await end(id)
})

test('an account that ended gives no new numbers, and its credentials are forgotten', async () => {
  const id = await bind('sf', SF)
  const parcelIds = await w.orders(1)
  assert.equal((await ask(parcelIds, id)).done, 1)
  await assert.rejects(w.t.call('owner', endCarrierAccount, { carrierAccountId: id, version: 99 }), /stale/)
  await end(id)
  await assert.rejects(rowOf(id), /no account/)
  const [row] = await w.rows<{ sealed: Buffer | null }>(
    sql`select account_sealed as sealed from carrier_accounts where merchant_id = ${w.t.merchantId} and carrier_account_id = ${id}`,
  )
  assert.equal(row?.sealed, null)
  assert.deepEqual(
    (await ask(await w.orders(1), id)).refused.map(({ code }) => code),
    ['carrierMissing'],
  )
  assert.equal((await numbered(parcelIds)).length, 1, 'numbers it gave stay')
})

test('an account whose numbers are being asked for cannot be ended', async () => {
  const id = await bind('sf', SF)
  const parcelIds = await w.orders(1)
  await w.t.call('warehouseKeeper', requestWaybills, { parcelIds, carrierAccountId: id })
  await assert.rejects(end(id), /accountInUse/)
  await w.work()
  await end(id)
})

test('rules name accounts that exist, and are saved over no newer ones', async () => {
  await assert.rejects(save(rule('别家', ['018f0000-0000-7000-8000-000000000000'])), /notFound/)
  const { version } = await w.t.call('owner', readCourierRuleSet, {})
  const rules = [rule('重货', [w.carrierAccountId], { minGrams: 3000 })]
  assert.deepEqual(await w.t.call('owner', saveCourierRuleSet, { version, rules }), { version: version + 1 })
  await assert.rejects(w.t.call('owner', saveCourierRuleSet, { version, rules: [] }), /stale/)
  const read = await w.t.call('owner', readCourierRuleSet, {})
  assert.deepEqual(
    read.rules.map(({ ruleId: _, ...each }) => each),
    rules,
  )
})

test('the choice is explained before a number is asked for, and kept with the number after', async () => {
  const sf = await bind('sf', SF)
  await save(rule('都走顺丰', [sf]))
  const parcelIds = await w.orders(2)
  for (const choice of await choicesOf(parcelIds)) {
    assert.deepEqual([choice.isMade, choice.carrierAccountId], [false, sf])
    assert.deepEqual(
      choice.steps.map(({ verdict, because, rule: name }) => [verdict, because, name]),
      [
        ['chosen', 'rule', '都走顺丰'],
        ['passed', 'notNeeded', ''],
      ],
    )
  }
  assert.equal((await ask(parcelIds)).done, 2)
  assert.deepEqual(
    (await numbered(parcelIds)).map(({ carrier }) => carrier),
    ['SF', 'SF'],
  )
  await save(rule('都走菜鸟', [w.carrierAccountId]))
  const [made] = await choicesOf(parcelIds.slice(0, 1))
  assert.deepEqual([made?.isMade, made?.carrierAccountId, made?.steps[0]?.rule], [true, sf, '都走顺丰'])
  const stranger = { accountId: await w.t.staff('别店仓管二', [{ role: 'warehouseKeeper', shopIds: [await w.t.shop()] }]) }
  await assert.rejects(w.t.call(stranger, explainCourier, { parcelIds }), /notFound/)
  await save()
  await end(sf)
})

for (const [interfaceName, account, method] of [
  ['kdniao', KDNIAO, 'kdniao.1007'],
  ['sf', SF, 'EXP_RECE_CREATE_ORDER'],
] as const)
  test(`${interfaceName}: numbers for a batch, one per parcel, though answers get lost and limits are met`, async () => {
    const id = await bind(interfaceName, account)
    const parcelIds = await w.orders(12)
    const before = w.sandbox.control.waybills().length
    w.sandbox.control.setFault({ kind: 'lostReply', target: method, times: 2 })
    const batch = await ask(parcelIds, id)
    for (let round = 0; round < 10 && (await numbered(parcelIds)).length < 12; round++) {
      await w.t.write((tx) => tx.write(sql`update carrier_accounts set wait_until = null where merchant_id = ${tx.merchantId}`))
      await w.makeJobsDue()
      await w.work()
    }
    assert.equal((await w.t.call('warehouseKeeper', readBatch, { batchId: batch.batchId })).done, 12)
    assert.equal(w.sandbox.control.waybills().length - before, 12, 'nothing was bought twice')
    const [one = ''] = parcelIds
    await w.t.call('warehouseKeeper', voidWaybills, { parcelIds: [one], reason: '换快递' })
    await w.work()
    assert.equal(w.sandbox.control.waybills().filter(({ isCancelled }) => isCancelled).length > 0, true)
    await end(id)
  })

test('an account that does not answer is passed over for the next; parcels that asked before wait for it', async () => {
  const [sf, kdniao] = [await bind('sf', SF), await bind('kdniao', KDNIAO)]
  await save(rule('先顺丰', [sf, kdniao]))
  await w.t.write((tx) =>
    tx.write(sql`
      update carrier_accounts set failed_count = 3, wait_until = now() + interval '5 minutes', last_problem = 'x'
      where merchant_id = ${tx.merchantId} and carrier_account_id = ${sf}`),
  )
  const parcelIds = await w.orders(2)
  assert.equal((await ask(parcelIds)).done, 2)
  assert.deepEqual(
    (await numbered(parcelIds)).map(({ carrier }) => carrier),
    ['ZTO', 'ZTO'],
  )
  const [choice] = await choicesOf(parcelIds)
  assert.deepEqual(
    choice?.steps.slice(0, 2).map(({ verdict, because }) => [verdict, because]),
    [
      ['passed', 'broken'],
      ['chosen', 'rule'],
    ],
  )
  await save()
  await end(sf)
  await end(kdniao)
})

test('a province no account serves is refused with what to do', async () => {
  const [parcelId = ''] = await w.orders(1)
  const [{ province = '' } = {}] = await w.rows<{ province: string }>(
    sql`select province from parcels where merchant_id = ${w.t.merchantId} and parcel_id = ${parcelId}`,
  )
  const id = await bind('sf', SF, { unservedProvinces: [province] })
  assert.deepEqual(
    (await ask([parcelId], id)).refused.map(({ code }) => code),
    ['regionUnserved'],
  )
  await end(id)
})

test('a receiver that the platform hides cannot go to a courier directly, and the refusal says what to do', async () => {
  const masked = await aWarehouse()
  try {
    const { carrierAccountId } = await masked.t.call('owner', addCarrierAccount, {
      ...{ carrier: 'SF', interfaceName: 'sf', shopId: null, sender: SENDER, isDefault: false, account: SF },
    })
    const parcelIds = await masked.orders(2)
    const started = await masked.t.call('warehouseKeeper', requestWaybills, { parcelIds, carrierAccountId })
    const { refused } = await masked.t.call('warehouseKeeper', readBatch, started)
    assert.deepEqual(new Set(refused.map(({ code }) => code)), new Set(['receiverNeedsPlatform']))
  } finally {
    await masked.drop()
  }
})
