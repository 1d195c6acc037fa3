/** Sequences of administrative acts on one merchant, each judged by what everybody may before and after. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import pg from 'pg'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { TestTeam } from '#server/testing/team.ts'
import { replaceGrants } from '../grants/grant-store.ts'
import { type Act, type Attempt, act, attempt, type PairPlan, pairOf, pairPlan, wholeDay } from './administrative-acts.ts'
import { clearTeam } from './clear-team.ts'
import {
  type Asked,
  beyond,
  gained,
  newcomersBetween,
  type Places,
  type Rights,
  readWorld,
  rightsOf,
  type World,
  watched,
} from './team-closure.ts'

const administering = watched.filter((code) => code.startsWith('team.'))
const working = watched.filter((code) => !code.startsWith('team.'))
const member = fc.record({
  pairs: fc.array(pairPlan, { maxLength: 2 }),
  /** Besides, an administrator of everything or of one department: many acts succeed. */
  head: fc.constantFrom(null, null, 0, 4, 5, 6),
  headOf: fc.oneof(fc.constant('all' as const), fc.nat({ max: 2 })),
  department: fc.option(fc.nat({ max: 2 }), { nil: null }),
  state: fc.constantFrom('active', 'active', 'active', 'active', 'frozen'),
})
type Member = typeof member extends fc.Arbitrary<infer T> ? T : never
const sequence = fc.record({
  /** Of the five the last is an agent of the first. */
  members: fc.array(member, { minLength: 5, maxLength: 5 }),
  roles: fc.array(
    fc.tuple(fc.subarray([...administering], { minLength: 2 }), fc.subarray([...working])).map((both) => both.flat()),
    { minLength: 3, maxLength: 3 },
  ),
  /** Grants of departments and of whoever supervises them. */
  departmentPairs: fc.array(fc.array(pairPlan, { maxLength: 1 }), { minLength: 3, maxLength: 3 }),
  acts: fc.array(act, { minLength: 4, maxLength: 30, size: 'medium' }),
})

export type Tally = { sequences: number; done: Map<string, number>; refused: number }

/** Throws the shrunken sequence with its seed when an act raised somebody above who did it. */
export async function tryDelegation(t: TestTeam, sequences: number): Promise<Tally> {
  const places: Places = { shops: [await t.shop(), await t.shop()], warehouses: [newId()] }
  const tally: Tally = { sequences: 0, done: new Map(), refused: 0 }
  const admin = new pg.Client({ ...t.address })
  await admin.connect()
  try {
    await fc.assert(
      fc.asyncProperty(sequence, async (plan) => {
        await clearTeam(t, admin)
        await begin(t, plan, places)
        tally.sequences += 1
        let before = await t.read(readWorld)
        for (const step of plan.acts) before = await tryAct(t, step, { before, places }, tally)
      }),
      { numRuns: sequences, ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}) },
    )
  } finally {
    await admin.end()
  }
  return tally
}

type Plan = { members: Member[]; roles: string[][]; departmentPairs: PairPlan[][] }
async function begin(t: TestTeam, { members, roles, departmentPairs }: Plan, places: Places): Promise<void> {
  const [top, below, other] = [newId(), newId(), newId()]
  const ids = [top, below, other]
  await t.write(async (tx) => {
    for (const [id, path] of [
      [top, [top]],
      [below, [top, below]],
      [other, [other]],
    ] as const)
      await tx.write(sql`
        insert into departments (merchant_id, department_id, parent_id, name, path)
        values (${t.merchantId}, ${id}, ${path.length > 1 ? path[0] : null}, ${id}, ${[...path]}::uuid[])`)
    for (const permissions of roles)
      await tx.write(sql`
        insert into roles (merchant_id, role_id, name, permissions, created_by)
        values (${t.merchantId}, ${newId()}, ${newId()}, ${permissions}, 'test')`)
    const now = t.clock.now.getTime()
    const pairsOf = async (plans: PairPlan[]) => {
      const world = await readWorld(tx)
      return plans.flatMap((plan) => pairOf(plan, world, places, now) ?? [])
    }
    let first: string | undefined
    for (const [place, { pairs, department, state, head, headOf }] of members.entries()) {
      const accountId = newId()
      const isAgent = place === members.length - 1
      await tx.write(sql`
        insert into accounts (merchant_id, account_id, login, name, password_hash, kind, state, department_id, work_hours, responsible_id, created_at)
        values (${t.merchantId}, ${accountId}, ${accountId}, ${`人${place}`}, 'none', ${isAgent ? 'agent' : 'person'}, ${state},
          ${department === null ? null : ids[department]}, ${JSON.stringify(wholeDay)}::jsonb, ${isAgent ? first : null},
          ${new Date(1_700_000_000_000 + place)})`)
      const heading = head === null ? [] : [{ ...withoutLimits, holders: headOf, role: head }]
      await replaceGrants(tx, { accountId }, await pairsOf([...pairs, ...heading]), 'test')
      first ??= accountId
    }
    for (const [place, plans] of departmentPairs.entries())
      await replaceGrants(tx, { departmentId: ids[place] ?? '' }, await pairsOf(plans), 'test')
    await tx.write(
      sql`update accounts set created_at = ${new Date(1_600_000_000_000)} where merchant_id = ${t.merchantId} and account_id = ${t.ownerId}`,
    )
    await tx.write(sql`update team_state set epoch = epoch + 1 where merchant_id = ${t.merchantId}`)
  })
}
const withoutLimits = {
  shops: 0 as const,
  warehouses: 0 as const,
  from: null,
  until: null,
  limit: null,
  onShift: false,
  ip: null,
}

type Standing = { before: World; places: Places }
async function tryAct(t: TestTeam, step: Act, { before, places }: Standing, tally: Tally): Promise<World> {
  const tried = await attempt(t, step, before, places)
  if (!tried) return before
  const now = await t.read(readWorld)
  if (!tried.isDone) {
    tally.refused += 1
    assert.deepEqual(visible(now), visible(before), `${step.kind}: a refused act changes nothing`)
    return now
  }
  tally.done.set(step.kind, (tally.done.get(step.kind) ?? 0) + 1)
  judge({ step, tried, before, now, places, at: t.clock.now.getTime() })
  return now
}
/** An invitation that can no longer be honoured is voided when it is answered: that alone may change. */
const visible = ({ accounts, departments, roles, grants, invitations }: World) => ({
  departments,
  roles,
  grants,
  accounts: accounts.filter(({ id }) => !invitations.some(({ account }) => account === id)),
})

type Judged = { step: Act; tried: Attempt; before: World; now: World; places: Places; at: number }
function judge({ step, tried, before, now, places, at }: Judged): void {
  const { actor, targets } = tried
  const acting = before.accounts.find(({ id }) => id === actor)
  assert.ok(acting?.state === 'active', `${step.kind}: who is not at work does nothing`)
  assert.ok(
    now.accounts.some(({ isOwner, state }) => isOwner && state === 'active'),
    'there is an active owner',
  )
  const newcomers = newcomersBetween(before, now)
  const held = rightsOf(before, actor, places, { at: { now: at, address: '10.1' }, newcomers })
  for (const id of targets) {
    const target = before.accounts.find((one) => one.id === id)
    assert.ok(acting.isOwner || !target?.isOwner, `${step.kind}: nobody but an owner touches an owner`)
    if (!acting.isOwner && changesRights.has(step.kind)) assert.notEqual(id, actor, `${step.kind}: nobody changes his own rights`)
    const beyondActor = beyond(rightsOf(before, id, places, { at: null, newcomers, evenIfIdle: true }), held)
    assert.equal(
      acting.isOwner ? undefined : beyondActor,
      undefined,
      `${step.kind} reached somebody with more rights: ${beyondActor}`,
    )
  }
  const later: Asked = { at: null, newcomers }
  for (const { id } of now.accounts) {
    const more: Rights = gained(rightsOf(before, id, places, later), rightsOf(now, id, places, later))
    const beyondActor = beyond(more, held)
    assert.equal(beyondActor, undefined, `${step.kind}: somebody gained what the actor did not hold: ${beyondActor}`)
  }
}
const changesRights: ReadonlySet<string> = new Set(['grant', 'copy', 'move', 'details', 'supervise'])
