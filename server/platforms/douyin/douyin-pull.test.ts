import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connection, OrderMessage } from '#server/platforms/platform.ts'
import { douyin } from './douyin.ts'
import { type ChangeList, walkChanges } from './douyin-walk.ts'
import { sandboxShops } from './testing/sandbox-shops.ts'

const { control, openShop } = await sandboxShops()
const HOUR_MS = 3_600_000

async function pullAll(connection: Connection, onPage: (page: OrderMessage[]) => void = () => {}): Promise<OrderMessage[]> {
  const messages: OrderMessage[] = []
  const window = { from: new Date(Date.now() - HOUR_MS), to: new Date(Date.now() + 60_000) }
  for await (const page of douyin.pullOrders(connection, window)) {
    messages.push(...page)
    onPage(page)
  }
  return messages
}
const idsOf = (messages: readonly OrderMessage[]) => new Set(messages.map(({ platformOrderId }) => platformOrderId))

test('everything needed stands in the list: no order costs a call of its own', async () => {
  const { shopId, connection } = await openShop()
  control.createOrders(80, { shopId })
  control.resetCallCounts()
  assert.equal((await pullAll(connection)).length, 80)
  assert.deepEqual(control.callCounts(), { 'order.searchList': 1 })
})

test('hundreds of orders of one second come all, and the walk ends', async () => {
  const { shopId, connection } = await openShop()
  const placed = control.createOrders(450, { shopId }).map(({ tid }) => tid)
  assert.deepEqual(idsOf(await pullAll(connection)), new Set(placed))
})

test('orders that change while they are read are met again in the same walk, and none is stepped over', async () => {
  const { shopId, connection } = await openShop()
  const placed = control.createOrders(450, { shopId }).map(({ tid }) => tid)
  let pageCount = 0
  const pulled = await pullAll(connection, () => {
    if (++pageCount <= 3)
      for (const tid of placed.filter((_, index) => index % 9 === pageCount)) control.changeAddress(tid, { town: '改' })
  })
  assert.deepEqual(idsOf(pulled), new Set(placed))
  const newest = new Map(pulled.map((message) => [message.platformOrderId, message.version]))
  for (const tid of placed) assert.equal(newest.get(tid), new Date(control.order(tid).modifiedAt).toISOString())
})

test('the end of a window belongs to the next one', async () => {
  const { shopId, connection } = await openShop()
  const [order] = control.createOrders(1, { shopId })
  const at = order?.modifiedAt ?? 0
  const pulledIn = async (from: number, to: number) => {
    let count = 0
    for await (const page of douyin.pullOrders(connection, { from: new Date(from), to: new Date(to) })) count += page.length
    return count
  }
  assert.deepEqual([await pulledIn(at - 5000, at), await pulledIn(at, at + 5000), await pulledIn(at, at)], [0, 1, 0])
})

test('an order nobody can read stands between others without holding them up', async () => {
  const { shopId, connection } = await openShop()
  const placed = control.createOrders(150, { shopId })
  for (const { tid } of placed.slice(40, 60)) control.poison(tid, 'badTime')
  assert.equal(idsOf(await pullAll(connection)).size, 150)
})

/** A list in memory, in the platform's order, that may be changed between two pages. */
function listOf(rows: { id: number; at: number }[], pageSize: number, beforeRead: () => void = () => {}): ChangeList {
  return {
    pageSize,
    depth: 1000,
    changedAt: (row) => (row as { at: number }).at,
    read(_connection, { from, to }, page) {
      beforeRead()
      const found = rows.filter(({ at }) => at >= from && at <= to).toSorted((a, b) => a.at - b.at || a.id - b.id)
      return Promise.resolve({
        rows: found.slice(page * pageSize, (page + 1) * pageSize).map((row) => ({ ...row })),
        total: found.length,
      })
    },
  }
}
const nobody = {} as Connection

test('however rows change between two pages, each is seen in its last form', async () => {
  for (let seed = 1; seed <= 200; seed++) {
    let state = seed
    const random = (limit: number) => {
      state = (state * 48271) % 2147483647
      return state % limit
    }
    const rows = Array.from({ length: 40 }, (_, id) => ({ id, at: random(6) }))
    let clock = 6
    const list = listOf(rows, 3, () => {
      const row = rows[random(40)]
      if (row && clock < 60 && random(2) === 0) row.at = ++clock
    })
    const seen = new Map<number, number>()
    for await (const page of walkChanges(list, nobody, { from: new Date(0), to: new Date(100_000) }))
      for (const row of page as { id: number; at: number }[]) seen.set(row.id, Math.max(row.at, seen.get(row.id) ?? -1))
    const missed = rows.filter(({ id, at }) => seen.get(id) !== at)
    assert.deepEqual(missed, [], `seed ${seed}`)
  }
})

test('more changes in one second than can be paged are told, not passed over', async () => {
  const rows = Array.from({ length: 1200 }, (_, id) => ({ id, at: 5 }))
  await assert.rejects(
    async () => {
      for await (const page of walkChanges(listOf(rows, 100), nobody, { from: new Date(0), to: new Date(100_000) }))
        assert.ok(page)
    },
    { name: 'PlatformFailure', platformCode: 'too-many-changes' },
  )
})
