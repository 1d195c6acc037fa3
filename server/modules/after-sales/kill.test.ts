/** Decisions survive kill -9 at every failpoint: the platform hears of each once, and nothing is lost. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { createVault, readMasterKey } from '#kernel/vault.ts'
import { brokenInvariants } from '#server/testing/invariants.ts'
import { type Act, type Killable, killable } from '#server/testing/killable.ts'
import { aWarehouse, type Warehouse } from '#server/testing/warehouse.ts'
import { afterSalesModule } from './after-sales-module.ts'
import { countCases } from './operations/count-cases.ts'
import { listCases } from './operations/list-cases.ts'
import { keepUnread } from './sync-store.ts'

const AGREE = 'taobao.rp.refunds.agree'
let w: Warehouse
let k: Killable
before(async () => {
  w = await aWarehouse({ vaultOf: (t) => createVault(readMasterKey(t.home)) })
  k = killable(w)
})
after(async () => {
  await k.stop()
  await w.drop()
})

const both = (name: string, side: 'Call' | 'Commit') => [`${name}.before${side}`, `${name}.after${side}`]
const READING = [
  ...both('afterSales.readShopNow', 'Commit'),
  ...both('afterSales.readShop', 'Call'),
  ...both('afterSales.storeCases', 'Commit'),
  'job.afterSales.readShop.beforeFinish',
]
const TELLING = [
  ...both('afterSales.decideCase', 'Commit'),
  ...both('afterSales.tellDecision', 'Call'),
  ...both('afterSales.recordDecisions', 'Commit'),
  'job.afterSales.tellDecisions.beforeFinish',
]
const STARTING = [...both('afterSales.startReading', 'Commit'), 'job.afterSales.startReading.beforeFinish']
const TROUBLE = both('afterSales.noteReadProblem', 'Commit')
const AGAIN = both('afterSales.readAgain', 'Commit')
const TOGETHER = both('afterSales.agreeToCases', 'Commit')
const RETRYING = both('afterSales.retryDecision', 'Commit')

const ask = (): string => {
  const [order] = w.sandbox.control.createOrders(1, { lineCount: 1 })
  w.sandbox.control.askRefund(order?.tid ?? '')
  return order?.tid ?? ''
}
const read = (): Act => ({ operation: 'afterSales.readShopNow', input: { shopId: w.shopId } })
const caseOf = async (tid: string) => {
  const { rows } = await w.t.call('owner', listCases, { phase: 'all', search: tid })
  assert.equal(rows.length, 1, `${rows.length} cases of ${tid}`)
  return rows[0] ?? assert.fail()
}
const agreeTo = async (tid: string): Promise<Act> => {
  const { caseId, version } = await caseOf(tid)
  return { operation: 'afterSales.decideCase', input: { caseId, version, agree: true, reason: '' } }
}

test('a reading that dies at any point brings every case once', async () => {
  const tids = READING.map(ask)
  await settled()
  for (const [index, failpoint] of READING.entries()) await k.dieAt(failpoint, read(), READING[index + 1])
  await k.live(read())
  for (const tid of tids) assert.equal((await caseOf(tid)).state, 'waiting_for_merchant')
})

test('a decision that dies at any point is told once', async () => {
  const tids = TELLING.map(ask)
  await settled()
  await k.live(read())
  const { control } = w.sandbox
  control.resetCallCounts()
  for (const [index, failpoint] of TELLING.entries())
    await k.dieAt(failpoint, await agreeTo(tids[index] ?? ''), TELLING[index + 1])
  await k.live()
  assert.equal(control.callCounts()[AGREE], tids.length)
  for (const tid of tids) {
    assert.equal(control.order(tid).lines[0]?.refundStatus, 'SUCCESS')
    assert.equal((await caseOf(tid)).decision?.state, 'told')
  }
  assert.deepEqual(await brokenInvariants(w.t.address, w.t.merchantId), [])
})

test('a round of readings, a platform that is away, and what could not be read before survive it too', async () => {
  for (const failpoint of STARTING) {
    await w.t.write((tx) =>
      tx.write(sql`
        insert into jobs (merchant_id, job_id, kind, payload, run_at)
        values (${tx.merchantId}, gen_random_uuid(), 'afterSales.startReading', '{}'::jsonb, now())`),
    )
    await k.dieAt(failpoint)
  }
  const vault = createVault(readMasterKey(w.t.home))
  for (const [index, failpoint] of AGAIN.entries()) {
    const body = { refund_id: `9${index}`, tid: '1', oid: '1', status: 'SUCCESS', refund_fee: '1.00' }
    const at = { created: '2026-11-01 10:00:00', modified: '2026-11-01 10:00:00' }
    const unread = { afterSaleId: `9${index}`, version: '', body: JSON.stringify({ ...body, ...at }), problem: '' }
    await w.t.write((tx) => keepUnread(tx, vault, w.shopId, [unread], new Date()))
    await k.dieAt(failpoint, read())
  }
  await k.live(read())
  const { rows } = await w.t.call('owner', listCases, { phase: 'over', search: '1' })
  assert.equal(rows.length, AGAIN.length)
  for (const failpoint of TROUBLE) {
    w.sandbox.control.setFault({ kind: 'outage', httpStatus: 503 })
    await k.dieAt(failpoint, read())
    w.sandbox.control.clearFaults()
    await w.t.write((tx) => tx.write(sql`update after_sale_sync set wait_until = null where merchant_id = ${tx.merchantId}`))
  }
  await k.live(read())
  const [sync] = (await w.t.call('owner', countCases, {})).shops
  assert.deepEqual([sync?.problem, sync?.unreadCount], ['', 0])
})

test('a decision that the platform did not take is tried again once, whenever the one who asks for it dies', async () => {
  const { control } = w.sandbox
  const tids = RETRYING.map(ask)
  await settled()
  await k.live(read())
  control.setFault({ kind: 'error', target: AGREE })
  for (const tid of tids) await k.live(await agreeTo(tid))
  control.clearFaults()
  control.resetCallCounts()
  for (const [index, failpoint] of RETRYING.entries()) {
    const { decision } = await caseOf(tids[index] ?? '')
    assert.equal(decision?.state, 'failed')
    await k.dieAt(failpoint, { operation: 'afterSales.retryDecision', input: { decisionId: decision.decisionId } })
  }
  await k.live()
  assert.equal(control.callCounts()[AGREE], tids.length)
  for (const tid of tids) assert.equal((await caseOf(tid)).decision?.state, 'told')
})

test('several that are agreed to at once are told once each, whenever the one who agrees dies', async () => {
  const { control } = w.sandbox
  const batches = TOGETHER.map(() => [ask(), ask()])
  await settled()
  await k.live(read())
  control.resetCallCounts()
  for (const [index, failpoint] of TOGETHER.entries()) {
    const found = await Promise.all((batches[index] ?? []).map(caseOf))
    const cases = found.map(({ caseId, version }) => ({ caseId, version }))
    await k.dieAt(failpoint, { operation: 'afterSales.agreeToCases', input: { cases } })
  }
  await k.live()
  assert.equal(control.callCounts()[AGREE], batches.flat().length)
})

test('every failpoint of the module is died at', () => {
  const commands = afterSalesModule.operations.filter(({ kind }) => kind === 'command').map(({ name }) => name)
  const all = [
    ...commands.flatMap((name) => both(name, 'Commit')),
    ...both('afterSales.readShop', 'Call'),
    ...both('afterSales.tellDecision', 'Call'),
    ...(afterSalesModule.jobs ?? []).map(({ kind }) => `job.${kind}.beforeFinish`),
  ]
  const died = new Set([...READING, ...TELLING, ...STARTING, ...TROUBLE, ...AGAIN, ...RETRYING, ...TOGETHER])
  assert.deepEqual(
    all.filter((failpoint) => !died.has(failpoint)),
    [],
  )
})

/** What was stamped within this second lies before the end of the next window. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 1500))
