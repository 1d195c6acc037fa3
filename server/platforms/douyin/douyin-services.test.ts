import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connection } from '#server/platforms/platform.ts'
import type { AfterSaleSnapshot, PlatformServices } from '#server/platforms/platform-services.ts'
import { failureOf, type OpenShop } from '#server/platforms/testing/contract-bench.ts'
import { douyin } from './douyin.ts'
import { readDouyinAfterSale } from './douyin-after-sales.ts'
import { sandboxShops } from './testing/sandbox-shops.ts'

const { control, openShop, placeOne } = await sandboxShops()
const { note, price, stock, products, afterSales, decideAfterSales, revealReceiver } =
  douyin.services as Required<PlatformServices>
const readOrder = async ({ connection }: OpenShop, tid: string) => douyin.readOrder(await douyin.fetchOrder(connection, tid))

test('a note longer than the platform takes is refused before it is sent', async () => {
  const shop = await openShop()
  const { tid } = placeOne(shop)
  const failure = await failureOf(note(shop.connection, { platformOrderId: tid, note: '字'.repeat(61), flag: 0 }))
  assert.deepEqual([failure.kind, failure.platformCode], ['refused', 'note-too-long'])
  await note(shop.connection, { platformOrderId: tid, note: '😀'.repeat(60), flag: 5 })
  assert.deepEqual([control.order(tid).sellerMemo.length, control.order(tid).sellerFlag], [120, 5])
  await note(shop.connection, { platformOrderId: tid, note: '', flag: 0 })
  assert.deepEqual([control.order(tid).sellerMemo, control.order(tid).sellerFlag], ['', 0])
})

test('freight and goods get cheaper before payment, to the fen, and a repeat after a lost answer takes nothing off twice', async () => {
  const shop = await openShop()
  const placed = placeOne(shop, { unpaid: true, lineCount: 3 })
  const dueFen = (tid: string) => control.order(tid).lines.reduce((sum, line) => sum + line.paidFen, control.order(tid).postFen)
  const goodsFen = dueFen(placed.tid) - placed.postFen
  const wish = { platformOrderId: placed.tid, freightFen: 300, discountFen: 1001 }
  control.setFault({ kind: 'lostReply', target: 'order.updateOrderAmount', times: 1 })
  assert.equal((await failureOf(price(shop.connection, wish))).kind, 'unknown_outcome')
  await price(shop.connection, wish)
  assert.equal(dueFen(placed.tid), goodsFen - 1001 + 300)
  const other = await failureOf(price(shop.connection, { ...wish, discountFen: 500 }))
  assert.deepEqual([other.kind, other.platformCode], ['refused', 'price-changed-before'])
  control.payOrder(placed.tid)
  const order = await readOrder(shop, placed.tid)
  assert.equal(order.paidFen, goodsFen - 1001 + 300)
  assert.equal(order.goodsFen + order.freightFen - order.discountFen, order.paidFen)
  assert.equal((await failureOf(price(shop.connection, { ...wish, freightFen: 0 }))).kind, 'refused')
})

async function allProducts(connection: Connection) {
  const found = []
  let cursor = ''
  do {
    const page = await products(connection, cursor)
    found.push(...page.rows)
    cursor = page.next
  } while (cursor !== '')
  return found
}

test('goods are listed with their SKUs under the ids that order lines name, and stock is set as a whole number', async () => {
  const shop = await openShop()
  const listed = await allProducts(shop.connection)
  const { lines } = await readOrder(shop, placeOne(shop, { merchantSkus: ['TEE-WH-M'] }).tid)
  const [sold] = lines
  const product = listed.find(({ platformItemId }) => platformItemId === sold?.platformItemId)
  const ofSold = product?.skus.find(({ platformSkuId }) => platformSkuId === sold?.platformSkuId)
  assert.deepEqual([product?.onSale, ofSold?.merchantSku, ofSold?.priceFen, ofSold?.quantity], [true, 'TEE-WH-M', 7900, 500])
  assert.equal(product?.skus.length, 5)
  const wish = {
    platformItemId: sold?.platformItemId ?? '',
    platformSkuId: sold?.platformSkuId ?? '',
    quantity: 7,
    key: 'wish-1',
  }
  const stranger = { ...wish, platformSkuId: '1', key: 'wish-2' }
  const answers = await stock(shop.connection, [stranger, wish])
  assert.deepEqual(
    answers.map(({ platformSkuId, outcome }) => [platformSkuId, outcome]),
    [
      ['1', 'refused'],
      [wish.platformSkuId, 'set'],
    ],
  )
  // The same wish again says only that it was carried out, and undoes nothing that came after it.
  await stock(shop.connection, [{ ...wish, quantity: 3, key: 'wish-3' }])
  assert.deepEqual(await stock(shop.connection, [wish]), [{ platformSkuId: wish.platformSkuId, outcome: 'set' }])
  const again = (await allProducts(shop.connection)).find(({ platformItemId }) => platformItemId === wish.platformItemId)
  assert.equal(again?.skus.find(({ platformSkuId }) => platformSkuId === wish.platformSkuId)?.quantity, 3)
})

test('SKUs of one product are set in one call; a wrong one among them stays out alone', async () => {
  const shop = await openShop()
  const product = (await allProducts(shop.connection)).find(({ skus }) => skus.length >= 3)
  assert.ok(product)
  const { platformItemId } = product
  const wishes = product.skus.map(({ platformSkuId }, index) => ({
    platformItemId,
    platformSkuId,
    quantity: index + 1,
    key: `k${index}`,
  }))
  control.resetCallCounts()
  const answers = await stock(shop.connection, wishes)
  assert.ok(answers.every(({ outcome }) => outcome === 'set'))
  assert.deepEqual(control.callCounts(), { 'sku.syncStockBatch': 1 })
  const mixed = await stock(shop.connection, [
    ...wishes.map((wish) => ({ ...wish, quantity: 9, key: `again ${wish.key}` })),
    { platformItemId, platformSkuId: '77', quantity: 9, key: 'wrong' },
  ])
  assert.deepEqual(
    mixed.map(({ outcome }) => outcome),
    [...wishes.map(() => 'set'), 'refused'],
  )
  const after = (await allProducts(shop.connection)).find((each) => each.platformItemId === platformItemId)
  assert.ok(after?.skus.every(({ quantity }) => quantity === 9))
})

test('stock that meets a limit says when to go on, and what was set before is set again without harm', async () => {
  const shop = await openShop()
  const listed = await allProducts(shop.connection)
  const wishes = listed
    .slice(0, 20)
    .flatMap(({ platformItemId, skus }) =>
      skus.map(({ platformSkuId }) => ({ platformItemId, platformSkuId, quantity: 5, key: `${platformSkuId}:5` })),
    )
  control.setFault({ kind: 'rateLimit', callsPerSecond: 2, banSeconds: 1 })
  assert.equal((await failureOf(stock(shop.connection, wishes))).kind, 'wait')
  control.clearFaults()
  assert.ok((await stock(shop.connection, wishes)).every(({ outcome }) => outcome === 'set'))
})

async function pulled({ connection }: OpenShop): Promise<AfterSaleSnapshot[]> {
  const found = []
  const window = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 60_000) }
  for await (const page of afterSales(connection, window)) found.push(...page.map(readDouyinAfterSale))
  return found
}
const only = async (shop: OpenShop): Promise<AfterSaleSnapshot> => {
  const [found, ...rest] = await pulled(shop)
  assert.ok(found && rest.length === 0, JSON.stringify([found, rest]))
  return found
}

test('money asked back before shipping is agreed to once, and a repeat after a lost answer finds it done', async () => {
  const shop = await openShop()
  const placed = placeOne(shop, { lineCount: 2 })
  control.askRefund(placed.tid, placed.lines[0]?.oid)
  const asked = await only(shop)
  assert.deepEqual(
    [asked.kind, asked.state, asked.platformLineIds, asked.platformOrderId, asked.dueAt !== null],
    ['refund_only', 'waiting_for_merchant', [placed.lines[0]?.oid], placed.tid, true],
  )
  const agree = () => decideAfterSales(shop.connection, { afterSaleId: asked.afterSaleId, agree: true, reason: '' })
  control.setFault({ kind: 'lostReply', target: 'afterSale.operate', times: 1 })
  assert.equal((await failureOf(agree())).kind, 'unknown_outcome')
  await agree()
  assert.deepEqual([(await only(shop)).state, control.order(placed.tid).lines[0]?.refundStatus], ['refunded', 'SUCCESS'])
})

test('a refusal names one of the platform’s reasons and the sentence for the buyer; agreeing afterwards is too late', async () => {
  const shop = await openShop()
  const { tid } = placeOne(shop)
  await douyin.reportShipment(shop.connection, {
    ...{ platformOrderId: tid, platformLineIds: [], carrier: 'YTO', waybillNumber: 'YT0000000000071' },
  })
  control.askRefund(tid)
  const { afterSaleId, kind } = await only(shop)
  assert.equal(kind, 'return_and_refund')
  await decideAfterSales(shop.connection, { afterSaleId, agree: false, reason: '与买家协商一致不退款' })
  assert.equal((await only(shop)).state, 'refused')
  await decideAfterSales(shop.connection, { afterSaleId, agree: false, reason: '与买家协商一致不退款' })
  const late = await failureOf(decideAfterSales(shop.connection, { afterSaleId, agree: true, reason: '' }))
  assert.deepEqual([late.kind, late.platformCode], ['refused', 'not-decidable'])
})

test('goods may come back to the address the shop has marked for it', async () => {
  const shop = await openShop()
  const { tid } = placeOne(shop)
  await douyin.reportShipment(shop.connection, {
    ...{ platformOrderId: tid, platformLineIds: [], carrier: 'YTO', waybillNumber: 'YT0000000000081' },
  })
  control.askRefund(tid)
  const { afterSaleId } = await only(shop)
  await decideAfterSales(shop.connection, { afterSaleId, agree: true, reason: '' })
  assert.deepEqual([(await only(shop)).state, (await only(shop)).platformState], ['waiting_for_buyer', '7'])
})

test('an after-sale of another shop does not exist', async () => {
  const [mine, theirs] = [await openShop(), await openShop()]
  control.askRefund(placeOne(theirs).tid)
  const { afterSaleId } = await only(theirs)
  assert.equal((await failureOf(decideAfterSales(mine.connection, { afterSaleId, agree: true, reason: '' }))).kind, 'refused')
})

test('many receivers are revealed in few calls, relays with their end, and the ciphers may be handed over', async () => {
  const shop = await openShop()
  const placed = control.createOrders(40, { shopId: shop.shopId })
  const wishes = []
  for (const { tid } of placed) {
    const { body } = await douyin.fetchOrder(shop.connection, tid)
    wishes.push({ platformOrderId: tid, handle: JSON.stringify(body) })
  }
  control.resetCallCounts()
  const revealed = await revealReceiver(shop.connection, wishes)
  assert.deepEqual(control.callCounts(), { 'order.batchDecrypt': 3 })
  for (const [index, { receiver }] of placed.entries()) {
    const told = revealed[index]
    assert.deepEqual([told?.name, told?.address], [receiver.name, receiver.address])
    if (told?.relayUntil === null) assert.equal(told.phone, receiver.phone)
    else assert.match(told?.phone ?? '', /^\d{11}-\d{4}$/)
  }
  assert.ok(revealed.some(({ relayUntil }) => relayUntil !== null) && revealed.some(({ relayUntil }) => relayUntil === null))
})

test('the receiver of an order that is unpaid, closed or of another shop stays closed', async () => {
  const [mine, theirs] = [await openShop(), await openShop()]
  const unpaid = placeOne(mine, { unpaid: true })
  const closed = placeOne(mine)
  control.closeOrder(closed.tid)
  for (const tid of [unpaid.tid, closed.tid, placeOne(theirs).tid])
    assert.equal((await failureOf(revealReceiver(mine.connection, [{ platformOrderId: tid, handle: '' }]))).kind, 'refused')
})

test('the same receiver has one key in every order, its ciphers differ, and the key tells nothing of it', async () => {
  const shop = await openShop()
  const [first, second] = [placeOne(shop, { buyer: 'b' }), placeOne(shop, { buyer: 'b' })]
  const [one, two] = [await readOrder(shop, first.tid), await readOrder(shop, second.tid)]
  assert.equal(one.receiverKey, two.receiverKey)
  assert.notEqual(one.receiverKey, '')
  const bodies = [await douyin.fetchOrder(shop.connection, first.tid), await douyin.fetchOrder(shop.connection, second.tid)]
  const ciphers = bodies.map(({ body }) => (body as { encrypt_post_tel: string }).encrypt_post_tel)
  assert.notEqual(ciphers[0], ciphers[1])
  for (const text of [first.receiver.name, first.receiver.phone, first.receiver.address])
    assert.ok(!JSON.stringify(bodies).includes(text) && !one.receiverKey.includes(text))
})
