/**
 * Nobody can cause anybody to hold a right that nobody who acted held. Random administrators act on each other through the real
 * operations; after each act that changed something, what everybody holds is weighed right by right, shop by shop.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type BuiltInRole, builtInRoles, ownerPermissions, type Permission } from '#contract/permissions.ts'
import { everywhere, type Grant, type Principal, unlimitedGrant } from '#kernel/access.ts'
import { Failure } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { type Caller, runOperation } from '#kernel/run-operation.ts'
import { aTeam, type TestTeam, wholeGrant } from '#server/testing/team.ts'
import type { GrantPair } from './grants/grant.ts'
import { beyondEnvelope, distinctPairs, ownerGrant } from './grants/grant-rules.ts'
import { accountCaller } from './identity.ts'
import { isWeakerThan } from './manageable-account.ts'
import { createStaff } from './operations/create-staff.ts'
import { freezeStaff } from './operations/freeze-staff.ts'
import { listStaff } from './operations/list-staff.ts'
import { setGrants } from './operations/set-grants.ts'
import { unfreezeStaff } from './operations/unfreeze-staff.ts'
import { resetPassword } from './sign-in/operations/reset-password.ts'

let t: TestTeam
let shops: string[]
before(async () => {
  t = await aTeam()
  shops = [await t.shop(), await t.shop()]
})
after(() => t.drop())

const roles = Object.keys(builtInRoles) as BuiltInRole[]
/** A pair by numbers, so that a counterexample reads the same in every run. `shops`: bit set over two shops, 0 = all. */
const pairPlan = fc.record({ role: fc.constantFrom(...roles), shops: fc.nat({ max: 3 }) })
type PairPlan = { role: BuiltInRole; shops: number }
const pairOf = (plan: PairPlan, ids: readonly string[]): GrantPair =>
  wholeGrant({ role: plan.role, shopIds: plan.shops === 0 ? null : ids.filter((_, place) => plan.shops & (1 << place)) })
const toGrant = ({ role, shopIds }: GrantPair): Grant => ({
  ...unlimitedGrant(role, builtInRoles[role as BuiltInRole].permissions),
  reach: { ...everywhere, shops: shopIds === null ? 'all' : new Set(shopIds) },
})
const heldGrant = (pair: GrantPair) => ({ ...toGrant(pair), from: null, subjectDepartmentId: null })
/** Rights written out: permission × shop, and permission × all shops also future ones. */
function rightsOf(pairs: readonly GrantPair[], ids: readonly string[]): Set<string> {
  const places = (pair: GrantPair) => pair.shopIds ?? ['every', ...ids]
  return new Set(
    pairs.flatMap((pair) =>
      builtInRoles[pair.role as BuiltInRole].permissions.flatMap((right) => places(pair).map((shop) => `${right} ${shop}`)),
    ),
  )
}
const isWithin = (inner: Set<string>, outer: Set<string>) => [...inner].every((right) => outer.has(right))

test('the envelope says yes exactly when every right in every shop is among the actor’s own', () => {
  const ids = ['a', 'b']
  const holding = (pairs: readonly GrantPair[], isOwner = false) =>
    ({
      isOwner,
      grants: isOwner ? [ownerGrant] : pairs.map(toGrant),
    }) as unknown as Principal
  fc.assert(
    fc.property(fc.array(pairPlan, { maxLength: 4 }), fc.array(pairPlan, { maxLength: 4 }), (held, wanted) => {
      const own = held.map((plan) => pairOf(plan, ids))
      const given = wanted.map((plan) => pairOf(plan, ids))
      const within = isWithin(rightsOf(given, ids), rightsOf(own, ids))
      assert.equal(beyondEnvelope(holding(own), given.map(toGrant)) === undefined, within)
      assert.equal(isWeakerThan(holding(own), { isOwner: false, grants: given.map(heldGrant) }), within)
      assert.equal(isWeakerThan(holding(own), { isOwner: true, grants: given.map(heldGrant) }), false)
      assert.equal(beyondEnvelope(holding([], true), given.map(toGrant)), undefined)
      assert.deepEqual(rightsOf(distinctPairs(given), ids), rightsOf(given, ids))
    }),
    { numRuns: 500 },
  )
  assert.equal(ownerGrant.permissions.size, ownerPermissions.length)
})

const act = fc.record({
  by: fc.nat({ max: 4 }),
  on: fc.nat({ max: 4 }),
  kind: fc.constantFrom('grant', 'grant', 'grant', 'hire', 'freeze', 'unfreeze', 'reset'),
  pairs: fc.array(pairPlan, { maxLength: 2 }),
})
type Act = { by: number; on: number; kind: string; pairs: PairPlan[] }
type Known = { pairs: GrantPair[]; state: string; version: number; isOwner: boolean }

/** The owner and the members of one round, whose names share a beginning. */
async function everybody(names: string): Promise<Map<string, Known>> {
  const found = await Promise.all([names, '店主'].map((search) => t.call('owner', listStaff, { search })))
  return new Map(
    found
      .flatMap(({ rows }) => rows)
      .map(({ accountId, grants, state, version, isOwner }) => [accountId, { pairs: grants, state, version, isOwner }]),
  )
}

/** Of the built-in roles only the one with every right manages staff: these get the right to manage besides whatever else they hold. */
const managing: Permission[] = ['team.view', 'team.manage', 'team.grant']
function managerCaller(accountId: string): Caller {
  const caller = accountCaller(t.merchantId, accountId, { via: 'web', ip: '', language: 'zh', requestId: 'r' })
  const grant = unlimitedGrant('managing', managing)
  return {
    ...caller,
    identify: async (tx, now) => {
      const { principal, sessionId } = await caller.identify(tx, now)
      return { principal: { ...principal, grants: [...principal.grants, grant] }, sessionId }
    },
  }
}
const managersOwn = (pairs: readonly GrantPair[]): Set<string> =>
  new Set([...rightsOf(pairs, shops), ...managing.flatMap((right) => ['every', ...shops].map((shop) => `${right} ${shop}`))])

/** Does it as the actor; a refusal is an answer like any other. */
async function attempt({ kind, pairs }: Act, names: string, by: string, on: string, version: number): Promise<boolean> {
  const { kernel } = t.app
  const caller = managerCaller(by)
  const grants = pairs.map((plan) => pairOf(plan, shops))
  const password = 'a long enough password'
  try {
    if (kind === 'grant') await runOperation(kernel, setGrants, { accountId: on, version, grants }, caller)
    else if (kind === 'hire')
      await runOperation(kernel, createStaff, { subName: `${newId().slice(-8)}x`, name: `${names}新`, password, grants }, caller)
    else if (kind === 'reset') await runOperation(kernel, resetPassword, { accountId: on, newPassword: password }, caller)
    else {
      const operation = kind === 'freeze' ? freezeStaff : unfreezeStaff
      return (await runOperation(kernel, operation, { accountIds: [on] }, caller)).done.length > 0
    }
    return true
  } catch (error) {
    if (error instanceof Failure) return false
    throw error
  }
}

/** What an act that was done may have changed, seen from the rights its author held before. */
function judge(step: Act, actor: Known, target: Known | undefined, before: Map<string, Known>, now: Map<string, Known>): void {
  const own = managersOwn(actor.pairs)
  assert.ok(actor.state === 'active', 'who is frozen does nothing')
  if (step.kind !== 'hire' && target) {
    assert.ok(!target.isOwner, 'nobody but an owner touches an owner')
    assert.ok(isWithin(rightsOf(target.pairs, shops), own), `${step.kind} reached somebody with more rights`)
  }
  for (const [accountId, { pairs, state }] of now) {
    const was = before.get(accountId)
    const rightsBefore = was?.state === 'active' ? rightsOf(was.pairs, shops) : new Set<string>()
    const rightsNow = state === 'active' ? rightsOf(pairs, shops) : new Set<string>()
    const gained = new Set([...rightsNow].filter((right) => !rightsBefore.has(right)))
    assert.ok(
      isWithin(gained, own),
      `somebody gained what the actor did not hold: ${[...gained].find((right) => !own.has(right))}`,
    )
  }
}

test('random administrators never give anybody a right that none of them held, nor touch a stronger account', async () => {
  let round = 0
  let doneCount = 0
  const team = fc.array(pairPlan, { minLength: 1, maxLength: 2 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(team, { minLength: 4, maxLength: 4 }),
      fc.array(act, { minLength: 2, maxLength: 6 }),
      async (first, steps) => {
        round += 1
        const names = `m${round}-`
        const members = [t.ownerId]
        for (const [place, pairs] of first.entries())
          members.push(
            await t.staff(
              `${names}${place}`,
              pairs.map((plan) => pairOf(plan, shops)),
            ),
          )
        // One is frozen from the beginning, so that letting somebody in again is tried too.
        await t.call('owner', freezeStaff, { accountIds: members.slice(-1) })
        let before = await everybody(names)
        for (const step of steps) {
          const [by, on] = [members[1 + (step.by % 4)] ?? '', members[step.on] ?? '']
          const [actor, target] = [before.get(by), before.get(on)]
          if (!actor) assert.fail('a member is missing')
          const done = await attempt(step, names, by, on, target?.version ?? 1)
          const now = await everybody(names)
          if (done) judge(step, actor, target, before, now)
          else assert.deepEqual(now, before, 'a refused act changes nothing')
          doneCount += done ? 1 : 0
          before = now
        }
      },
    ),
    { numRuns: 200 },
  )
  assert.ok(doneCount > 50, `only ${doneCount} acts were done: the rounds say little`)
})
