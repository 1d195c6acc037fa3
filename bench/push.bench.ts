/** Push to visible: an order is placed on a platform, and how long it takes until the open list of a person shows it. */
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import WebSocket from 'ws'
import { createLoginTicket } from '#modules/team/create-merchant.ts'
import { type FourPlatforms, fourPlatforms, type TriedShop } from '#server/testing/four-platforms.ts'
import { type BenchOptions, percentile, type Row } from './row.ts'

const TARGET_MS = 1000
const APART_MS = 150
const LONGEST_MS = 30_000

export async function pushBench({ quick }: BenchOptions): Promise<Row[]> {
  const world = await fourPlatforms({ startAt: null, seed: 1, accessSeconds: 86_400 })
  try {
    const list = await openList(world)
    const rows: Row[] = []
    for (const shop of world.shops) rows.push(rowOf(shop, await waits(world, shop, list, quick ? 10 : 60)))
    list.close()
    return rows
  } finally {
    await world.stop()
  }
}

function rowOf({ platform }: TriedShop, waitsMs: readonly number[]): Row {
  const value = percentile(waitsMs, 0.95)
  const target = `p95 ≤ ${TARGET_MS} ms`
  return {
    name: `push to visible, ${platform}`,
    value,
    unit: 'ms p95',
    floor: null,
    ratio: null,
    target,
    pass: value <= TARGET_MS,
  }
}

/** When each order first stood in the list, on this process's clock. */
type OpenList = { seenAt: Map<string, number>; close(): void }

/** As an open page does: told that orders changed, it reads its list again, one reading at a time. */
async function openList({ t, url }: FourPlatforms): Promise<OpenList> {
  const ticket = await createLoginTicket(t.app.kernel.database, t.merchantId, t.ownerId, new Date(Date.now() + 60_000))
  const entered = await fetch(`${url}/api/call/team.signInWithTicket`, { ...posted({ ticket }) })
  const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const seenAt = new Map<string, number>()
  let [isReading, isStale] = [false, false]
  const read = async (): Promise<void> => {
    isStale = true
    if (isReading) return
    isReading = true
    while (isStale) {
      isStale = false
      const answer = await fetch(`${url}/api/call/orders.listOrders`, posted({ filters: {} }, cookie))
      const { rows } = (await answer.json()) as { rows: { platformOrderId: string }[] }
      for (const { platformOrderId } of rows) if (!seenAt.has(platformOrderId)) seenAt.set(platformOrderId, performance.now())
    }
    isReading = false
  }
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/realtime`, { headers: { cookie } })
  await once(socket, 'message')
  socket.on('message', (text) => {
    const { facts } = JSON.parse(String(text)) as { facts: { kind: string }[] }
    if (facts.some(({ kind }) => kind.startsWith('orders.'))) void read()
  })
  return { seenAt, close: () => socket.close() }
}

const posted = (input: object, cookie = '') => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', cookie },
  body: JSON.stringify(input),
})

async function waits({ sandbox }: FourPlatforms, shop: TriedShop, list: OpenList, count: number): Promise<number[]> {
  const placedAt = new Map<string, number>()
  for (let number = 0; number < count; number += 1) {
    const at = performance.now()
    const [order] = sandbox.control.createOrders(1, { shopId: shop.platformShopId })
    if (order) placedAt.set(order.tid, at)
    await pause(APART_MS)
  }
  const giveUpAt = performance.now() + LONGEST_MS
  while ([...placedAt.keys()].some((tid) => !list.seenAt.has(tid)) && performance.now() < giveUpAt) await pause(20)
  return [...placedAt].map(([tid, at]) => (list.seenAt.get(tid) ?? Number.POSITIVE_INFINITY) - at)
}
