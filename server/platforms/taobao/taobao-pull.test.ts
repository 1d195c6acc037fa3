import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Connection, type OrderMessage, UnreadableOrder } from '#server/platforms/platform.ts'
import { taobao } from './taobao.ts'
import { failureOf, sandboxShops } from './testing/sandbox-shops.ts'

const { sandbox, connection, openShop } = await sandboxShops()
const HOUR_MS = 3_600_000

async function pullAll(shop: Connection, onPage: (page: OrderMessage[]) => void = () => {}): Promise<OrderMessage[]> {
  const messages: OrderMessage[] = []
  const window = { from: new Date(Date.now() - HOUR_MS), to: new Date(Date.now() + 60_000) }
  for await (const page of taobao.pullOrders(shop, window)) {
    messages.push(...page)
    onPage(page)
  }
  return messages
}

test('a pulled order says what the platform knows, to the fen and the second', async () => {
  const { shopId, shop } = openShop('pull-one')
  const [placed] = sandbox.control.createOrders(1, { shopId, lineCount: 2, buyerNote: '请发顺丰 3000000000000000001' })
  assert.ok(placed)
  const [message, ...rest] = await pullAll(shop)
  assert.ok(message && rest.length === 0)
  const order = taobao.readOrder(message)
  assert.equal(message.platformOrderId, placed.tid)
  assert.equal(message.version, new Date(placed.modifiedAt).toISOString())
  assert.deepEqual(
    [
      order.platformOrderId,
      order.status,
      order.paidFen,
      order.freightFen,
      order.buyerNote,
      order.receiverKey,
      order.receiverMasked,
    ],
    [placed.tid, 'paid', placed.paidFen, placed.postFen, '请发顺丰 3000000000000000001', placed.oaid, true],
  )
  assert.deepEqual(
    [order.createdAt, order.paidAt, order.modifiedAt, order.shipBy],
    [placed.createdAt, placed.paidAt, placed.modifiedAt, placed.shipBy].map((at) => new Date(at ?? Number.NaN).toISOString()),
  )
  assert.deepEqual(
    order.lines.map((line) => [line.platformLineId, line.merchantSku, line.quantity, line.priceFen, line.paidFen]),
    placed.lines.map((line) => [line.oid, line.merchantSku, line.quantity, line.priceFen, line.paidFen]),
  )
  assert.equal(order.goodsFen + order.freightFen - order.discountFen, order.paidFen)
})

test('everything needed stands in the list: no order costs a call of its own', async () => {
  const { shopId, shop } = openShop('pull-cheap')
  sandbox.control.createOrders(80, { shopId })
  sandbox.control.resetCallCounts()
  const pulled = await pullAll(shop)
  assert.equal(pulled.length, 80)
  assert.deepEqual(sandbox.control.callCounts(), { 'taobao.trades.sold.increment.get': 1 })
  const detail = await taobao.fetchOrder(shop, pulled[0]?.platformOrderId ?? '')
  assert.deepEqual(taobao.readOrder(detail), taobao.readOrder(pulled[0] as OrderMessage))
})

test('an empty window is no page at all', async () => assert.deepEqual(await pullAll(openShop('pull-empty').shop), []))

test('no order is lost when orders change while the pages are read', async () => {
  const { shopId, shop } = openShop('pull-drift')
  const placed = sandbox.control.createOrders(450, { shopId }).map(({ tid }) => tid)
  const window = { from: new Date(Date.now() - HOUR_MS), to: new Date() }
  const seen = new Set<string>()
  let pageCount = 0
  for await (const page of taobao.pullOrders(shop, window)) {
    for (const { platformOrderId } of page) seen.add(platformOrderId)
    // Orders of every page change, leave the window and pull the others forward.
    if (++pageCount <= 3)
      for (const tid of placed.filter((_, index) => index % 9 === pageCount)) sandbox.control.changeAddress(tid, { town: '改' })
  }
  const changed = placed.filter((_, index) => index % 9 >= 1 && index % 9 <= 3)
  const lost = placed.filter((tid) => !seen.has(tid) && !changed.includes(tid))
  assert.deepEqual(lost, [])
  assert.ok(pageCount >= 4)
  const next = new Set((await pullAll(shop)).map(({ platformOrderId }) => platformOrderId))
  assert.deepEqual(
    changed.filter((tid) => !next.has(tid)),
    [],
  )
})

test('pages come oldest modification first', async () => {
  const { shopId, shop } = openShop('pull-order')
  sandbox.control.createOrders(250, { shopId })
  const sizes: number[] = []
  await pullAll(shop, (page) => sizes.push(page.length))
  assert.deepEqual(sizes, [50, 100, 100])
})

test('a window longer than the platform allows is our mistake', async () => {
  const endless = { from: new Date(Date.now() - 25 * HOUR_MS), to: new Date() }
  assert.equal((await failureOf(taobao.pullOrders(connection, endless)[Symbol.asyncIterator]().next())).kind, 'our_fault')
})

for (const [poison, sentence] of [
  ['badMoney', /^payment is not an amount in yuan: "九十九元"$/],
  ['badTime', /^created is not a time: "0000-00-00 00:00:00"$/],
  ['missingLines', /^orders.order is missing$/],
  ['missingTid', /^tid is missing$/],
] as const) {
  test(`an order broken by ${poison} is handed over whole and refused when read, the others pass`, async () => {
    const { shopId, shop } = openShop(`pull-${poison}`)
    const [bad] = sandbox.control.createOrders(3, { shopId })
    sandbox.control.poison(bad?.tid ?? '', poison)
    const refused: string[] = []
    for (const message of await pullAll(shop)) {
      try {
        taobao.readOrder(message)
      } catch (error) {
        assert.ok(error instanceof UnreadableOrder)
        refused.push(error.message)
      }
    }
    assert.equal(refused.length, 1)
    assert.match(refused[0] ?? '', sentence)
  })
}
