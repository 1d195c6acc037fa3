/** Cedar's answers against the product's own: grants from the real database, identity, decision, SQL predicate and its twin in memory. */

import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  decide,
  inRows,
  narrow,
  type Principal,
  type RowColumns,
  reachesRow,
  type Scope,
  type ScopeKind,
} from '#kernel/access.ts'
import { recordset, sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { may, rightsOf } from '#kernel/rights.ts'
import type { TestTeam } from '#server/testing/team.ts'
import { isConditional } from '../grants/condition-rules.ts'
import { accountCaller } from '../identity.ts'
import { type CedarMoment, type CedarOracle, type CedarRow, cedarOracle } from './cedar-oracle.ts'
import { cedarRowOf, type Ids, type StoredTeam, storeTeam } from './stored-team.ts'
import { atHour, type Question, type TeamPlan, teamPlan } from './team-plan.ts'

/** How often each side said what, and how often a grant was decisive that only holds at times, through an agent or for an app's functions. */
export type Tally = { cases: number; allowed: number; denied: number; byAgents: number; byFunctions: number; byCondition: number }
const isTelling = ({ cases, allowed, denied, byAgents, byFunctions, byCondition }: Tally, least: number): boolean =>
  cases >= least && Math.min(allowed, denied) > cases / 10 && Math.min(byAgents, byFunctions, byCondition) > cases / 1000

/** Asks both sides about random teams until `cases` answers were compared. Throws the shrunken team with its seed when two differ. */
export async function compareWithCedar(t: TestTeam, cases: number): Promise<void> {
  const tally = noTally()
  const casesPerTeam = 45
  await fc.assert(
    fc.asyncProperty(teamPlan, async (plan) => {
      await compareTeam(t, plan, tally)
    }),
    { numRuns: Math.ceil(cases / casesPerTeam), ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}) },
  )
  assert.ok(isTelling(tally, cases), `these cases say little: ${JSON.stringify(tally)}`)
}

const noTally = (): Tally => ({ cases: 0, allowed: 0, denied: 0, byAgents: 0, byFunctions: 0, byCondition: 0 })

/** Asks both sides the questions of one team about each of its rows. */
export async function compareTeam(t: TestTeam, plan: TeamPlan, tally: Tally = noTally()): Promise<Tally> {
  const shops = await threeShops(t)
  const team = await t.write((tx) => storeTeam(tx, plan, shops))
  const oracle = cedarOracle(team.cedar)
  for (const question of plan.questions) await compareOne(t, { plan, team, oracle, question }, tally)
  return tally
}
const shopsOf = new WeakMap<TestTeam, Promise<string[]>>()
function threeShops(t: TestTeam): Promise<string[]> {
  const known = shopsOf.get(t) ?? Promise.all([t.shop(), t.shop(), t.shop()])
  shopsOf.set(t, known)
  return known
}

type Asked = { plan: TeamPlan; team: StoredTeam; oracle: CedarOracle; question: Question }

async function compareOne(t: TestTeam, { plan, team, oracle, question }: Asked, tally: Tally): Promise<void> {
  const { permission, functions } = question
  const account = team.ids.accounts[question.by] ?? ''
  const moment: CedarMoment = { now: atHour(question.hour), ip: question.ip }
  const allows = (target: CedarRow | 'anything' | 'everything') =>
    oracle.allows(account, permission, target, moment, functions ?? undefined)
  const identified = await identify(t, account, moment)
  const principal = identified && (functions ? narrow(identified, new Set(functions)) : identified)
  const note = (what: string, ours: boolean, cedars: boolean) => {
    assert.equal(ours, cedars, `${what}: ours says ${ours}, the specification ${cedars}; ${JSON.stringify(question)}`)
    tally.cases += 1
    tally[cedars ? 'allowed' : 'denied'] += 1
    if (!cedars || !principal) return
    tally.byAgents += principal.bounds ? 1 : 0
    tally.byFunctions += functions ? 1 : 0
    tally.byCondition += principal.grants.some((grant) => isConditional({ ...grant, from: null })) ? 1 : 0
  }
  const isAllowed = (scope: ScopeKind) => principal !== undefined && decide(principal, { permission, scope }).allowed
  for (const scope of ['shop', 'staff', 'shared'] as const)
    assert.equal(isAllowed(scope), allows('anything'), `${scope}; ${JSON.stringify(question)}`)
  note('merchant', isAllowed('merchant'), allows('everything'))
  const rows = plan.rows.map((row) => ({ kind: row.kind, row: cedarRowOf(row, team.ids) }))
  const listed = await listedRows(t, principal, rows, permission)
  for (const [place, { kind, row }] of rows.entries()) {
    const expected = allows(row)
    const what = `${kind} ${JSON.stringify(nameless(row, team.ids))}`
    note(what, listed.has(place), expected)
    assert.equal(principal !== undefined && may(rightsOf(principal), permission, memoryRow(row)), expected, `${what} in memory`)
    const scope = principal && scopeFor(principal, kind, permission)
    assert.equal(scope !== undefined && reachesRow(scope, memoryRow(row)), expected, `${what} by its scope`)
  }
}

/** undefined when nobody may act as this account now. */
async function identify(t: TestTeam, accountId: string, { now, ip }: CedarMoment): Promise<Principal | undefined> {
  const caller = accountCaller(t.merchantId, accountId, { via: 'api', ip: ip ?? '', language: 'zh', requestId: 'r' })
  try {
    return (await t.write((tx) => caller.identify(tx, new Date(now)))).principal
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}

type KindRow = { kind: string; row: CedarRow }
const columnsOf: Record<string, RowColumns> = {
  order: { shop: sql`r.shop` },
  parcel: { shop: sql`r.shop`, warehouse: sql`r.warehouse`, holder: sql`r.holder` },
  account: { holder: sql`r.holder` },
  entry: { holder: sql`r.holder` },
}
const memoryRow = ({ shop, warehouse, holder }: CedarRow) => ({
  ...(shop === undefined ? {} : { shopId: shop }),
  ...(warehouse === undefined ? {} : { warehouseId: warehouse }),
  ...(holder === undefined ? {} : { holderId: holder }),
})
function scopeFor(principal: Principal, kind: string, permission: Question['permission']): Scope | undefined {
  const decision = decide(principal, { permission, scope: kind === 'account' || kind === 'entry' ? 'staff' : 'shop' })
  return decision.allowed ? decision.scope : undefined
}

/** The rows that a list would show, by the predicate that lists use. */
async function listedRows(t: TestTeam, principal: Principal | undefined, rows: KindRow[], permission: Question['permission']) {
  const found = new Set<number>()
  for (const [kind, columns] of Object.entries(columnsOf)) {
    const scope = principal && scopeFor(principal, kind, permission)
    const ofKind = rows.flatMap((one, place) => (one.kind === kind ? [{ place, ...one.row }] : []))
    if (!scope || ofKind.length === 0) continue
    const shown = await t.read((reader) =>
      reader.rows<{ place: number }>(sql`
        select r.place from jsonb_to_recordset(${recordset(ofKind)}::jsonb) as r(place int, shop uuid, warehouse uuid, holder text)
        where ${inRows(scope, columns)}`),
    )
    for (const { place } of shown) found.add(place)
  }
  return found
}

/** A row by the numbers of its plan. */
const nameless = (row: CedarRow, ids: Ids) =>
  Object.fromEntries(
    Object.entries(row).map(([key, id]) => [key, id && Math.max(...Object.values(ids).map((list) => list.indexOf(id)))]),
  )
