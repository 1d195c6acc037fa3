import assert from 'node:assert/strict'
import { after, afterEach, describe, test } from 'node:test'
import type { Connection } from '#server/platforms/platform.ts'
import { failureOf, startBench } from '#server/platforms/testing/contract-bench.ts'
import { pinduoduo } from './pinduoduo.ts'
import { pinduoduoUnderTest } from './testing/pinduoduo-bench.ts'

const bench = await startBench(pinduoduoUnderTest)
const { control } = bench.sandbox
afterEach(() => control.clearFaults())
after(() => bench.stop())
const { note, stock, products, afterSales, readAfterSale, revealReceiver } = pinduoduo.services
assert.ok(note && stock && products && afterSales && readAfterSale && revealReceiver)

const orderIn = (shopId: string): string => control.createOrders(1, { shopId, lineCount: 1 })[0]?.tid ?? ''

describe('notes', () => {
  test('note and flag replace what was there, each flag by its name, and no flag takes it away', async () => {
    const { shopId, connection } = await bench.openShop()
    const tid = orderIn(shopId)
    for (const flag of [1, 2, 3, 4, 5, 0]) {
      await note(connection, { platformOrderId: tid, note: `第 ${flag} 次`, flag })
      const order = pinduoduo.readOrder(await pinduoduo.fetchOrder(connection, tid))
      assert.deepEqual([order.sellerMemo, order.sellerFlag], [`第 ${flag} 次`, flag])
    }
  })
  test('a note the platform does not take is refused; a lost answer is simply asked again', async () => {
    const { shopId, connection } = await bench.openShop()
    const tid = orderIn(shopId)
    const tooLong = { platformOrderId: tid, note: '长'.repeat(301), flag: 0 }
    assert.equal((await failureOf(note(connection, tooLong))).kind, 'refused')
    control.setFault({ kind: 'lostReply', target: 'pdd.order.note.update', times: 1 })
    assert.equal((await failureOf(note(connection, { platformOrderId: tid, note: '甲', flag: 2 }))).kind, 'retry')
    assert.equal(control.order(tid).sellerMemo, '甲')
  })
})

describe('goods', () => {
  async function allProducts(connection: Connection) {
    const rows = []
    let cursor = ''
    do {
      const page = await products?.(connection, cursor)
      assert.ok(page)
      rows.push(...page.rows)
      cursor = page.next
    } while (cursor !== '')
    return rows
  }
  test('all goods are found over several pages, with the price of the group and the stock', async () => {
    const { shopId, connection } = await bench.openShop()
    control.addProducts(shopId, 30)
    const found = await allProducts(connection)
    assert.ok(found.length > 40, `${found.length}`)
    assert.equal(new Set(found.map(({ platformItemId }) => platformItemId)).size, found.length)
    const tee = found.flatMap(({ skus }) => skus).find(({ merchantSku }) => merchantSku === 'TEE-WH-M')
    assert.deepEqual([tee?.priceFen, tee?.variant, tee?.quantity], [7900, '白色,M', 500])
    const wrap = found.find(({ title }) => title === '礼品包装袋')
    assert.deepEqual([wrap?.skus.length, wrap?.onSale], [1, true])
  })
  test('stock is set as a whole number: a repeat changes nothing, one refusal does not stop the others', async () => {
    const { connection } = await bench.openShop()
    const [product] = (await products(connection, '')).rows
    const [first, second] = product?.skus ?? []
    assert.ok(product && first && second)
    const wish = (platformSkuId: string, quantity: number) => ({
      platformItemId: product.platformItemId,
      platformSkuId,
      quantity,
      key: '',
    })
    const wishes = [wish(first.platformSkuId, 7), wish('404', 7), wish(second.platformSkuId, 0)]
    const answers = await stock(connection, wishes)
    assert.deepEqual(
      answers.map(({ outcome }) => outcome),
      ['set', 'refused', 'set'],
    )
    assert.deepEqual(await stock(connection, wishes), answers)
    const [again] = (await products(connection, '')).rows
    assert.deepEqual(
      again?.skus.slice(0, 2).map(({ quantity }) => quantity),
      [7, 0],
    )
  })
  test('a limit stops the rest and says until when', async () => {
    const { connection } = await bench.openShop()
    control.setFault({ kind: 'rateLimit', callsPerSecond: 0 })
    const wish = { platformItemId: '1', platformSkuId: '1', quantity: 1, key: '' }
    assert.equal((await failureOf(stock(connection, [wish]))).kind, 'wait')
  })
})

describe('after-sales', () => {
  const MINUTE_MS = 60_000
  async function found(connection: Connection, minutes: number) {
    const cases = []
    const window = { from: new Date(Date.now() - minutes * MINUTE_MS), to: new Date(Date.now() + 5000) }
    for await (const page of afterSales?.(connection, window) ?? []) cases.push(...page)
    return cases.map((message) => ({ message, snapshot: readAfterSale?.(message) }))
  }
  test('a case goes from asked to refused to refunded, and names its line as the order does', async () => {
    const { shopId, connection } = await bench.openShop()
    const tid = orderIn(shopId)
    control.askRefund(tid)
    const [asked] = await found(connection, 20)
    const { lines } = pinduoduo.readOrder(await pinduoduo.fetchOrder(connection, tid))
    assert.deepEqual(
      [asked?.snapshot?.state, asked?.snapshot?.kind, asked?.snapshot?.platformOrderId, asked?.snapshot?.platformLineIds],
      ['waiting_for_merchant', 'refund_only', tid, lines.map(({ platformLineId }) => platformLineId)],
    )
    assert.equal(asked?.message.version, asked?.snapshot?.modifiedAt)
    control.refuseRefund(tid)
    assert.equal((await found(connection, 20))[0]?.snapshot?.state, 'refused')
    control.settleRefund(tid)
    const [settled] = await found(connection, 20)
    assert.deepEqual([settled?.snapshot?.state, settled?.snapshot?.afterSaleId], ['refunded', asked?.snapshot?.afterSaleId])
  })
  test('a longer window is cut into those the platform accepts', async () => {
    const { shopId, connection } = await bench.openShop()
    control.askRefund(orderIn(shopId))
    control.resetCallCounts()
    const ids = (await found(connection, 120)).map(({ message }) => message.afterSaleId)
    assert.equal(new Set(ids).size, 1)
    assert.equal(control.callCounts()['pdd.refund.list.increment.get'], 5)
  })
  test('every state and kind of the platform has its word, and goods on their way back are told from goods still there', () => {
    const row = {
      ...{ id: '9', order_sn: 'a', refund_amount: '1.00', created_time: '1700000000', updated_time: 1_700_000_001 },
      ...{ after_sales_type: 3, after_sales_status: 7, sku_id: '5' },
    }
    const read = (change: object) => readAfterSale({ afterSaleId: '9', version: '', body: { ...row, ...change } })
    assert.deepEqual(
      [read({}).state, read({ tracking_number: 'YT1' }).state, read({ tracking_number: 'YT1' }).returnWaybillNumber],
      ['waiting_for_buyer', 'goods_returning', 'YT1'],
    )
    assert.deepEqual(
      [2, 3, 4, 5, 6, 9].map((type) => read({ after_sales_type: type }).kind),
      ['refund_only', 'return_and_refund', 'exchange', 'resend', 'other', 'other'],
    )
    assert.deepEqual(
      [read({}).createdAt, read({}).modifiedAt],
      [1_700_000_000_000, 1_700_000_001_000].map((at) => new Date(at).toISOString()),
    )
    assert.throws(() => read({ after_sales_status: 77 }), /^UnreadableOrder: after_sales_status is not a known state: 77$/)
    assert.throws(() => readAfterSale({ afterSaleId: '', version: '', body: null }), /not an object/)
  })
})

describe('plain receivers', () => {
  test('several receivers cost one call', async () => {
    const { shopId, connection } = await bench.openShop()
    const [first, second] = control.createOrders(2, { shopId })
    assert.ok(first && second)
    const wishes = [first, second].map(({ tid }) => ({ platformOrderId: tid, handle: '' }))
    control.resetCallCounts()
    const revealed = await revealReceiver(connection, wishes)
    assert.deepEqual(
      revealed.map(({ platformOrderId, name, phone, address, relayUntil }) => [
        platformOrderId,
        name,
        phone,
        address,
        relayUntil,
      ]),
      [first, second].map(({ tid, receiver }) => [tid, receiver.name, receiver.phone, receiver.address, null]),
    )
    assert.equal(control.callCounts()['pdd.open.decrypt.batch'], 1)
    assert.deepEqual(await revealReceiver(connection, []), [])
  })

  test('one call in ten seconds is what the platform takes; sooner it asks to wait', async () => {
    const { shopId, connection } = await bench.openShop()
    const wish = [{ platformOrderId: orderIn(shopId), handle: '' }]
    await revealReceiver(connection, wish)
    const limited = await failureOf(revealReceiver(connection, wish))
    assert.deepEqual([limited.kind, limited.platformCode], ['wait', '70031'])
    assert.deepEqual(pinduoduo.revealRation, { perDay: 100, pauseMs: 10_000 })
  })

  test('cipher texts at hand save the order a call; those of an address that has changed give nothing', async () => {
    const { shopId, connection } = await bench.openShop()
    const tid = orderIn(shopId)
    const body = (await pinduoduo.fetchOrder(connection, tid)).body
    control.changeAddress(tid, { name: '新收件人', phone: '13900000000' })
    control.resetCallCounts()
    const failure = await failureOf(revealReceiver(connection, [{ platformOrderId: tid, handle: JSON.stringify(body) }]))
    assert.deepEqual([failure.kind, failure.message], ['refused', '密文与订单不匹配'])
    assert.deepEqual(control.callCounts(), { 'pdd.open.decrypt.batch': 1 })
  })

  test('a shipped order has no cipher texts any more, and asking for it costs nothing of the ration', async () => {
    const { shopId, connection } = await bench.openShop()
    const [gone, open] = control.createOrders(2, { shopId })
    assert.ok(gone && open)
    await pinduoduo.reportShipment(connection, {
      platformOrderId: gone.tid,
      platformLineIds: [],
      carrier: 'YTO',
      waybillNumber: 'YT0000000000051',
    })
    const failure = await failureOf(revealReceiver(connection, [{ platformOrderId: gone.tid, handle: '' }]))
    assert.deepEqual([failure.kind, failure.platformCode], ['refused', 'no-cipher-texts'])
    assert.equal((await revealReceiver(connection, [{ platformOrderId: open.tid, handle: '' }])).length, 1)
  })
})
