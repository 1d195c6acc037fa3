/** The process dies between the wish, the call and its answer: every note reaches the platform, and none overwrites a later one there. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { createVault, readMasterKey } from '#kernel/vault.ts'
import { brokenInvariants } from '#server/testing/invariants.ts'
import { type Act, type Killable, killable } from '#server/testing/killable.ts'
import { aWarehouse, type Warehouse } from '#server/testing/warehouse.ts'
import { noteJobs, noteOperations } from './note-parts.ts'

let w: Warehouse
let k: Killable
let orders: { orderId: string; tid: string }[]
before(async () => {
  w = await aWarehouse({ automaticReview: false, vaultOf: (t) => createVault(readMasterKey(t.home)) })
  k = killable(w)
  await w.orders(30)
  orders = await w.rows(sql`
    select order_id as "orderId", platform_order_id as tid from orders where merchant_id = ${w.t.merchantId} order by order_id`)
})
after(async () => {
  await k.stop()
  await w.drop()
})

const written = new Map<string, string>()
const noted = (some: typeof orders, note: string): Act => {
  for (const { orderId } of some) written.set(orderId, note)
  return { operation: 'orders.setSellerNotes', input: { orderIds: some.map(({ orderId }) => orderId), note, flag: 1 } }
}
const died = new Set<string>()
async function dieAt(place: string, act?: Act): Promise<void> {
  await k.dieAt(place, act)
  died.add(place)
}
/** Every place on the way of a note where the process can die, read from the sources. */
function allFailpoints(): string[] {
  const sources = globSync('*.ts', { cwd: import.meta.dirname }).filter((file) => !file.endsWith('.test.ts'))
  const named = sources.flatMap((file) => [
    ...readFileSync(path.join(import.meta.dirname, file), 'utf8').matchAll(/failpoint\('([\w.]+)'\)/g),
  ])
  return [
    ...named.map(([, name = '']) => name),
    ...noteOperations.filter(({ kind }) => kind === 'command').flatMap(({ name }) => both(name, 'Commit')),
    ...noteJobs.map(({ kind }) => `job.${kind}.beforeFinish`),
  ]
}
const both = (name: string, side: 'Call' | 'Commit') => [`${name}.before${side}`, `${name}.after${side}`]

test('notes survive kill -9 at every failpoint of their way: each is told, with its last words', async () => {
  const places = [
    ...both('orders.setSellerNotes', 'Commit'),
    ...both('orders.takeDueNotes', 'Commit'),
    ...both('orders.tellNote', 'Call'),
    // What was begun before is read first.
    ...both('orders.readNote', 'Call'),
    ...both('orders.recordNotes', 'Commit'),
    'job.orders.tellNotes.beforeFinish',
  ]
  for (const [index, place] of places.entries()) {
    if (place.startsWith('orders.readNote'))
      await dieAt('orders.tellNote.afterCall', noted(orders.slice(index, index + 2), `读前 ${index}`))
    await dieAt(place, place.startsWith('orders.readNote') ? undefined : noted(orders.slice(index, index + 8), `第 ${index} 次`))
  }
  await k.live()
  for (const { orderId, tid } of orders)
    assert.deepEqual([w.sandbox.control.order(tid).sellerMemo, tid], [written.get(orderId) ?? '', tid])
  const left = await w.rows(sql`select state from note_wishes where merchant_id = ${w.t.merchantId} and state <> 'told'`)
  assert.deepEqual(left, [])
  assert.deepEqual(await brokenInvariants(w.t.address, w.t.merchantId), [])
})

test('killed after the call, and somebody writes at the platform before we are back: that note stays', async () => {
  const [order] = orders
  assert.ok(order)
  await dieAt('orders.tellNote.afterCall', noted([order], '掌柜写的'))
  // Later than our wish by the platform's clock, which counts whole seconds.
  for (let times = 0; times < 2; times++) w.sandbox.control.setNote(order.tid, '平台上后来写的', 2)
  await k.live()
  assert.deepEqual(w.sandbox.control.order(order.tid).sellerMemo, '平台上后来写的')
  const [shown] = await w.rows<{ note: string }>(sql`
    select seller_memo as note from orders where merchant_id = ${w.t.merchantId} and order_id = ${order.orderId}`)
  assert.equal(shown?.note, '平台上后来写的')
})

test('killed while a person retries a refused note, or leaves it in the house: it is told once, or not at all', async () => {
  const [retried, kept] = [orders[10], orders[11]]
  assert.ok(retried && kept)
  for (const [order, name] of [
    [retried, 'retrySellerNotes'],
    [kept, 'keepSellerNotes'],
  ] as const)
    for (const place of both(`orders.${name}`, 'Commit')) {
      w.sandbox.control.setFault({ kind: 'error', code: 15, subCode: 'isv.trade-not-exist', target: 'taobao.trade.memo.update' })
      await k.live(noted([order], `${name} ${place}`))
      w.sandbox.control.clearFaults()
      await dieAt(place, { operation: `orders.${name}`, input: { orderIds: [order.orderId] } })
      await k.live()
      const isTold = w.sandbox.control.order(order.tid).sellerMemo === `${name} ${place}`
      assert.equal(isTold, order === retried, place)
    }
  assert.deepEqual(
    allFailpoints().filter((place) => !died.has(place)),
    [],
    'every failpoint was died at',
  )
})
