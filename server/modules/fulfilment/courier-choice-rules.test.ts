import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type ChoosableAccount,
  type CourierRule,
  chooseCourier,
  onlyWay,
  type ParcelFacts,
  wishedCarrier,
} from './courier-choice-rules.ts'

const account = (carrierAccountId: string, more: Partial<ChoosableAccount> = {}): ChoosableAccount => ({
  ...{ carrierAccountId, carrier: 'YTO', shopId: null, isDefault: false, platform: null, unservedProvinces: [], isBroken: false },
  ...more,
})
const parcel = (more: Partial<ParcelFacts> = {}): ParcelFacts => ({
  ...{ shopId: 's1', warehouseId: 'w1', platform: 'taobao', province: '浙江省', weightGrams: 800, paidFen: 9900 },
  ...{ receiverMasked: false, notes: [] },
  ...more,
})
const rule = (carrierAccountIds: string[], more: Partial<CourierRule> = {}): CourierRule => ({
  ...{ ruleId: 'r', name: '规则', shopIds: [], provinces: [], warehouseIds: [], minGrams: null, maxGrams: null },
  ...{ minFen: null, maxFen: null, carrierAccountIds },
  ...more,
})
const told = ({ steps }: ReturnType<typeof chooseCourier>) =>
  steps.map(({ carrierAccountId, verdict, because }) => `${carrierAccountId} ${verdict} ${because}`)

test('the one named is taken, whatever the rules say', () => {
  const choice = chooseCourier(parcel(), [account('a'), account('b', { isDefault: true })], [rule(['b'])], 'a')
  assert.deepEqual(told(choice), ['a chosen named'])
})
test('without a name the first rule that fits decides, then the shop’s own default, then the shared one, then the only one', () => {
  const shared = account('shared', { isDefault: true })
  const own = account('own', { isDefault: true, shopId: 's1' })
  const other = account('other', { isDefault: true, shopId: 's2' })
  const far = rule(['shared'], { provinces: ['新疆维吾尔自治区'] })
  assert.equal(chooseCourier(parcel(), [shared, own, other], [far], undefined).carrierAccountId, 'own')
  assert.equal(
    chooseCourier(parcel({ province: '新疆维吾尔自治区' }), [shared, own, other], [far], undefined).carrierAccountId,
    'shared',
  )
  assert.equal(chooseCourier(parcel({ shopId: 's3' }), [shared, own], [far], undefined).carrierAccountId, 'shared')
  assert.deepEqual(told(chooseCourier(parcel(), [account('only')], [], undefined)), ['only chosen onlyOne'])
  assert.equal(chooseCourier(parcel(), [account('a'), account('b')], [], undefined).carrierAccountId, null)
})
test('weight is from … to below, and an unknown weight fits no rule of weight', () => {
  const heavy = rule(['b'], { minGrams: 3000 })
  const accounts = [account('a', { isDefault: true }), account('b')]
  const taken = (weightGrams: number) => chooseCourier(parcel({ weightGrams }), accounts, [heavy], undefined).carrierAccountId
  assert.deepEqual([taken(2999), taken(3000), taken(0)], ['a', 'b', 'a'])
  const dear = rule(['b'], { minFen: 50_000, maxFen: 100_000 })
  const paid = (paidFen: number) => chooseCourier(parcel({ paidFen }), accounts, [dear], undefined).carrierAccountId
  assert.deepEqual([paid(49_999), paid(50_000), paid(99_999), paid(100_000)], ['a', 'b', 'b', 'a'])
})
test('a masked receiver goes only where its own platform writes the label', () => {
  const direct = account('direct', { isDefault: true, shopId: 's1' })
  const platform = account('platform', { isDefault: true, platform: 'taobao' })
  const choice = chooseCourier(parcel({ receiverMasked: true }), [direct, platform], [], undefined)
  assert.deepEqual(told(choice), ['direct passed masked', 'platform chosen sharedDefault'])
})
test('who does not serve the region, or does not answer, is passed over; when nobody answers the first is waited for', () => {
  const accounts = [
    account('far', { isDefault: true, shopId: 's1', unservedProvinces: ['浙江省'] }),
    account('down', { isBroken: true }),
    account('up'),
  ]
  const preferred = rule(['far', 'down', 'up'])
  assert.deepEqual(told(chooseCourier(parcel(), accounts, [preferred], undefined)), [
    'far passed unserved',
    'down passed broken',
    'up chosen rule',
  ])
  const allDown = accounts.map((each) => ({ ...each, isBroken: true }))
  assert.deepEqual(told(chooseCourier(parcel(), allDown, [preferred], undefined)), [
    'far passed unserved',
    'down passed broken',
    'up passed broken',
    'down chosen rule',
  ])
})
test('a courier asked for in a note comes before the rules, one that is not wanted does not', () => {
  const accounts = [account('yto', { isDefault: true }), account('sf', { carrier: 'SF' })]
  const taken = (note: string) => chooseCourier(parcel({ notes: [note] }), accounts, [], undefined).carrierAccountId
  assert.deepEqual(['请发顺丰，谢谢', '不要发顺丰', '', '顺丰或者圆通都行', '别发圆通，发顺丰'].map(taken), [
    'sf',
    'yto',
    'yto',
    'yto',
    'sf',
  ])
  assert.equal(wishedCarrier(['老板好']), null)
})

test('where nothing about a parcel could change the choice it is made without looking at parcels, and is the same', () => {
  const only = account('only', { platform: 'taobao', isDefault: true })
  const taobao = new Set(['taobao'])
  assert.deepEqual(onlyWay([only], [], undefined, taobao), chooseCourier(parcel(), [only], [], undefined))
  assert.deepEqual(onlyWay([only, account('b')], [], 'only', taobao), chooseCourier(parcel(), [only], [], 'only'))
  assert.equal(onlyWay([only, account('b')], [], undefined, taobao), undefined)
  assert.equal(onlyWay([only], [rule(['only'])], undefined, taobao), undefined)
  assert.equal(onlyWay([only], [], undefined, new Set(['taobao', 'file'])), undefined, 'a platform of its own hides receivers')
  for (const more of [{ platform: null }, { shopId: 's1' }, { unservedProvinces: ['西藏自治区'] }, { isBroken: true }])
    assert.equal(onlyWay([{ ...only, ...more }], [], undefined, taobao), undefined)
})
