/** What buyers ask back arrives, is decided once, and the platform hears of it once. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { jobContext } from '#modules/intake/testing/job-context.ts'
import { readReviewSettings } from '#modules/orders/operations/read-review-settings.ts'
import { saveReviewSettings } from '#modules/orders/operations/save-review-settings.ts'
import { listNotices } from '#modules/team/notices/operations/list-notices.ts'
import { PLATFORM_NAMES } from '#sandbox/outside-platform.ts'
import { countCases } from './operations/count-cases.ts'
import { decideCase } from './operations/decide-case.ts'
import { listCases } from './operations/list-cases.ts'
import { readCase } from './operations/read-case.ts'
import { retryDecision } from './operations/retry-decision.ts'
import { storeCases } from './operations/store-cases.ts'
import { type Asking, asking } from './testing/asked-refunds.ts'

let w: Asking
before(async () => {
  w = await asking()
})
after(() => w.stop())
beforeEach(() => w.sandbox.control.clearFaults())

const codeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: unknown) => (error instanceof Failure ? error.definition.code : Promise.reject(error)),
  )
const decide = async (tid: string, agree: boolean, reason = '商品没有问题') => {
  const { caseId, version } = await w.caseOf(tid)
  return w.t.call('afterSaleService', decideCase, { caseId, version, agree, reason: agree ? '' : reason })
}
const refundStatus = (tid: string) => w.sandbox.control.order(tid).lines[0]?.refundStatus
const deciding = PLATFORM_NAMES.filter((name) => name !== 'pinduoduo')

for (const platform of PLATFORM_NAMES)
  test(`${platform}: what a buyer asks back is here with its order, amount and reason, once however often it is read`, async () => {
    const shop = await w.shop(platform)
    const tid = w.ask(shop)
    await w.read(shop)
    await w.read(shop)
    const found = await w.caseOf(tid)
    const { lines } = w.sandbox.control.order(tid)
    assert.deepEqual(
      [found.state, found.kind, found.refundFen, found.act, found.decision],
      ['waiting_for_merchant', 'refund_only', lines[0]?.paidFen, 'refund', null],
    )
    // The list of Pinduoduo names no deadline.
    assert.equal(found.dueAt === null, platform === 'pinduoduo')
    const page = await w.t.call('owner', readCase, { caseId: found.caseId })
    assert.deepEqual(
      page.timeline.map(({ what }) => what),
      ['news'],
    )
    assert.equal(page.missing === null, platform !== 'pinduoduo')
  })

for (const platform of deciding)
  test(`${platform}: agreed to, the money goes back, and the case says so`, async () => {
    const shop = await w.shop(platform)
    const tid = w.ask(shop)
    await w.read(shop)
    const { chargedFen } = await decide(tid, true)
    assert.equal((await w.caseOf(tid)).decision?.state, 'waiting')
    await w.t.runJobs()
    assert.equal(refundStatus(tid), 'SUCCESS')
    await w.read(shop)
    const found = await w.caseOf(tid)
    assert.equal(chargedFen, found.refundFen)
    assert.equal(found.decision?.state, 'told')
    assert.ok(['refunded', 'refunding'].includes(found.state), found.state)
    assert.equal(found.act, null)
    const { timeline } = await w.t.call('owner', readCase, { caseId: found.caseId })
    const told = timeline.find((event) => event.what === 'decision')
    assert.deepEqual([told?.byName, told?.roles, told?.chargedFen], ['afterSaleService', ['afterSaleService'], found.refundFen])
  })

test('Pinduoduo decides in its own console: the case shows why, and nobody can decide it here', async () => {
  const shop = await w.shop('pinduoduo')
  const tid = w.ask(shop)
  await w.read(shop)
  assert.equal(await codeOf(decide(tid, true)), 'decideOnPlatform')
  w.sandbox.control.settleRefund(tid)
  await w.read(shop)
  assert.equal((await w.caseOf(tid)).state, 'refunded')
})

test('a refusal needs a reason, and the buyer is told it', async () => {
  const shop = await w.shop('wechat')
  const tid = w.ask(shop)
  await w.read(shop)
  assert.equal(await codeOf(decide(tid, false, '不')), 'invalidInput')
  await decide(tid, false, '商品已经发出')
  await w.t.runJobs()
  assert.equal(refundStatus(tid), 'SELLER_REFUSE_BUYER')
  assert.ok(w.sandbox.control.afterSales().some((each) => each.tid === tid && each.refusal === '商品已经发出'))
})

test('goods come back first: agreed, sent, received, and only then the money goes', async () => {
  const shop = await w.shop()
  const tid = w.ask(shop, { returnsGoods: true })
  await w.read(shop)
  assert.equal((await w.caseOf(tid)).act, 'return')
  const first = await decide(tid, true)
  await w.t.runJobs()
  assert.equal(refundStatus(tid), 'WAIT_BUYER_RETURN_GOODS')
  await w.read(shop)
  assert.deepEqual([(await w.caseOf(tid)).state, (await w.caseOf(tid)).act], ['waiting_for_buyer', null])
  assert.equal(await codeOf(decide(tid, true)), 'caseNotWaiting')
  w.sandbox.control.sendBack(tid)
  await w.read(shop)
  const found = await w.caseOf(tid)
  assert.deepEqual([found.act, found.returnWaybillNumber], ['receipt', 'YT8800000000001'])
  for (const search of [found.returnWaybillNumber, found.afterSaleId, tid]) {
    const { rows } = await w.t.call('owner', listCases, { search, shopId: shop.shopId })
    assert.deepEqual([rows.length, rows[0]?.caseId], [1, found.caseId], search)
  }
  const second = await decide(tid, true)
  assert.equal(first.chargedFen, found.refundFen)
  assert.equal(second.chargedFen, 0, 'the same case counts once against the same person’s day')
  await w.t.runJobs()
  assert.equal(refundStatus(tid), 'SUCCESS')
})

test('two people decide at the same moment: one does, the other learns who', async () => {
  const shop = await w.shop()
  const tid = w.ask(shop)
  await w.read(shop)
  const { caseId, version } = await w.caseOf(tid)
  const answers = await Promise.all(
    ['afterSaleService', 'supervisor', 'owner', 'administrator'].map((who) =>
      codeOf(w.t.call(who as 'owner', decideCase, { caseId, version, agree: true, reason: '' })),
    ),
  )
  assert.deepEqual(answers.sort(), ['caseDecided', 'caseDecided', 'caseDecided', 'done'])
  await w.t.runJobs()
  assert.equal(refundStatus(tid), 'SUCCESS')
})

test('what the buyer changed meanwhile is looked at again before it is decided', async () => {
  const shop = await w.shop()
  const tid = w.ask(shop, { refundFen: 100 })
  await w.read(shop)
  const before = await w.caseOf(tid)
  w.sandbox.control.askRefund(tid, undefined, { refundFen: 300, reason: '还要运费' })
  // Nobody here knows yet: the decision is about what was seen, and the platform is not told anything else.
  await w.t.call('afterSaleService', decideCase, { caseId: before.caseId, version: before.version, agree: true, reason: '' })
  await w.t.runJobs()
  assert.equal(refundStatus(tid), 'WAIT_SELLER_AGREE')
  await w.read(shop)
  const found = await w.caseOf(tid)
  assert.deepEqual([found.decision?.state, found.refundFen, found.act], ['overtaken', 300, 'refund'])
  assert.equal(
    await codeOf(w.t.call('owner', decideCase, { caseId: before.caseId, version: before.version, agree: true, reason: '' })),
    'stale',
  )
  await decide(tid, true)
  await w.t.runJobs()
  assert.equal(refundStatus(tid), 'SUCCESS')
})

for (const platform of deciding)
  test(`${platform}: an answer that was lost is not asked for twice`, async () => {
    const shop = await w.shop(platform)
    const tid = w.ask(shop)
    await w.read(shop)
    const method = { taobao: 'taobao.rp.refunds.agree', douyin: 'afterSale.operate', wechat: 'channels/ec/aftersale/acceptapply' }
    const name = method[platform as keyof typeof method]
    w.sandbox.control.resetCallCounts()
    w.sandbox.control.setFault({ kind: 'lostReply', times: 1, target: name })
    await decide(tid, true)
    await w.t.runJobs()
    assert.equal(refundStatus(tid), 'SUCCESS')
    const between = await w.caseOf(tid)
    assert.equal(between.decision?.state, 'failed')
    await w.t.call('afterSaleService', retryDecision, { decisionId: between.decision?.decisionId ?? '' })
    await w.t.runJobs()
    assert.equal((await w.caseOf(tid)).decision?.state, 'told')
    const counts = w.sandbox.control.callCounts()
    assert.equal(Object.entries(counts).find(([key]) => key.includes(name))?.[1], 1, JSON.stringify(counts))
  })

test('a refusal of the platform stands with the case, and it can be decided anew', async () => {
  const shop = await w.shop()
  const tid = w.ask(shop)
  await w.read(shop)
  // Taobao lets nobody refuse the refund of goods that have not left.
  await decide(tid, false)
  await w.t.runJobs()
  const found = await w.caseOf(tid)
  assert.equal(found.decision?.state, 'needs_person')
  assert.notEqual(found.decision?.problem, '')
  const told = await w.t.call('supervisor', listNotices, {})
  assert.ok(told.rows.some(({ kind, params }) => kind === 'afterSaleNotTaken' && params.order === tid))
  const { rows } = await w.t.call('owner', listCases, { inTrouble: true, shopId: shop.shopId })
  assert.deepEqual(
    rows.map(({ caseId }) => caseId),
    [found.caseId],
  )
  await decide(tid, true)
  await w.t.runJobs()
  assert.equal(refundStatus(tid), 'SUCCESS')
})

test('what cannot be read is kept with the reason, and read as soon as it can be', async () => {
  const shop = await w.shop()
  const body = {
    refund_id: '77',
    tid: '1',
    oid: '1',
    status: 'A_NEW_WORD',
    refund_fee: '1.00',
    created: '2026-11-01 10:00:00',
    modified: '2026-11-01 10:00:00',
  }
  const message = (status: string) => ({ afterSaleId: '77', version: '', body: JSON.stringify({ ...body, status }) })
  const context = jobContext(w.t)
  const store = (cases: ReturnType<typeof message>[]) => context.call(storeCases, { shopId: shop.shopId, cases, read: null })
  assert.deepEqual(await store([message('A_NEW_WORD'), message('A_NEW_WORD')]), { changed: 0, unread: 2 })
  const unread = async () => (await w.t.call('owner', countCases, {})).shops.find(({ shopId }) => shopId === shop.shopId)
  assert.equal((await unread())?.unreadCount, 1)
  assert.match((await unread())?.unreadReason ?? '', /status/)
  await w.read(shop)
  assert.equal((await unread())?.unreadCount, 1, 'it stays as long as it cannot be read')
  await store([message('WAIT_SELLER_AGREE')])
  assert.equal((await unread())?.unreadCount, 0)
})

test('the same thing told twice, at once and in any order, is one case in its newest state', async () => {
  const shop = await w.shop()
  const body = (status: string, second: number) => ({
    afterSaleId: '88',
    version: '',
    body: JSON.stringify({
      ...{ refund_id: '88', tid: '2', oid: '2', status, refund_fee: '1.00', created: '2026-11-01 10:00:00' },
      modified: `2026-11-01 10:00:0${second}`,
    }),
  })
  const pages = [body('SUCCESS', 3), body('WAIT_SELLER_AGREE', 1), body('WAIT_BUYER_RETURN_GOODS', 2), body('SUCCESS', 3)]
  const context = jobContext(w.t)
  await Promise.all(
    [...pages, ...pages].map((one) => context.call(storeCases, { shopId: shop.shopId, cases: [one], read: null })),
  )
  const { rows } = await w.t.call('owner', listCases, { phase: 'all', shopId: shop.shopId })
  assert.deepEqual(
    rows.map(({ state }) => state),
    ['refunded'],
  )
})

test('while the platform is away the reason stands with the shop, and nothing is lost', async () => {
  const shop = await w.shop()
  const tid = w.ask(shop)
  w.sandbox.control.setFault({ kind: 'outage', httpStatus: 503 })
  await w.read(shop)
  const problem = async () =>
    (await w.t.call('owner', countCases, {})).shops.find(({ shopId }) => shopId === shop.shopId)?.problem
  assert.notEqual(await problem(), '')
  w.sandbox.control.clearFaults()
  w.advance(60_000)
  await w.read(shop)
  assert.equal(await problem(), '')
  assert.equal((await w.caseOf(tid)).state, 'waiting_for_merchant')
  const isLate = async () => (await w.t.call('owner', countCases, {})).shops.find(({ shopId }) => shopId === shop.shopId)?.isLate
  assert.equal(await isLate(), false)
  w.advance(16 * 60_000)
  assert.equal(await isLate(), true, 'nobody has read it for a quarter of an hour')
})

for (const platform of PLATFORM_NAMES)
  test(`${platform}: an order whose buyer asks for a refund is held, and its case is read without waiting for the next round`, async () => {
    const shop = await w.shop(platform)
    const { settings, version } = await w.t.call('owner', readReviewSettings, { shopId: shop.shopId })
    const atOnce = { ...settings, bufferMinutes: 0, automatic: true }
    await w.t.call('owner', saveReviewSettings, { shopId: shop.shopId, version, settings: atOnce })
    const tid = w.ask(shop)
    w.advance(2000)
    await w.t.write((tx) =>
      tx.write(sql`
      insert into jobs (merchant_id, job_id, kind, payload, run_at)
      values (${tx.merchantId}, gen_random_uuid(), 'intake.pullShop', ${JSON.stringify({ shopId: shop.shopId })}::jsonb, now())`),
    )
    await w.t.runJobs()
    assert.equal((await w.caseOf(tid)).state, 'waiting_for_merchant')
    const parcels = await w.t.read((reader) =>
      reader.rows<{ state: string }>(
        sql`select review_state as state from parcels where merchant_id = ${reader.merchantId} and platform_order_ids = ${tid}`,
      ),
    )
    assert.deepEqual(
      parcels.map(({ state }) => state),
      ['held'],
    )
  })
