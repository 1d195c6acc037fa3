/** How much somebody may agree to pay back: at once, in a day, and in which shops. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Limits, noLimits } from '#kernel/access.ts'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import type { ConnectedShop } from '#modules/intake/testing/platform-shops.ts'
import { hireAgent } from '#modules/team/agents/operations/hire-agent.ts'
import { decideApproval } from '#modules/team/approvals/operations/decide-approval.ts'
import { listApprovals } from '#modules/team/approvals/operations/list-approvals.ts'
import type { SomeGrant, Who } from '#server/testing/team.ts'
import { caseHoldings } from './handled-cases.ts'
import { agreeToCases } from './operations/agree-to-cases.ts'
import { countCases } from './operations/count-cases.ts'
import { decideCase } from './operations/decide-case.ts'
import { listCases } from './operations/list-cases.ts'
import { readCase } from './operations/read-case.ts'
import { retryDecision } from './operations/retry-decision.ts'
import { type Asking, asking } from './testing/asked-refunds.ts'

let w: Asking
let shop: ConnectedShop
before(async () => {
  w = await asking()
  shop = await w.shop()
})
after(() => w.stop())

const role = 'afterSaleService'
let people = 0
const clerk = async (limits: Partial<Limits>, more: Partial<SomeGrant> = {}): Promise<{ accountId: string }> => {
  people += 1
  return { accountId: await w.t.staff(`售后${people}`, [{ role, limits: { ...noLimits, ...limits }, ...more }]) }
}
const asked = async (...amounts: number[]): Promise<string[]> => {
  const tids = amounts.map((refundFen) => w.ask(shop, { refundFen }))
  await w.read(shop)
  return tids
}
const agree = async (who: Who, tid: string | undefined, isConfirmed: boolean | 'never' = true): Promise<string> => {
  const { caseId, version } = await w.caseOf(tid ?? '')
  return w.t.call(who, decideCase, { caseId, version, agree: true, reason: '' }, { isConfirmed }).then(
    () => 'done',
    (error: unknown) => (error instanceof Failure ? error.definition.code : Promise.reject(error)),
  )
}
const isRefused = (code: string) => (error: unknown) => error instanceof Failure && error.definition.code === code
const usedBy = async ({ accountId }: { accountId: string }): Promise<number> => {
  const row = await w.t.read((reader) =>
    reader.maybe<{ fen: string }>(sql`
      select amount as fen from spent_budgets
      where merchant_id = ${reader.merchantId} and account_id = ${accountId} and kind = 'refundFen'`),
  )
  return Number(row?.fen ?? 0)
}

test('up to the limit per refund goes at once; above it who confirms to be himself; above five times of it nobody', async () => {
  const who = await clerk({ refundPerActFen: 5000 })
  const [small, edge, large, huge] = await asked(3000, 5000, 8000, 25_001)
  assert.equal(await agree(who, small, false), 'done')
  assert.equal(await agree(who, edge, false), 'done')
  assert.equal(await agree(who, large, false), 'stepUpRequired')
  assert.equal((await w.caseOf(large ?? '')).decision, null, 'a refusal leaves no decision behind')
  assert.equal(await agree(who, large), 'done')
  assert.equal(await agree(who, huge), 'refundOverLimit')
  assert.equal(await usedBy(who), 16_000)
})

test('the decision says who, by which role, under which limits, and that it was confirmed', async () => {
  const who = await clerk({ refundPerActFen: 5000, refundPerDayFen: 9000 })
  const [tid = ''] = await asked(6000)
  assert.equal(await agree(who, tid), 'done')
  const { caseId } = await w.caseOf(tid)
  const { timeline, allowance } = await w.t.call(who, readCase, { caseId })
  const decision = timeline.find(({ what }) => what === 'decision')
  assert.ok(decision?.what === 'decision')
  assert.deepEqual(
    [decision.roles, decision.limitActFen, decision.limitDayFen, decision.chargedFen, decision.isConfirmed],
    [[role], 5000, 9000, 6000, true],
  )
  assert.deepEqual(allowance, { perActFen: 5000, confirmAboveFen: 5000, perDayFen: 9000, usedTodayFen: 6000 })
})

test('without any limit, and as the owner, what is above 6,000 yuan is confirmed all the same', async () => {
  const [one, two] = await asked(600_000, 600_001)
  assert.equal(await agree('owner', one, false), 'done')
  assert.equal(await agree('owner', two, false), 'stepUpRequired')
  assert.equal(await agree('owner', two), 'done')
})

test('20 decisions at the same moment never pass the day’s budget together', async () => {
  const who = await clerk({ refundPerDayFen: 10_000 })
  const tids = await asked(...Array.from({ length: 20 }, () => 1500))
  const answers = await Promise.all(tids.map((tid) => agree(who, tid, false)))
  assert.deepEqual(
    [answers.filter((code) => code === 'done').length, answers.filter((code) => code === 'budgetSpent').length],
    [6, 14],
  )
  assert.equal(await usedBy(who), 9000)
})

test('a refusal costs nothing', async () => {
  const who = await clerk({ refundPerDayFen: 0, refundPerActFen: 0 })
  const tid = w.ask(shop, { refundFen: 100 })
  await w.read(shop)
  const { caseId, version } = await w.caseOf(tid)
  assert.equal(await agree(who, tid), 'refundOverLimit')
  await w.t.call(who, decideCase, { caseId, version, agree: false, reason: '商品没有问题' })
  assert.equal(await usedBy(who), 0)
})

test('a limit of one shop does not hold in another, and a wider one there does not help here', async () => {
  const other = await w.shop()
  const limited = { ...noLimits, refundPerActFen: 1000 }
  const accountId = await w.t.staff('两店', [
    { role, shopIds: [shop.shopId], limits: limited },
    { role, shopIds: [other.shopId] },
  ])
  const [here] = await asked(2000)
  const there = w.ask(other, { refundFen: 2000 })
  await w.read(other)
  assert.equal(await agree({ accountId }, here, false), 'stepUpRequired')
  assert.equal(await agree({ accountId }, there, false), 'done')
})

test('cases of other shops are not there: not in the list, not in the counts, not to read, decide or try again', async () => {
  const other = await w.shop()
  const outsider = await clerk({}, { shopIds: [other.shopId] })
  const [tid = ''] = await asked(1000)
  const { caseId, version } = await w.caseOf(tid)
  assert.deepEqual((await w.t.call(outsider, listCases, { phase: 'all' })).rows, [])
  const counts = await w.t.call(outsider, countCases, {})
  assert.deepEqual([counts.todo, counts.shops.map(({ shopId }) => shopId)], [0, [other.shopId]])
  await assert.rejects(w.t.call(outsider, readCase, { caseId }), isRefused('notFound'))
  await assert.rejects(w.t.call(outsider, decideCase, { caseId, version, agree: true, reason: '' }), isRefused('notFound'))
  assert.equal(await agree('owner', tid), 'done')
  const decisionId = (await w.caseOf(tid)).decision?.decisionId ?? ''
  await assert.rejects(w.t.call(outsider, retryDecision, { decisionId }), isRefused('notFound'))
})

test('who sees their own rows has the pool and what they decided themselves, not what colleagues did', async () => {
  const mine = await clerk({}, { range: 'own' })
  const colleague = await clerk({}, { range: 'own' })
  const [first = '', second = ''] = await asked(1000, 1000)
  assert.equal(await agree(colleague, first), 'done')
  const seen = async (who: Who, tid: string) => (await w.t.call(who, listCases, { phase: 'all', search: tid })).rows.length
  assert.deepEqual([await seen(mine, first), await seen(mine, second)], [0, 1])
  assert.deepEqual([await seen(colleague, first), await seen('supervisor', first)], [1, 1])
})

test('in-sale service looks and does not decide; who has neither right sees nothing', async () => {
  const [tid] = await asked(1000)
  assert.equal(await agree('inSaleService', tid), 'notPermitted')
  await assert.rejects(w.t.call('warehouseKeeper', listCases, {}), isRefused('notPermitted'))
})

test('the list is ordered by what ends first, page by page, and can show what ends soon', async () => {
  const busy = await w.shop()
  for (let n = 0; n < 60; n += 1) w.ask(busy)
  await w.read(busy)
  const seen: { caseId: string; dueAt: string | null }[] = []
  for (let cursor: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof pageOf>> = await pageOf(busy, cursor)
    seen.push(...page.rows)
    cursor = page.next
    if (cursor === null) break
  }
  assert.equal(new Set(seen.map(({ caseId }) => caseId)).size, 60)
  assert.deepEqual(
    seen.map(({ dueAt }) => dueAt),
    seen.map(({ dueAt }) => dueAt).toSorted(),
  )
  const within = async (dueWithinHours: number) =>
    (await w.t.call('owner', listCases, { shopId: busy.shopId, dueWithinHours })).rows.length
  assert.deepEqual([await within(47), await within(49)], [0, 50])
})
const pageOf = ({ shopId }: ConnectedShop, cursor: string | null) => w.t.call('owner', listCases, { shopId, cursor })

test('an agent above its limit asks its person, whose approval holds for this case alone and once', async () => {
  const person = await w.t.staff('负责人', [{ role }])
  const limits = { ...noLimits, refundPerActFen: 1000 }
  const { accountId } = await w.t.call('owner', hireAgent, {
    ...{ subName: 'refundbot', name: '售后助理', responsibleId: person },
    grants: [{ role, shopIds: null, limits }],
  })
  const [small = '', large = ''] = await asked(900, 2000)
  const act = (tid: string) => agree({ accountId }, tid, 'never')
  assert.equal(await act(small), 'done')
  assert.equal(await act(large), 'approvalRequired')
  const { rows } = await w.t.call({ accountId: person }, listApprovals, { state: 'waiting' })
  assert.deepEqual([rows.length, rows[0]?.operation], [1, 'afterSales.decideCase'])
  await w.t.call({ accountId: person }, decideApproval, { approvalId: rows[0]?.approvalId ?? '', approve: true })
  assert.equal(await act(large), 'done')
  assert.deepEqual([await usedBy({ accountId }), await usedBy({ accountId: person })], [2900, 2900], 'both days are charged')
})

test('whoever leaves hands open cases over; what is over stays with who decided it', async () => {
  const leaver = await clerk({}, { range: 'own' })
  const heir = await clerk({}, { range: 'own' })
  const [open = '', over = ''] = [w.ask(shop, { returnsGoods: true }), w.ask(shop)]
  await w.read(shop)
  for (const tid of [open, over]) assert.equal(await agree(leaver, tid), 'done')
  await w.t.runJobs()
  await w.read(shop)
  const held = () => w.t.read((reader) => caseHoldings.read(reader, leaver.accountId, w.t.clock.now))
  assert.equal((await held()).count, 1)
  const to = await w.t.principalOf(heir)
  assert.equal(await w.t.write((tx) => caseHoldings.release(tx, leaver.accountId, to, w.t.clock.now)), 1)
  assert.equal((await held()).count, 0)
  assert.equal((await w.t.call(heir, listCases, { phase: 'all', search: open })).rows.length, 1)
  assert.equal((await w.t.call(heir, listCases, { phase: 'all', search: over })).rows.length, 0)
})

test('several at once: each within the limits, the others told one by one; together above 6,000 yuan they are confirmed', async () => {
  const who = await clerk({ refundPerActFen: 5000, refundPerDayFen: 6000 })
  const together = async (tids: string[], caller: Who, isConfirmed = true) => {
    const found = await Promise.all(tids.map((tid) => w.caseOf(tid)))
    const cases = found.map(({ caseId, version }) => ({ caseId, version }))
    return w.t.call(caller, agreeToCases, { cases }, { isConfirmed })
  }
  const small = await asked(1000, 2000, 2500)
  const [away = ''] = await asked(500)
  assert.equal(await agree('owner', away), 'done')
  const answer = await together([...small, away], who, false)
  assert.deepEqual([answer.done.length, answer.refused.map(({ code }) => code)], [3, ['caseDecided']])
  assert.equal(await usedBy(who), 5500)
  const more = await asked(400, 300)
  const rest = await together(more, who, false)
  assert.deepEqual([rest.done.length, rest.refused.map(({ code }) => code)], [1, ['budgetSpent']])
  const [over = ''] = await asked(5001)
  await assert.rejects(together([over], who, false), isRefused('stepUpRequired'))
  const dear = await asked(400_000, 400_000)
  await assert.rejects(together(dear, 'owner', false), isRefused('stepUpRequired'))
  assert.equal((await together(dear, 'owner')).done.length, 2)
  const outsider = await clerk({}, { shopIds: [(await w.shop()).shopId] })
  const [foreign = ''] = await asked(100)
  assert.deepEqual(
    (await together([foreign], outsider)).refused.map(({ code }) => code),
    ['notFound'],
  )
})
