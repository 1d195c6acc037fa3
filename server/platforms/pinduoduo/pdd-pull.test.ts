import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import { type Connection, type OrderMessage, UnreadableOrder } from '#server/platforms/platform.ts'
import { failureOf, startBench } from '#server/platforms/testing/contract-bench.ts'
import { walkChanges } from './pdd-pages.ts'
import { pinduoduo } from './pinduoduo.ts'
import { pinduoduoUnderTest } from './testing/pinduoduo-bench.ts'

const bench = await startBench(pinduoduoUnderTest)
const { control } = bench.sandbox
afterEach(() => control.clearFaults())
after(() => bench.stop())
const MINUTE_MS = 60_000
const lastMinutes = (minutes: number) => ({ from: new Date(Date.now() - minutes * MINUTE_MS), to: new Date(Date.now() + 1000) })

async function pull(connection: Connection, window = lastMinutes(20)): Promise<OrderMessage[]> {
  const messages: OrderMessage[] = []
  for await (const page of pinduoduo.pullOrders(connection, window)) messages.push(...page)
  return messages
}

test('everything needed stands in the list: no order costs a call of its own, and the detail says the same in other words', async () => {
  const { shopId, connection } = await bench.openShop()
  control.createOrders(80, { shopId })
  control.resetCallCounts()
  const pulled = await pull(connection)
  assert.equal(pulled.length, 80)
  assert.deepEqual(control.callCounts(), { 'pdd.order.number.list.increment.get': 1 })
  const [first] = pulled
  assert.ok(first)
  const detail = await pinduoduo.fetchOrder(connection, first.platformOrderId)
  // Money is a number here and a text there.
  assert.notDeepEqual(detail.body, first.body)
  assert.deepEqual(pinduoduo.readOrder(detail), pinduoduo.readOrder(first))
})

test('an unpaid order does not exist for a merchant of Pinduoduo, in lists and alone', async () => {
  const { shopId, connection } = await bench.openShop()
  const tid = control.createOrders(1, { shopId, unpaid: true })[0]?.tid ?? ''
  assert.deepEqual(await pull(connection), [])
  assert.equal((await failureOf(pinduoduo.fetchOrder(connection, tid))).kind, 'refused')
  control.payOrder(tid)
  assert.deepEqual(
    (await pull(connection)).map(({ platformOrderId }) => platformOrderId),
    [tid],
  )
})

test('an order under review shows no cipher text and must not be shipped; released it may', async () => {
  const { shopId, connection } = await bench.openShop()
  const tid = control.createOrders(1, { shopId })[0]?.tid ?? ''
  control.forbidShipping(tid)
  const [held] = await pull(connection)
  assert.ok(held)
  assert.equal((held.body as { receiver_name: string }).receiver_name, '')
  const order = pinduoduo.readOrder(held)
  assert.deepEqual([order.status, order.shipForbidden, order.receiverMasked], ['paid', true, true])
  control.allowShipping(tid)
  assert.equal(pinduoduo.readOrder(await pinduoduo.fetchOrder(connection, tid)).shipForbidden, false)
})

test('a window longer than half an hour is our mistake and is not even asked', async () => {
  const { connection } = await bench.openShop()
  control.resetCallCounts()
  const failure = await failureOf(pull(connection, lastMinutes(31)))
  assert.deepEqual([failure.kind, failure.platformCode], ['our_fault', 'window-too-long'])
  assert.deepEqual(control.callCounts(), {})
})

for (const [poison, sentence] of [
  ['badMoney', /^pay_amount is not an amount in yuan: "九十九元"$/],
  ['badTime', /^created_time is not a time: "0000-00-00 00:00:00"$/],
  ['missingLines', /^item_list is missing$/],
  ['missingTid', /^order_sn is missing$/],
] as const) {
  test(`an order broken by ${poison} is handed over whole and refused when read, the others pass`, async () => {
    const { shopId, connection } = await bench.openShop()
    const [bad] = control.createOrders(3, { shopId })
    control.poison(bad?.tid ?? '', poison)
    const refused: string[] = []
    for (const message of await pull(connection)) {
      try {
        pinduoduo.readOrder(message)
      } catch (error) {
        assert.ok(error instanceof UnreadableOrder)
        refused.push(error.message)
      }
    }
    assert.equal(refused.length, 1)
    assert.match(refused[0] ?? '', sentence)
  })
}

/** A list in memory whose rows change while it is walked; a changed row leaves the window. */
function changingList(size: number, { isNewestFirst, closedAt }: { isNewestFirst: boolean; closedAt: number }) {
  const rows = Array.from({ length: size }, (_, place) => ({ id: place, changedAt: closedAt - (size - place) * 1000 }))
  const sorted = (from: number, to: number) => {
    const found = rows.filter(({ changedAt }) => changedAt >= from && changedAt <= to)
    found.sort((a, b) => (isNewestFirst ? b.changedAt - a.changedAt : a.changedAt - b.changedAt))
    return found
  }
  return {
    rows,
    window: { from: new Date(closedAt - 29 * MINUTE_MS), to: new Date(closedAt) },
    walk: {
      readPage: async ({ from, to }: { from: Date; to: Date }, page: number, count: number) => {
        const found = sorted(from.getTime(), to.getTime())
        return { rows: found.slice((page - 1) * count, page * count).map((row) => ({ ...row })), total: found.length }
      },
      changedAt: (row: unknown) => new Date((row as { changedAt: number }).changedAt).toISOString(),
    },
  }
}

for (const isNewestFirst of [true, false]) {
  test(`no row is lost while rows change, in a list sorted ${isNewestFirst ? 'newest' : 'oldest'} first`, async () => {
    const { connection } = await bench.openShop()
    const { rows, window, walk } = changingList(650, { isNewestFirst, closedAt: Date.UTC(2024, 0, 1) })
    const seen = new Set<number>()
    const changed = new Set<number>()
    for await (const page of walkChanges(connection, window, walk)) {
      for (const row of page) seen.add((row as { id: number }).id)
      for (const row of rows)
        if (row.id % 7 === seen.size % 7 && changed.size < 300) {
          changed.add(row.id)
          row.changedAt = Date.now()
        }
    }
    assert.ok(changed.size > 100)
    const lost = rows.filter(({ id }) => !seen.has(id) && !changed.has(id))
    assert.deepEqual(lost, [])
  })
}

test('a window that reaches into the present is closed at its newest row: what changes again inside it pushes nothing out of sight', async () => {
  const { connection } = await bench.openShop()
  const { rows, window, walk } = changingList(650, { isNewestFirst: true, closedAt: Math.floor(Date.now() / 1000) * 1000 })
  const open = { from: window.from, to: new Date(window.to.getTime() + MINUTE_MS) }
  const seen = new Set<number>()
  const changed = new Set<number>()
  for await (const page of walkChanges(connection, open, walk)) {
    for (const row of page) seen.add((row as { id: number }).id)
    for (const row of rows.filter(({ id }) => id % 7 === changed.size % 7).slice(0, 90)) {
      changed.add(row.id)
      row.changedAt = Math.floor(Date.now() / 1000) * 1000
    }
  }
  assert.ok(changed.size > 100)
  assert.deepEqual(
    rows.filter(({ id }) => !seen.has(id) && !changed.has(id)),
    [],
  )
})
