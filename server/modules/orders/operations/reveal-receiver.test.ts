import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { aSnapshot, intake, parcelsOf } from '#modules/orders/testing/order-samples.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { revealReceiver } from './reveal-receiver.ts'

let t: TestTeam
let parcelIds: string[]
let vipShop: string
before(async () => {
  t = await aTeam({ startAt: new Date('2026-03-10T00:00:00Z') })
  const shopId = await t.shop()
  vipShop = await t.shop()
  await intake(t, shopId, ...Array.from({ length: 5 }, (_, n) => aSnapshot(`400${n}`)))
  parcelIds = (await parcelsOf(t)).map((parcel) => parcel.parcelId)
})
after(() => t.drop())

const clerk = async (name: string, revealsPerDay: number, more: Parameters<TestTeam['staff']>[1] = []) => {
  const limits = { refundPerActFen: null, refundPerDayFen: null, exportsPerDay: null, revealsPerDay }
  return { accountId: await t.staff(name, [{ role: 'inSaleService', limits }, ...more]) }
}
const reveal = (who: { accountId: string }, n = 0, isConfirmed = false) =>
  t.call(who, revealReceiver, { parcelId: parcelIds[n % parcelIds.length] ?? '' }, { isConfirmed })
const codeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: unknown) => (error instanceof Failure ? error.definition.code : String(error)),
  )
const logged = async (accountId: string, outcome = 'done'): Promise<number> => {
  const row = await t.read((reader) =>
    reader.maybe<{ n: number }>(sql`
      select count(*)::int as n from log_entries where merchant_id = ${reader.merchantId} and actor_id = ${accountId}
        and operation = 'orders.revealReceiver' and outcome = ${outcome} and kind = ${outcome === 'done' ? 'reveal' : 'refusal'}`),
  )
  return row?.n ?? 0
}

test('each look counts, says how much of the day is used, and stands in the log once', async () => {
  const who = await clerk('数得清', 3)
  assert.deepEqual((await reveal(who)).budget, { used: 1, limit: 3 })
  assert.deepEqual((await reveal(who)).budget, { used: 2, limit: 3 })
  assert.equal(await logged(who.accountId), 2)
})

test('fifty looks at the same moment against a budget of ten: ten see, and the log has ten', async () => {
  const who = await clerk('手快', 10)
  const codes = await Promise.all(Array.from({ length: 50 }, (_, n) => codeOf(reveal(who, n))))
  assert.equal(codes.filter((code) => code === 'done').length, 10)
  assert.equal(codes.filter((code) => code === 'budgetSpent').length, 40)
  assert.equal(await logged(who.accountId), 10)
  assert.equal(await logged(who.accountId, 'refused'), 40)
})

test('who confirms to be himself goes beyond the budget, and nobody beyond five times of it', async () => {
  const who = await clerk('再看看', 2)
  for (let n = 0; n < 2; n += 1) await reveal(who, n)
  assert.equal(await codeOf(reveal(who)), 'budgetSpent')
  for (let n = 2; n < 10; n += 1) assert.equal((await reveal(who, n, true)).budget.used, n + 1)
  assert.equal(await codeOf(reveal(who, 0, true)), 'budgetExhausted')
  assert.equal(await codeOf(reveal(who, 0)), 'budgetExhausted')
  assert.equal(await logged(who.accountId), 10)
})

test('the budget begins anew with the shop’s next day', async () => {
  const who = await clerk('明天见', 1)
  await reveal(who)
  t.clock.advance(15 * 3600_000)
  assert.equal(await codeOf(reveal(who)), 'budgetSpent', 'it is still the 10th in the shop’s zone')
  t.clock.advance(2 * 3600_000)
  assert.equal(await codeOf(reveal(who)), 'done')
})

test('a wider grant for another shop opens nothing here', async () => {
  const who = await clerk('别的店', 1, [{ role: 'inSaleService', shopIds: [vipShop] }])
  await reveal(who)
  assert.equal(await codeOf(reveal(who)), 'budgetSpent')
})

test('who may not look spends nothing', async () => {
  const limits = { refundPerActFen: null, refundPerDayFen: null, exportsPerDay: null, revealsPerDay: 5 }
  const who = { accountId: await t.staff('外店', [{ role: 'inSaleService', shopIds: [vipShop], limits }]) }
  assert.equal(await codeOf(reveal(who)), 'notFound')
  const spent = await t.read((reader) =>
    reader.rows(sql`select 1 from spent_budgets where merchant_id = ${reader.merchantId} and account_id = ${who.accountId}`),
  )
  assert.equal(spent.length, 0)
})

test('what an agent sees counts for the person responsible for it too', async () => {
  const person = await clerk('负责人', 3)
  const agent = { accountId: await t.staff('助手', [{ role: 'inSaleService' }]) }
  await t.write((tx) =>
    tx.write(sql`
      update accounts set kind = 'agent', responsible_id = ${person.accountId} where merchant_id = ${tx.merchantId} and account_id = ${agent.accountId}`),
  )
  await reveal(agent)
  await reveal(agent)
  await reveal(person)
  assert.equal(await codeOf(reveal(agent)), 'budgetSpent')
  assert.equal(await codeOf(reveal(person)), 'budgetSpent')
})
