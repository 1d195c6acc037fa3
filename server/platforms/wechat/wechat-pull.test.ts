import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import type { Connection, OrderMessage } from '#server/platforms/platform.ts'
import { failureOf, startBench } from '#server/platforms/testing/contract-bench.ts'
import { wechatUnderTest } from './testing/wechat-bench.ts'
import { wechat } from './wechat.ts'

const bench = await startBench(wechatUnderTest)
const { control } = bench.sandbox
afterEach(() => control.clearFaults())
after(() => bench.stop())

const HOUR_MS = 3_600_000
const LIST = 'channels/ec/order/list/get'
const GET = 'channels/ec/order/get'
const hourBefore = (to: number) => ({ from: new Date(to - HOUR_MS), to: new Date(to) })

async function pull(connection: Connection, onPage: (page: OrderMessage[]) => void = () => {}, to = Date.now() + 60_000) {
  const ids: string[] = []
  for await (const page of wechat.pullOrders(connection, hourBefore(to))) {
    ids.push(...page.map(({ platformOrderId }) => platformOrderId))
    onPage(page)
  }
  return ids
}

test('orders that change leave the window and pull others over the edge of a page: none of those is lost', async () => {
  const { shopId, connection } = await bench.openShop()
  const placed = control.createOrders(330, { shopId }).map(({ tid }) => tid)
  let pageCount = 0
  const changed = new Set<string>()
  // The window is closed: what is modified from now on leaves it.
  const ids = await pull(
    connection,
    (page) => {
      if (++pageCount > 2) return
      for (const { platformOrderId } of page.slice(0, 40)) {
        control.changeAddress(platformOrderId, { town: '改' })
        changed.add(platformOrderId)
      }
    },
    Date.now() - 1000,
  )
  assert.ok(changed.size > 0)
  assert.deepEqual(
    placed.filter((tid) => !ids.includes(tid) && !changed.has(tid)),
    [],
  )
  assert.equal(new Set(ids).size, ids.length)
})

test('one page costs one listing; several are listed once more, and no order is asked for twice', async () => {
  const small = await bench.openShop()
  control.createOrders(30, { shopId: small.shopId })
  control.resetCallCounts()
  assert.equal((await pull(small.connection)).length, 30)
  assert.deepEqual(control.callCounts(), { [LIST]: 1, [GET]: 30 })
  const large = await bench.openShop()
  control.createOrders(150, { shopId: large.shopId })
  control.resetCallCounts()
  assert.equal((await pull(large.connection)).length, 150)
  assert.deepEqual(control.callCounts(), { [LIST]: 4, [GET]: 150 })
})

test('a window with too many orders for one list is read in halves', async () => {
  const { shopId, connection } = await bench.openShop()
  control.createOrders(5, { shopId })
  control.setFault({ kind: 'error', target: LIST, code: 31042, times: 2 })
  control.resetCallCounts()
  assert.equal((await pull(connection)).length, 5)
  // Two refusals, a quarter, a quarter and a half; and, being several, the whole once more.
  assert.equal(control.callCounts()[LIST], 6)
})

test('a window longer than the platform allows is our mistake', async () => {
  const endless = { from: new Date(Date.now() - 8 * 24 * HOUR_MS), to: new Date() }
  const { connection } = await bench.openShop()
  const failure = await failureOf(wechat.pullOrders(connection, endless)[Symbol.asyncIterator]().next())
  assert.deepEqual([failure.kind, failure.platformCode], ['our_fault', 'window-too-long'])
})

test('an order that is listed and refused when asked for does not stop the others', async () => {
  const { shopId, connection } = await bench.openShop()
  control.createOrders(3, { shopId })
  control.setFault({ kind: 'error', target: GET, code: 100002, times: 1 })
  const messages: OrderMessage[] = []
  await pull(connection, (page) => messages.push(...page))
  assert.equal(messages.length, 3)
  const refused = messages.filter(({ version }) => version === '')
  assert.equal(refused.length, 1)
  assert.throws(() => wechat.readOrder(refused[0] as OrderMessage), /UnreadableOrder/)
})

test('an order that fails in passing is asked for again; a failure that stays is told, not skipped', async () => {
  const { shopId, connection } = await bench.openShop()
  control.createOrders(6, { shopId })
  control.setFault({ kind: 'outage', target: GET, times: 2 })
  assert.equal((await pull(connection)).length, 6)
  control.setFault({ kind: 'outage', target: GET })
  assert.equal((await failureOf(pull(connection))).kind, 'retry')
})

test('every call waits for the pace of the shop', async () => {
  const { shopId, connection } = await bench.openShop()
  control.createOrders(3, { shopId })
  let waits = 0
  const pace = async () => void waits++
  await pull({ ...connection, pace })
  assert.equal(waits, 4)
})
