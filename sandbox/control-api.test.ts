import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { sandboxCatalogue } from './catalogue.ts'
import type { OrderView } from './control.ts'
import { type Sandbox, startSandbox } from './sandbox.ts'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await startSandbox()
})
afterEach(() => sandbox.stop())

const send = async (name: string, body: object): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${sandbox.url}/control/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

test('another process can create orders, set faults and read what happened', async () => {
  const created = (await send('orders', { count: 3, unpaid: true })).body as OrderView[]
  assert.deepEqual(
    created.map((order) => order.status),
    Array(3).fill('WAIT_BUYER_PAY'),
  )
  const tid = created[0]?.tid ?? ''
  assert.equal(((await send('pay', { tid })).body as OrderView).status, 'WAIT_SELLER_SEND_GOODS')
  assert.equal((await send('faults', { kind: 'lostReply', ratio: 0.5 })).status, 200)
  assert.deepEqual(sandbox.control.faults(), [{ kind: 'lostReply', ratio: 0.5 }])
  await send('faults/clear', {})
  assert.deepEqual(sandbox.control.faults(), [])
  const read = (await (await fetch(`${sandbox.url}/control/order?tid=${tid}`)).json()) as OrderView
  assert.equal(read.tid, tid)
})

test('unknown orders, unknown controls and junk are answered plainly', async () => {
  assert.equal((await send('pay', { tid: '1' })).status, 404)
  assert.equal((await send('dance', {})).status, 404)
  assert.equal((await send('faults', { kind: 'meteor' })).status, 400)
  assert.equal((await fetch(`${sandbox.url}/elsewhere`)).status, 404)
})

test('a button of the page acts and comes back to the page; pages of other origins may not press it', async () => {
  const press = (origin: string) =>
    fetch(`${sandbox.url}/control/orders`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin },
      body: new URLSearchParams({ count: '2' }),
    })
  const response = await press(sandbox.url)
  assert.deepEqual([response.status, response.headers.get('location')], [303, '/'])
  assert.equal(sandbox.control.orderCount(), 2)
  assert.equal((await press('http://evil.test')).status, 403)
  assert.equal(sandbox.control.orderCount(), 2)
})

test('the page shows orders with everything a buyer wrote escaped', async () => {
  sandbox.control.createOrders(1, { buyerNote: '<script>alert(1)</script>' })
  const response = await fetch(sandbox.url)
  const html = await response.text()
  assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/)
  assert.ok(html.includes(sandbox.control.orders()[0]?.tid ?? 'none'))
  assert.ok(!html.includes('<script>'))
})

test('the same seed makes the same orders and gives the same tokens', async () => {
  const twin = await startSandbox()
  const other = await startSandbox({ seed: 2 })
  const peopleOf = (world: Sandbox) => [
    ...world.control.createOrders(20).map((order) => [order.tid, order.receiver, order.lines]),
    ...world.control.shops().map((shop) => [shop.session, shop.refreshToken]),
  ]
  const [mine, same, different] = [peopleOf(sandbox), peopleOf(twin), peopleOf(other)]
  await Promise.all([twin.stop(), other.stop()])
  assert.deepEqual(mine, same)
  assert.notDeepEqual(mine, different)
})

test('created orders look like a real day: several lines, notes, returning buyers, codes of the catalogue', () => {
  const orders = sandbox.control.createOrders(300)
  const codes = new Set(sandboxCatalogue.map((item) => item.merchantSku))
  assert.equal(codes.size, 40)
  assert.ok(orders.every((order) => order.lines.every((line) => codes.has(line.merchantSku))))
  assert.ok(orders.some((order) => order.lines.length > 1))
  assert.ok(orders.some((order) => order.buyerNote !== ''))
  assert.ok(new Set(orders.map((order) => order.buyerNick)).size < orders.length)
  assert.ok(new Set(orders.map((order) => order.receiver.province)).size >= 12)
  assert.ok(orders.every((order) => (order.lines.length === 1) === (order.lines[0]?.oid === order.tid)))
})

test('another process can ask something back, write a review and set stock', async () => {
  const shopId = sandbox.control.shops()[0]?.id ?? ''
  const tid = sandbox.control.createOrders(1, { merchantSkus: ['CAP-BK'] })[0]?.tid ?? ''
  await send('ask-refund', { tid, returnsGoods: true, reason: '尺码不合适', refundFen: 100 })
  await send('agree-return', { tid })
  await send('send-back', { tid, returnNumber: 'YT7' })
  const [afterSale] = (await (await fetch(`${sandbox.url}/control/after-sales`)).json()) as {
    reason: string
    returnNumber: string
  }[]
  assert.deepEqual([afterSale?.reason, afterSale?.returnNumber], ['尺码不合适', 'YT7'])
  await send('take-back-refund', { tid })
  assert.equal(sandbox.control.order(tid).lines[0]?.refundStatus, 'CLOSED')
  await send('reviews', { tid, stars: 2, text: '一般' })
  assert.equal(((await (await fetch(`${sandbox.url}/control/reviews`)).json()) as unknown[]).length, 1)
  assert.equal((await send('reviews', { tid, stars: 6, text: '一般' })).status, 400)
  const [cap] = sandbox.control.products(shopId).filter(({ code }) => code === 'CAP')
  const [sku] = cap?.skus ?? []
  await send('stock', { shopId, itemId: cap?.itemId, skuId: sku?.skuId, quantity: 9 })
  await send('on-sale', { shopId, itemId: cap?.itemId, isOnSale: false })
  const after = sandbox.control.products(shopId).find(({ code }) => code === 'CAP')
  assert.deepEqual([after?.skus[0]?.quantity, after?.isOnSale], [9, false])
  assert.equal((await send('stock', { shopId, itemId: '1', quantity: 9 })).status, 404)
  assert.equal(((await send('products', { shopId, count: 3 })).body as unknown[]).length, 3)
})

test('goods, stock and reviews have a page whose buttons come back to it', async () => {
  const [order] = sandbox.control.createOrders(1, { merchantSkus: ['CAP-BK'] })
  sandbox.control.createReview(order?.tid ?? '', { stars: 1, text: '<b>差</b>' })
  const page = await (await fetch(`${sandbox.url}/shop`)).text()
  assert.match(page, /CAP-BK/)
  assert.match(page, /&lt;b&gt;差&lt;\/b&gt;/)
  const press = async (referer: string) =>
    (
      await fetch(`${sandbox.url}/control/reviews`, {
        method: 'POST',
        redirect: 'manual',
        headers: { referer },
        body: new URLSearchParams({ tid: order?.tid ?? '', stars: '4', text: '好' }),
      })
    ).headers.get('location')
  assert.equal(await press(`${sandbox.url}/shop`), '/shop')
  assert.equal(await press('http://elsewhere.test/shop'), '/')
})
