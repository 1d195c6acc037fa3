import assert from 'node:assert/strict'
import { after, afterEach, describe, test } from 'node:test'
import type { Connection } from '#server/platforms/platform.ts'
import type { ProductSnapshot } from '#server/platforms/platform-services.ts'
import { failureOf, startBench } from '#server/platforms/testing/contract-bench.ts'
import { wechatUnderTest } from './testing/wechat-bench.ts'
import { wechat } from './wechat.ts'

const clock = { aheadMs: 0 }
const bench = await startBench(wechatUnderTest, { now: () => Date.now() + clock.aheadMs })
const { control } = bench.sandbox
afterEach(() => control.clearFaults())
after(() => bench.stop())

const { note = assert.fail, price = assert.fail, stock = assert.fail, products = assert.fail } = wechat.services
const { chat = assert.fail, revealReceiver = assert.fail } = wechat.services
const read = async (connection: Connection, tid: string) => wechat.readOrder(await wechat.fetchOrder(connection, tid))
const STOCK_GET = 'channels/ec/product/stock/batchget'
const STOCK_UPDATE = 'channels/ec/product/stock/update'

async function anOrder(options: { unpaid?: boolean; lineCount?: number } = {}) {
  const shop = await bench.openShop()
  const [placed] = control.createOrders(1, { shopId: shop.shopId, lineCount: 1, ...options })
  assert.ok(placed)
  return { ...shop, placed, tid: placed.tid }
}

describe('notes', () => {
  test('a note and its colour replace what was there; a colour the platform has not is our mistake', async () => {
    const { connection, tid } = await anOrder()
    await note(connection, { platformOrderId: tid, note: '加急', flag: 4 })
    await note(connection, { platformOrderId: tid, note: '', flag: 0 })
    assert.deepEqual([control.order(tid).sellerMemo, control.order(tid).sellerFlag], ['', 0])
    assert.equal((await failureOf(note(connection, { platformOrderId: tid, note: 'x', flag: 5 }))).platformCode, 'flag-unknown')
  })
})

describe('prices', () => {
  const due = (tid: string) => control.order(tid).lines.reduce((sum, { paidFen }) => sum + paidFen, control.order(tid).postFen)

  test('a discount is taken off once, however often it is asked for, and to the fen', async () => {
    const { connection, tid, placed } = await anOrder({ unpaid: true, lineCount: 3 })
    const before = due(tid)
    const wish = { platformOrderId: tid, freightFen: null, discountFen: 1001 }
    await price(connection, wish)
    await price(connection, wish)
    assert.equal(due(tid), before - 1001)
    assert.equal(control.order(tid).postFen, placed.postFen)
    await price(connection, { ...wish, discountFen: 500 })
    assert.equal(due(tid), before - 500)
  })
  test('freight changes alone and leaves a lowered price lowered', async () => {
    const { connection, tid } = await anOrder({ unpaid: true, lineCount: 2 })
    await price(connection, { platformOrderId: tid, freightFen: null, discountFen: 300 })
    const goodsFen = due(tid) - control.order(tid).postFen
    await price(connection, { platformOrderId: tid, freightFen: 0, discountFen: null })
    assert.equal(due(tid), goodsFen)
  })
  test('the order tells its new price', async () => {
    const { connection, tid } = await anOrder({ unpaid: true })
    await price(connection, { platformOrderId: tid, freightFen: 0, discountFen: 100 })
    control.payOrder(tid)
    const order = await read(connection, tid)
    assert.equal(order.paidFen, due(tid))
    assert.equal(order.freightFen, 0)
    assert.equal(order.goodsFen + order.freightFen - order.discountFen, order.paidFen)
  })
  test('more than the goods cost cannot be taken off, and a paid order keeps its price', async () => {
    const { connection, tid } = await anOrder({ unpaid: true })
    const tooMuch = price(connection, { platformOrderId: tid, freightFen: null, discountFen: 10_000_000 })
    assert.equal((await failureOf(tooMuch)).kind, 'our_fault')
    control.payOrder(tid)
    assert.equal((await failureOf(price(connection, { platformOrderId: tid, freightFen: 0, discountFen: null }))).kind, 'refused')
  })
})

describe('goods and stock', () => {
  async function all(connection: Connection): Promise<ProductSnapshot[]> {
    const rows: ProductSnapshot[] = []
    let cursor = ''
    do {
      const page = await products(connection, cursor)
      rows.push(...page.rows)
      cursor = page.next
    } while (cursor !== '')
    return rows
  }
  async function aSku() {
    const { connection, shopId } = await bench.openShop()
    const [first] = await all(connection)
    const [sku] = first?.skus ?? []
    assert.ok(first && sku)
    const wish = { platformItemId: first.platformItemId, platformSkuId: sku.platformSkuId, key: 'k' }
    const left = async () =>
      (await all(connection)).find(({ platformItemId }) => platformItemId === wish.platformItemId)?.skus[0]?.quantity
    return { connection, shopId, wish, left }
  }

  test('all goods come, page by page, with the codes that orders carry', async () => {
    const { connection, shopId } = await bench.openShop()
    control.addProducts(shopId, 60)
    const rows = await all(connection)
    assert.equal(rows.length, control.products(shopId).length)
    assert.equal(new Set(rows.map(({ platformItemId }) => platformItemId)).size, rows.length)
    const [order] = control.createOrders(1, { shopId, merchantSkus: ['CAP-BK'] })
    const line = (await read(connection, order?.tid ?? '')).lines[0]
    const sold = rows.find(({ platformItemId }) => platformItemId === line?.platformItemId)
    const sku = sold?.skus.find(({ platformSkuId }) => platformSkuId === line?.platformSkuId)
    assert.deepEqual([sold?.onSale, sku?.merchantSku, sku?.priceFen], [true, 'CAP-BK', line?.priceFen])
  })
  test('the number on sale becomes the wish, up and down, and a repeat changes nothing', async () => {
    const { connection, wish, left } = await aSku()
    for (const quantity of [140, 20, 20, 0]) {
      assert.deepEqual(await stock(connection, [{ ...wish, quantity }]), [{ platformSkuId: wish.platformSkuId, outcome: 'set' }])
      assert.equal(await left(), quantity)
    }
    control.resetCallCounts()
    await stock(connection, [{ ...wish, quantity: 0 }])
    assert.deepEqual(control.callCounts(), { [STOCK_GET]: 1 })
  })
  test('after a lost answer the repeat finds the right number and adds nothing', async () => {
    const { connection, wish, left } = await aSku()
    control.setFault({ kind: 'lostReply', target: STOCK_UPDATE, times: 1 })
    assert.equal((await failureOf(stock(connection, [{ ...wish, quantity: 130 }]))).kind, 'unknown_outcome')
    await stock(connection, [{ ...wish, quantity: 130 }])
    assert.equal(await left(), 130)
  })
  test('two who add the same difference at once never leave more on sale than was wished', async () => {
    const { connection, wish, left } = await aSku()
    // Both have counted before either changes: both add, and what is too many is taken off again.
    control.setFault({ kind: 'lateReply', target: STOCK_GET, times: 2, delayMs: 50 })
    await Promise.all([1, 2].map(() => stock(connection, [{ ...wish, quantity: 150 }])))
    assert.ok(((await left()) ?? 0) <= 150)
    await stock(connection, [{ ...wish, quantity: 150 }])
    assert.equal(await left(), 150)
  })
  test('one SKU the platform does not know does not stop the others', async () => {
    const { connection, wish } = await aSku()
    const unknown = { ...wish, platformItemId: '404', quantity: 1 }
    const [first, second] = await stock(connection, [unknown, { ...wish, quantity: 33 }])
    assert.deepEqual([first?.outcome, second?.outcome], ['refused', 'set'])
  })
})

describe('chat', () => {
  test('an answer reaches the buyer once, also when it is sent again after a lost reply', async () => {
    const { connection, shopId } = await bench.openShop()
    const words = { requestId: 'r1', buyerKey: 'OPENID', text: '您好，今天发货' }
    control.setFault({ kind: 'lostReply', target: 'channels/ec/commkf/sendmsg', times: 1 })
    assert.equal((await failureOf(chat(connection, words))).kind, 'retry')
    const { messageId } = await chat(connection, words)
    assert.equal((await chat(connection, words)).messageId, messageId)
    const told: unknown = await (await fetch(`${bench.sandbox.url}/wechat/console/chats?shop=${shopId}`)).json()
    assert.deepEqual(told, [{ msg_id: messageId, shopId, openId: 'OPENID', text: '您好，今天发货' }])
  })
})

describe('plain receivers', () => {
  test('a relay number comes with the moment at which it ends, an own number without', async () => {
    const { connection, shopId } = await bench.openShop()
    const tids = control.createOrders(6, { shopId }).map(({ tid }) => tid)
    const revealed = await revealReceiver(
      connection,
      tids.map((platformOrderId) => ({ platformOrderId, handle: '' })),
    )
    for (const one of revealed) {
      const { receiver } = control.order(one.platformOrderId)
      assert.deepEqual([one.name, one.address], [receiver.name, `${receiver.town}${receiver.address}`])
      if (one.relayUntil === null) assert.equal(one.phone, receiver.phone)
      else assert.match(one.phone, /^170\d{8}$/)
    }
    assert.deepEqual(new Set(revealed.map(({ relayUntil }) => relayUntil === null)), new Set([true, false]))
  })
  test('thirty a day, then not before tomorrow; what was revealed before the end is not lost', async () => {
    const { connection, shopId } = await bench.openShop()
    const wishes = control.createOrders(32, { shopId }).map(({ tid }) => ({ platformOrderId: tid, handle: '' }))
    assert.equal((await revealReceiver(connection, wishes)).length, 30)
    const failure = await failureOf(revealReceiver(connection, wishes.slice(30)))
    assert.equal(failure.kind, 'wait')
    assert.match(failure.retryAt ?? '', /T16:00:00/)
    clock.aheadMs = 24 * 3_600_000
    assert.equal((await revealReceiver(connection, wishes.slice(30))).length, 2)
    clock.aheadMs = 0
  })
})
