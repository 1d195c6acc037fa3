import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { addSku } from '#modules/catalog/operations/add-sku.ts'
import { addWarehouse } from '#modules/shops/operations/add-warehouse.ts'
import { listWarehouses } from '#modules/shops/operations/list-warehouses.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { adjustStock } from './operations/adjust-stock.ts'
import { listStock } from './operations/list-stock.ts'
import { setLocations } from './operations/set-locations.ts'
import { locationsByCode, releaseStock, reserveStock, shipStock } from './public.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

const by = () => ({ name: 'test', now: t.clock.now })
async function goods(code: string, onHand: number): Promise<string> {
  const { skuId } = await t.call('owner', addSku, {
    code,
    title: `商品${code}`,
    variant: '',
    minPriceFen: null,
    weightGrams: null,
  })
  await t.call('warehouseKeeper', adjustStock, { items: [{ skuId, onHand }], reason: '盘点' })
  return skuId
}
const demand = (code: string, quantity = 1) => ({ parcelId: newId(), lines: [{ code, quantity }] })
const balanceOf = async (code: string) => (await t.call('owner', listStock, { search: code })).rows[0]
const ledgerEqualsBalance = async () => {
  const wrong = await t.read((reader) =>
    reader.rows(sql`
      select s.sku_id from stock s left join stock_moves m on m.merchant_id = ${t.merchantId} and m.sku_id = s.sku_id where s.merchant_id = ${t.merchantId}
      group by s.sku_id, s.on_hand, s.reserved having s.on_hand <> coalesce(sum(m.on_hand_change), 0) or s.reserved <> coalesce(sum(m.reserved_change), 0)`),
  )
  assert.deepEqual(wrong, [])
}

test('sixty-four buyers want five hundred units in a thousand tries: exactly five hundred get one', async () => {
  await goods('HOT', 500)
  const tries = Array.from({ length: 64 }, (_, person) => person)
  const reserved = await Promise.all(
    tries.map(async () => {
      let got = 0
      for (let round = 0; round < 16; round += 1)
        got += (await t.write((tx) => reserveStock(tx, [demand('HOT')], by()))).reserved.length
      return got
    }),
  )
  assert.equal(
    reserved.reduce((sum, got) => sum + got, 0),
    500,
  )
  assert.deepEqual([(await balanceOf('HOT'))?.reserved, (await balanceOf('HOT'))?.sellable], [500, 0])
  await ledgerEqualsBalance()
})

test('batches over the same goods in opposite order neither deadlock nor oversell', async () => {
  await goods('X1', 300)
  await goods('X2', 300)
  const mixed = (codes: [string, string]) => ({ parcelId: newId(), lines: codes.map((code) => ({ code, quantity: 1 })) })
  const batch = (codes: [string, string]) =>
    t.write((tx) =>
      reserveStock(
        tx,
        Array.from({ length: 50 }, () => mixed(codes)),
        by(),
      ),
    )
  const results = await Promise.all(Array.from({ length: 10 }, (_, place) => batch(place % 2 ? ['X1', 'X2'] : ['X2', 'X1'])))
  assert.equal(results.flatMap((result) => result.reserved).length, 300)
  await ledgerEqualsBalance()
})

test('goods that were reserved can be given back once and shipped once', async () => {
  await goods('ONCE', 10)
  const wanted = demand('ONCE', 3)
  await t.write((tx) => reserveStock(tx, [wanted], by()))
  await t.write((tx) => releaseStock(tx, [wanted.parcelId], by()))
  await t.write((tx) => releaseStock(tx, [wanted.parcelId], by()))
  assert.equal((await balanceOf('ONCE'))?.sellable, 10)
  await t.write((tx) => reserveStock(tx, [wanted], by()))
  await t.write((tx) => shipStock(tx, [wanted.parcelId], by()))
  await t.write((tx) => shipStock(tx, [wanted.parcelId], by()))
  const balance = await balanceOf('ONCE')
  assert.deepEqual([balance?.onHand, balance?.reserved], [7, 0])
  await ledgerEqualsBalance()
})

test('counting less than what is reserved is refused with both numbers', async () => {
  const skuId = await goods('COUNT', 5)
  await t.write((tx) => reserveStock(tx, [demand('COUNT', 4)], by()))
  const result = await t.call('warehouseKeeper', adjustStock, { items: [{ skuId, onHand: 3 }], reason: '盘点' })
  assert.deepEqual(
    result.refused.map(({ code, params }) => [code, params]),
    [['stockBelowReserved', { sku: 'COUNT', onHand: 3, reserved: 4 }]],
  )
})

test('the database itself refuses a negative balance', async () => {
  await goods('FLOOR', 1)
  await assert.rejects(
    t.write((tx) => tx.write(sql`update stock set on_hand = -1 where merchant_id = ${t.merchantId}`)),
    /stock_never_negative/,
  )
})

test('goods have a place in each warehouse, are found by it, and lose it again', async () => {
  await goods('PLACED', 1)
  const main = (await t.call('owner', listWarehouses, {})).rows[0]?.warehouseId ?? ''
  const { warehouseId: second } = await t.call('owner', addWarehouse, { name: '二仓' })
  await goods('PLACED-2', 1)
  const put = (warehouseId: string, location: string, sku = 'PLACED') =>
    t.call('warehouseKeeper', setLocations, { warehouseId, items: [{ sku, location }] })
  await put(main, ' A-01-2 ')
  await put(second, 'Z9')
  await put(second, 'Z10')
  assert.deepEqual((await balanceOf('A-01'))?.locations, [
    { warehouseId: main, location: 'A-01-2' },
    { warehouseId: second, location: 'Z10' },
  ])
  const byCode = await t.read((reader) => locationsByCode(reader, ['PLACED']))
  assert.equal(byCode.get(`${second} PLACED`), 'Z10')
  await put(main, '')
  assert.deepEqual((await balanceOf('Z10'))?.locations, [{ warehouseId: second, location: 'Z10' }])
  const many = {
    warehouseId: main,
    items: [
      { sku: 'PLACED-2', location: 'C1' },
      { sku: 'NEVER', location: 'C2' },
    ],
  }
  const { done, refused } = await t.call('warehouseKeeper', setLocations, many)
  assert.deepEqual([done.length, refused.map(({ id, code }) => [id, code])], [1, [['NEVER', 'notFound']]])
  await assert.rejects(put(newId(), 'B1'), /notFound/)
  await assert.rejects(
    t.call('designer', setLocations, { warehouseId: main, items: [{ sku: 'PLACED', location: 'B1' }] }),
    /notPermitted/,
  )
})
