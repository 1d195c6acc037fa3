/** "Why may they? Why not?": the engine's own decision about an account, with what each of its grants says to it. */
import { errors } from '#contract/errors.ts'
import type { Permission } from '#contract/permissions.ts'
import type { Explanation, Reason } from '#contract/team-questions.ts'
import { type AccessRule, decide, type Row, reachesRow } from '#kernel/access.ts'
import type { Reader } from '#kernel/db.ts'
import { Failure, fail } from '#kernel/failure.ts'
import type { Actor } from '#kernel/operation.ts'
import type { OutsideWorld } from '#kernel/outside.ts'
import { readRow } from '#kernel/row-kind.ts'
import { departmentNames } from '../departments/department-views.ts'
import { storedGrants } from '../grants/grant-views.ts'
import { type Moment, principalOfAccount } from '../identity.ts'
import { roleNames, rolesCarrying } from '../roles/role-views.ts'
import { type Question, type Standing, type Verdict, verdictOn } from './explain-rules.ts'

type Asked = {
  operation?: string | undefined
  permission?: Permission | undefined
  row?: { kind: string; id: string } | undefined
}

/** What is asked about: null = an operation for visitors. Throws unknownOperation, invalidInput. */
export function ruleAsked(world: OutsideWorld, { operation, permission, row }: Asked): AccessRule | null {
  if (operation !== undefined) {
    const rule = world.accessRules.get(operation)
    return rule === undefined ? fail(errors.unknownOperation, { name: operation }) : rule
  }
  if (permission === undefined) return fail(errors.invalidInput, { field: 'operation', reason: 'an operation or a permission' })
  return { permission, scope: scopeOfKind(world, row?.kind) }
}
const scopeOfKind = (world: OutsideWorld, kind: string | undefined): AccessRule['scope'] =>
  (kind === undefined ? undefined : world.rowKinds.get(kind)?.view.scope) ?? 'shop'

/** A row the asker may see; throws notFound for all others, as for those that do not exist. */
export async function rowAsked(
  reader: Reader,
  world: OutsideWorld,
  asker: Actor,
  wanted: { kind: string; id: string } | undefined,
  now: Date,
): Promise<Row | undefined> {
  if (wanted === undefined) return undefined
  const kind = world.rowKinds.get(wanted.kind)
  if (!kind) return fail(errors.invalidInput, { field: 'row.kind', reason: [...world.rowKinds.keys()].join(', ') })
  const row = await readRow(world.rowKinds, reader, wanted, now)
  const seen = decide(asker, kind.view)
  return row && seen.allowed && reachesRow(seen.scope, row) ? row : fail(errors.notFound)
}

/** The runner's decision: who cannot enter is not allowed anything. */
async function mayNow(reader: Reader, accountId: string, { rule, row, now, ip }: Question): Promise<boolean> {
  const principal = await principalNow(reader, accountId, { now, ip })
  const decision = principal && decide(principal, rule)
  return decision?.allowed === true && (row === undefined || reachesRow(decision.scope, row))
}
async function principalNow(reader: Reader, accountId: string, moment: Moment) {
  try {
    return await principalOfAccount(reader, accountId, moment)
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}

export async function explain(reader: Reader, standing: Standing, question: Question): Promise<Explanation> {
  const verdict = verdictOn(standing, question)
  const texts = await textsFor(reader, verdict)
  const bounds: Explanation['bounds'] = []
  for (let [who, said] = [standing.bound, verdict.bound]; who && said; [who, said] = [who.bound, said.bound])
    bounds.push({
      ...{ accountId: who.accountId, name: who.name, isOwner: who.isOwner, allowed: said.allowed, blocked: said.blocked },
      grants: texts(said),
    })
  return {
    allowed: await mayNow(reader, standing.accountId, question),
    permission: question.rule.permission,
    scope: question.rule.scope,
    blocked: verdict.blocked,
    isFrozen: verdict.blocked === 'frozen' || verdict.blocked === 'penaltyFrozen',
    isOwner: standing.isOwner,
    grants: texts(verdict),
    bounds,
    carriedBy: await rolesCarrying(reader, question.rule.permission),
    asOf: { at: question.now.toISOString(), ip: question.ip },
  }
}

/** What visitors may do everybody may, whatever they hold. */
export const openToAll = (standing: Standing, { now, ip }: Moment): Explanation => ({
  ...{ allowed: true, permission: null, scope: null, blocked: null, isFrozen: standing.state.endsWith('frozen') },
  ...{ isOwner: standing.isOwner, grants: [], bounds: [], carriedBy: [], asOf: { at: now.toISOString(), ip } },
})

/** What the owner and everybody hold without having been given it. */
const WITHOUT_GRANT: ReadonlySet<string> = new Set(['owner', 'self'])

async function textsFor(reader: Reader, verdict: Verdict): Promise<(verdict: Verdict) => Reason[]> {
  const reasons = [...everyReason(verdict)]
  const roles = await roleNames(
    reader,
    reasons.map(({ grant }) => grant.role),
  )
  const departments = await departmentNames(
    reader,
    reasons.flatMap(({ grant }) => grant.subjectDepartmentId ?? []),
  )
  const stored = reasons.filter(({ grant }) => !WITHOUT_GRANT.has(grant.grantId))
  const given = await storedGrants(reader, { grantIds: stored.map(({ grant }) => grant.grantId) })
  const byId = new Map(given.map(({ accountId: _, subjectDepartmentId: __, ...grant }) => [grant.grantId, grant]))
  return (said) =>
    said.reasons.toSorted(byWeight).map(({ grant, because }) => ({
      grantId: grant.grantId,
      role: grant.role,
      roleZh: roles.get(grant.role)?.zh ?? grant.role,
      roleEn: roles.get(grant.role)?.en ?? grant.role,
      throughDepartmentId: grant.subjectDepartmentId,
      throughDepartment: departments.get(grant.subjectDepartmentId ?? '') ?? null,
      because,
      given: byId.get(grant.grantId) ?? null,
    }))
}
/** What allows it first, what has nothing to do with it last. */
const byWeight = (one: Verdict['reasons'][number], other: Verdict['reasons'][number]): number => weight(one) - weight(other)
const weight = ({ because }: Verdict['reasons'][number]): number => (because === 'holds' ? 0 : because === 'notCarried' ? 2 : 1)

function* everyReason(verdict: Verdict): Generator<Verdict['reasons'][number]> {
  yield* verdict.reasons
  if (verdict.bound) yield* everyReason(verdict.bound)
}
