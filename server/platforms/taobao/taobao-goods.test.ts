import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Connection } from '#server/platforms/platform.ts'
import type { ProductSnapshot } from '#server/platforms/platform-services.ts'
import { taobao } from './taobao.ts'
import { failureOf, sandboxShops } from './testing/sandbox-shops.ts'

const { sandbox, openShop } = await sandboxShops()
const { products, stock } = taobao.services
assert.ok(products && stock)

async function allProducts(shop: Connection, onPage: () => void = () => {}): Promise<ProductSnapshot[]> {
  const rows: ProductSnapshot[] = []
  let cursor = ''
  do {
    const page = await products?.(shop, cursor)
    rows.push(...(page?.rows ?? []))
    cursor = page?.next ?? ''
    onPage()
  } while (cursor !== '')
  return rows
}
const of = (rows: ProductSnapshot[], itemId: string) => rows.find(({ platformItemId }) => platformItemId === itemId)

describe('goods', () => {
  test('what is on sale, in the warehouse and sold out is told with variants, prices and stock', async () => {
    const { shopId, shop } = openShop('goods')
    const listed = sandbox.control.products(shopId)
    const [cap, pen, wrap] = ['CAP', 'PEN', 'WRAP'].map((code) => listed.find((one) => one.code === code))
    assert.ok(cap && pen && wrap)
    sandbox.control.setOnSale(shopId, pen.itemId, false)
    sandbox.control.setStock(shopId, wrap.itemId, '', 0)
    const rows = await allProducts(shop)
    assert.equal(rows.length, listed.length)
    assert.deepEqual(of(rows, cap.itemId)?.skus, [
      ...cap.skus.map(({ skuId, merchantSku, variant, priceFen, quantity }) => ({
        ...{ platformSkuId: skuId, merchantSku, variant, priceFen, quantity },
      })),
    ])
    assert.deepEqual([of(rows, cap.itemId)?.onSale, of(rows, pen.itemId)?.onSale], [true, false])
    assert.deepEqual(of(rows, wrap.itemId)?.skus, [
      { platformSkuId: '', merchantSku: 'WRAP', variant: '', priceFen: 300, quantity: 0 },
    ])
  })

  test('no goods are lost when some change while the pages are read', async () => {
    const { shopId, shop } = openShop('goods-many')
    const added = sandbox.control.addProducts(shopId, 450)
    let pageCount = 0
    const rows = await allProducts(shop, () => {
      if (++pageCount > 2) return
      for (const { itemId } of added.filter((_, place) => place % 7 === pageCount))
        sandbox.control.setOnSale(shopId, itemId, false)
    })
    const seen = new Set(rows.map(({ platformItemId }) => platformItemId))
    assert.deepEqual(
      added.filter(({ itemId }) => !seen.has(itemId)),
      [],
    )
    assert.ok(pageCount >= 5)
  })

  test('a cursor of another platform is our mistake', async () => {
    const failure = await failureOf(products?.(openShop('goods-cursor').shop, 'x|y|1') ?? Promise.resolve())
    assert.deepEqual([failure.kind, failure.platformCode], ['our_fault', 'cursor-unknown'])
  })
})

describe('stock', () => {
  const wish = (platformItemId: string, platformSkuId: string, quantity: number) => ({
    ...{ platformItemId, platformSkuId, quantity, key: `${platformSkuId}-${quantity}` },
  })

  test('the whole number is set, variants of one item in one call, and a repeat changes nothing', async () => {
    const { shopId, shop } = openShop('stock')
    const tee = sandbox.control.products(shopId).find(({ code }) => code === 'TEE')
    const wrap = sandbox.control.products(shopId).find(({ code }) => code === 'WRAP')
    assert.ok(tee && wrap)
    const wishes = [...tee.skus.map(({ skuId }, place) => wish(tee.itemId, skuId, place)), wish(wrap.itemId, '', 9)]
    sandbox.control.resetCallCounts()
    for (let round = 0; round < 2; round++)
      assert.deepEqual(
        await stock(shop, wishes),
        wishes.map(({ platformSkuId }) => ({ platformSkuId, outcome: 'set' })),
      )
    assert.deepEqual(sandbox.control.callCounts(), { 'taobao.skus.quantity.update': 2, 'taobao.item.quantity.update': 2 })
    const after = sandbox.control.products(shopId)
    assert.deepEqual(
      after.find(({ code }) => code === 'TEE')?.skus.map(({ quantity }) => quantity),
      [0, 1, 2, 3, 4],
    )
    assert.equal(after.find(({ code }) => code === 'WRAP')?.quantity, 9)
  })

  test('more variants than a call takes and many items are all set, the first wishes first', async () => {
    const { shopId, shop } = openShop('stock-many')
    const goods = sandbox.control.addProducts(shopId, 30)
    const wishes = goods.map(({ itemId, skus }, place) => wish(itemId, skus[0]?.skuId ?? '', place))
    assert.ok((await stock(shop, wishes)).every(({ outcome }) => outcome === 'set'))
    const now = new Map(sandbox.control.products(shopId).map((one) => [one.itemId, one.quantity]))
    assert.deepEqual(
      goods.map(({ itemId }) => now.get(itemId)),
      goods.map((_, place) => place),
    )
    const [tee] = sandbox.control.products(shopId).filter(({ code }) => code === 'TEE')
    const skuId = tee?.skus[0]?.skuId ?? ''
    const strangers = Array.from({ length: 24 }, (_, place) => wish(tee?.itemId ?? '', String(place + 1), 1))
    sandbox.control.resetCallCounts()
    const answers = await stock(shop, [wish(tee?.itemId ?? '', skuId, 77), ...strangers])
    assert.deepEqual(
      answers.map(({ outcome }) => outcome),
      ['set', ...strangers.map(() => 'refused')],
    )
    assert.equal(sandbox.control.callCounts()['taobao.skus.quantity.update'], 2)
  })

  test('a variant that does not exist is refused alone, the others are set', async () => {
    const { shopId, shop } = openShop('stock-wrong')
    const cap = sandbox.control.products(shopId).find(({ code }) => code === 'CAP')
    assert.ok(cap)
    const [first = '', second = ''] = cap.skus.map(({ skuId }) => skuId)
    const answers = await stock(shop, [
      wish(cap.itemId, first, 3),
      wish(cap.itemId, '999', 4),
      wish(cap.itemId, second, 5),
      wish('404', '', 1),
    ])
    assert.deepEqual(
      answers.map(({ outcome }) => outcome),
      ['set', 'refused', 'set', 'refused'],
    )
    const now = sandbox.control.products(shopId).find(({ code }) => code === 'CAP')
    assert.deepEqual(
      now?.skus.map(({ quantity }) => quantity),
      [3, 5, 500],
    )
  })

  test('of two wishes for the same variant the last one counts; a limit of calls stops the rest', async () => {
    const { shopId, shop } = openShop('stock-limit')
    const cap = sandbox.control.products(shopId).find(({ code }) => code === 'CAP')
    assert.ok(cap)
    const skuId = cap.skus[0]?.skuId ?? ''
    await stock(shop, [wish(cap.itemId, skuId, 3), wish(cap.itemId, skuId, 8)])
    assert.equal(sandbox.control.products(shopId).find(({ code }) => code === 'CAP')?.skus[0]?.quantity, 8)
    sandbox.control.setFault({ kind: 'rateLimit', target: 'taobao.skus.quantity.update', callsPerSecond: 0 })
    assert.equal((await failureOf(stock(shop, [wish(cap.itemId, skuId, 1)]))).kind, 'wait')
  })
})
