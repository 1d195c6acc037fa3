/** "Why may they?" says exactly what the runner then does, and its reasons are the right ones. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import type { BuiltInRole, Permission } from '#contract/permissions.ts'
import type { Because } from '#contract/team-questions.ts'
import { type AccessRule, type Row, reachesRow, type ScopeKind } from '#kernel/access.ts'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { query } from '#kernel/operation.ts'
import { runOperation } from '#kernel/run-operation.ts'
import { aTeam, type SomeGrant, type TestTeam, wholeGrant } from '#server/testing/team.ts'
import { setAccountState } from '../account-store.ts'
import { createDepartment } from '../departments/operations/create-department.ts'
import { setDepartmentGrants } from '../departments/operations/set-department-grants.ts'
import { replaceGrants } from '../grants/grant-store.ts'
import { accountCaller } from '../identity.ts'
import { createRole } from '../roles/operations/create-role.ts'
import { explainAccess } from './operations/explain-access.ts'
import { explainOwnAccess } from './operations/explain-own-access.ts'
import { anAgent } from './testing/an-agent.ts'

let t: TestTeam
let shops: string[]
before(async () => {
  t = await aTeam({ startAt: new Date('2026-06-03T04:00:00.000Z') })
  shops = [await t.shop('甲店'), await t.shop('乙店')]
})
after(() => t.drop())

const ask = (
  accountId: string,
  question: { operation?: string; permission?: Permission; row?: { kind: string; id: string }; ip?: string },
) => t.call('owner', explainAccess, { accountId, ip: '127.0.0.1', ...question })
const becauses = (answer: { grants: { because: Because }[] }) => answer.grants.map(({ because }) => because)

test('a grant that allows it is named with its role, its giver and the department it comes through', async () => {
  const { departmentId } = await t.call('owner', createDepartment, { parentId: null, name: '客服部' })
  await t.call('owner', setDepartmentGrants, { departmentId, version: 1, grants: [{ role: 'orderReviewer', shopIds: null }] })
  const accountId = await t.staff('小甲', [{ role: 'designer', shopIds: null }], departmentId)
  const answer = await ask(accountId, { operation: 'orders.approveParcels' })
  assert.equal(answer.allowed, true)
  assert.equal(answer.permission, 'orders.review')
  assert.deepEqual(
    answer.grants.map(({ role, roleZh, throughDepartmentId, throughDepartment, because }) => [
      role,
      roleZh,
      throughDepartmentId,
      throughDepartment,
      because,
    ]),
    [
      ['orderReviewer', '审单员', departmentId, '客服部', 'holds'],
      ['designer', '美工', null, null, 'notCarried'],
    ],
  )
  assert.equal(answer.grants[0]?.given?.grantedBy, t.ownerId)
  assert.deepEqual(answer.carriedBy, ['administrator', 'supervisor', 'orderReviewer'])
})

test('each grant that does not allow it says why', async () => {
  const [one = '', other = ''] = shops
  const role = 'orderReviewer'
  const accountId = await t.staff('小乙', [
    { role, from: '2026-07-01T00:00:00.000Z' },
    { role, until: '2026-06-01T00:00:00.000Z' },
    { role, onShift: true },
    { role, ipRanges: ['10.0.0.0/8'] },
    { role, shopIds: [other] },
  ])
  const answer = await ask(accountId, { operation: 'orders.approveParcels', row: { kind: 'shop', id: one } })
  assert.equal(answer.allowed, false)
  assert.deepEqual(becauses(answer).sort(), ['notYet', 'offShift', 'otherAddress', 'otherShop', 'over'])
  assert.equal(
    (await ask(accountId, { operation: 'orders.approveParcels', ip: '10.1.2.3', row: { kind: 'shop', id: one } })).allowed,
    true,
  )
})

test('an act for the whole merchant names the limited grant', async () => {
  const accountId = await t.staff('小丙', [{ role: 'administrator', shopIds: shops }])
  const answer = await ask(accountId, { operation: 'team.setShopLevel' })
  assert.deepEqual([answer.allowed, answer.scope, becauses(answer)], [false, 'merchant', ['limited']])
})

test('one’s own rows only: somebody else’s account is out of reach', async () => {
  const accountId = await t.staff('小丁', [{ role: 'supervisor', range: 'own' }])
  const question = { operation: 'team.freezeStaff', row: { kind: 'account', id: t.ownerId } }
  assert.deepEqual(becauses(await ask(accountId, question)), ['otherHolder'])
})

test('who is frozen or gone is not allowed, though the grants would hold', async () => {
  const accountId = await t.staff('小戊', [{ role: 'orderReviewer' }])
  await t.write((tx) => setAccountState(tx, [accountId], 'frozen'))
  const answer = await ask(accountId, { operation: 'orders.approveParcels' })
  assert.deepEqual([answer.allowed, answer.blocked, answer.isFrozen, becauses(answer)], [false, 'frozen', true, ['holds']])
})

test('an agent may do no more than the person responsible, and the answer says whose grant is missing', async () => {
  const person = await t.staff('小己', [{ role: 'designer' }])
  const agent = await anAgent(t, '助手', person, [{ role: 'orderReviewer' }])
  const answer = await ask(agent, { operation: 'orders.approveParcels' })
  assert.deepEqual([answer.allowed, becauses(answer)], [false, ['bounded']])
  assert.deepEqual([answer.bounds[0]?.accountId, becauses(answer.bounds[0] ?? { grants: [] })], [person, ['notCarried']])
})

test('the owner needs no grant; an operation for visitors needs none either; an unknown one is refused', async () => {
  const answer = await ask(t.ownerId, { operation: 'team.makeOwner' })
  assert.deepEqual([answer.allowed, answer.grants.map(({ grantId, roleZh }) => [grantId, roleZh])], [true, [['owner', '主账号']]])
  assert.deepEqual((await ask(t.ownerId, { operation: 'team.signIn' })).permission, null)
  await assert.rejects(
    ask(t.ownerId, { operation: 'team.nothing' }),
    (error: Failure) => error.definition.code === 'unknownOperation',
  )
  await assert.rejects(ask(t.ownerId, {}), (error: Failure) => error.definition.code === 'invalidInput')
})

test('whom one may not see is as unknown as a row one may not see; about oneself everybody may ask', async () => {
  const [one = '', other = ''] = shops
  const supervisor = await t.staff('主管', [{ role: 'supervisor', shopIds: [one], range: 'own' }])
  const stranger = await t.staff('小庚', [{ role: 'orderReviewer' }])
  const isUnknown = (error: Failure) => error.definition.code === 'notFound'
  const operation = 'orders.approveParcels'
  await assert.rejects(t.call({ accountId: supervisor }, explainAccess, { accountId: stranger, operation }), isUnknown)
  const own = (id: string) => t.call({ accountId: supervisor }, explainOwnAccess, { operation, row: { kind: 'shop', id } })
  assert.equal((await own(one)).allowed, true)
  await assert.rejects(own(other), isUnknown)
  await assert.rejects(own(newId()), isUnknown)
})

const permission = 'orders.review' satisfies Permission
const rules: AccessRule[] = (['shop', 'staff', 'merchant', 'shared'] as ScopeKind[]).map((scope) => ({ permission, scope }))
/** A shop's row, an account's row, and no row at all, reached or not as the runner's own scope says. */
const probes = rules.map((access) =>
  query({
    name: 'test.probe',
    input: z.strictObject({ shopId: z.string().optional(), holderId: z.string().optional() }),
    output: z.object({ reached: z.boolean() }),
    summary: 'Is this row in the scope with which the runner let me in?',
    access,
    errors: [],
    run: async (_reader, input, actor) => ({ reached: reachesRow(actor.scope, input as Row) }),
  }),
)

/** Mostly without condition, so that many are allowed too. */
const rarely = <T>(usual: T, ...others: T[]) => fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, fc.constantFrom(...others))
const grantPlan = fc.record({
  role: rarely<BuiltInRole | 'mine'>('orderReviewer', 'supervisor', 'designer', 'mine'),
  shops: fc.nat({ max: 3 }),
  warehouses: rarely(false, true),
  range: rarely<'own' | 'department' | 'all'>('all', 'own', 'department'),
  from: rarely<string | null>(null, '2026-01-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'),
  until: rarely<string | null>(null, '2026-02-01T00:00:00.000Z', '2027-12-01T00:00:00.000Z'),
  onShift: rarely(false, true),
  ip: rarely<string[]>([], ['127.0.0.0/8'], ['10.0.0.0/8']),
})
type GrantPlan = typeof grantPlan extends fc.Arbitrary<infer P> ? P : never

test('for whatever somebody holds, the explanation allows exactly what the runner does, and a grant that holds is named exactly then', async () => {
  const { roleId } = await t.call('owner', createRole, { name: '自定义', permissions: [permission] })
  const { departmentId: upper } = await t.call('owner', createDepartment, { parentId: null, name: '上级' })
  const { departmentId } = await t.call('owner', createDepartment, { parentId: upper, name: '下级' })
  const colleague = await t.staff('同事', [], departmentId)
  const toGrant = ({ shops: bits, ip, warehouses, ...plan }: GrantPlan): SomeGrant => ({
    ...plan,
    ...{
      role: plan.role === 'mine' ? roleId : plan.role,
      ipRanges: ip,
      departmentId: plan.range === 'department' ? upper : null,
    },
    shopIds: bits === 0 ? null : shops.filter((_, place) => bits & (1 << place)),
    warehouseIds: warehouses ? [shops[0] ?? ''] : null,
    ...(plan.from && plan.until && plan.from >= plan.until ? { until: null } : {}),
  })
  const plans = fc.record({
    own: fc.array(grantPlan, { maxLength: 3 }),
    above: fc.array(grantPlan, { maxLength: 1 }),
    isOnShift: fc.boolean(),
    isAgent: fc.boolean(),
  })
  const owner = accountCaller(t.merchantId, t.ownerId, { via: 'web', ip: '127.0.0.1', language: 'zh', requestId: 'r' })
  let allowedCount = 0
  let deniedCount = 0
  await fc.assert(
    fc.asyncProperty(plans, async ({ own, above, isOnShift, isAgent }) => {
      await t.write((tx) => replaceGrants(tx, { departmentId: upper }, above.map(toGrant).map(wholeGrant), t.ownerId))
      await t.write((tx) => tx.write(sql`update team_state set epoch = epoch + 1 where merchant_id = ${t.merchantId}`))
      const person = await t.staff(newId().slice(-12), own.map(toGrant), departmentId)
      const accountId = isAgent ? await anAgent(t, '助手', person, [{ role: 'orderReviewer' }]) : person
      const hours = JSON.stringify({ days: isOnShift ? [3] : [7], from: '09:00', to: '18:00', zone: 'Asia/Shanghai' })
      await t.write((tx) =>
        tx.write(
          sql`update accounts set work_hours = ${hours}::jsonb, epoch = epoch + 1 where merchant_id = ${t.merchantId} and account_id = ${person}`,
        ),
      )
      for (const [place, rule] of rules.entries()) {
        const kernel = { ...t.app.kernel, world: { ...t.app.kernel.world, accessRules: new Map([['test.probe', rule]]) } }
        const people = [accountId, person, colleague, t.ownerId]
        for (const row of [
          undefined,
          ...shops.map((id) => ({ kind: 'shop', id })),
          ...people.map((id) => ({ kind: 'account', id })),
        ]) {
          const input = row === undefined ? {} : row.kind === 'shop' ? { shopId: row.id } : { holderId: row.id }
          const really = await reallyMay(accountId, place, input)
          const question = { accountId, operation: 'test.probe', ip: '127.0.0.1', ...(row ? { row } : {}) }
          const answer = await runOperation(kernel, explainAccess, question, owner)
          const told = `${JSON.stringify({ rule, row })} ${JSON.stringify(answer)}`
          assert.equal(answer.allowed, really, told)
          assert.equal(
            answer.grants.some(({ because }) => because === 'holds'),
            really,
            told,
          )
          if (really) allowedCount += 1
          else deniedCount += 1
        }
      }
    }),
    { numRuns: 50 },
  )
  assert.ok(
    allowedCount > 100 && deniedCount > 100,
    `${allowedCount} allowed, ${deniedCount} denied: both must have been met often`,
  )
})

async function reallyMay(accountId: string, place: number, input: { shopId?: string; holderId?: string }): Promise<boolean> {
  const probe = probes[place]
  assert.ok(probe)
  try {
    return (await t.call({ accountId }, probe, input)).reached
  } catch (error) {
    if (error instanceof Failure && error.definition.code === 'notPermitted') return false
    throw error
  }
}
