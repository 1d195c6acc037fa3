/**
 * What somebody may do as a list of rights, and what changes between two such lists: in the words of the model, leaving out what is
 * also covered by something else they hold. Rights of who is bounded are what both hold.
 */
import { type Permission, permissionCodes } from '#contract/permissions.ts'
import type { RightView } from '#contract/team-questions.ts'
import type { HolderReach, IdReach, Limits } from '#kernel/access.ts'
import { isInsideRanges } from '#kernel/ip-ranges.ts'
import type { DataRange, HeldGrant } from '../grants/grant.ts'
import { isCoveredBy } from '../grants/grant-rules.ts'

/** A grant as it is weighed, with the words in which its data range was given. */
export type Held = { grant: HeldGrant; range: DataRange; departmentId: string | null }
export type Closure = { accountId: string; name: string; held: readonly Held[] }
type Right = { view: RightView; key: string; grant: HeldGrant }

const meetSets = (one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> =>
  new Set([...one].filter((id) => other.has(id)))
const meetIds = (one: IdReach, other: IdReach): IdReach => (one === 'all' ? other : other === 'all' ? one : meetSets(one, other))
const meetHolders = (one: HolderReach, other: HolderReach): HolderReach => {
  if (one === 'all' || other === 'all') return one === 'all' ? other : one
  return { accounts: meetSets(one.accounts, other.accounts), departments: meetSets(one.departments, other.departments) }
}
const smaller = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.min(one, other)
const meetLimits = (one: Limits, other: Limits): Limits => ({
  refundPerActFen: smaller(one.refundPerActFen, other.refundPerActFen),
  refundPerDayFen: smaller(one.refundPerDayFen, other.refundPerDayFen),
  exportsPerDay: smaller(one.exportsPerDay, other.exportsPerDay),
  revealsPerDay: smaller(one.revealsPerDay, other.revealsPerDay),
})
const momentOf = (text: string | null, none: number): number => (text === null ? none : Date.parse(text))
/** Two ranges are one inside the other or apart. */
const meetRanges = (one: readonly string[], other: readonly string[]): string[] | undefined => {
  if (one.length === 0 || other.length === 0) return [...one, ...other]
  const both = [
    ...one.filter((range) => isInsideRanges([range], other)),
    ...other.filter((range) => isInsideRanges([range], one)),
  ]
  return both.length === 0 ? undefined : [...new Set(both)]
}
const isNothing = (reach: IdReach): boolean => reach !== 'all' && reach.size === 0
const narrowness: Record<DataRange, number> = { all: 0, department: 1, own: 2 }

/** What is allowed only when both grants allow it; undefined = nothing. */
function meet(one: Held, other: Held): Held | undefined {
  const permissions = meetSets(one.grant.permissions, other.grant.permissions)
  const shops = meetIds(one.grant.reach.shops, other.grant.reach.shops)
  const warehouses = meetIds(one.grant.reach.warehouses, other.grant.reach.warehouses)
  const ipRanges = meetRanges(one.grant.ipRanges, other.grant.ipRanges)
  if (permissions.size === 0 || isNothing(shops) || isNothing(warehouses) || ipRanges === undefined) return undefined
  const holders = meetHolders(one.grant.reach.holders, other.grant.reach.holders)
  const isOthersInside =
    holders !== 'all' &&
    other.grant.reach.holders !== 'all' &&
    holders.departments.size === other.grant.reach.holders.departments.size
  const isOtherNarrower =
    narrowness[other.range] > narrowness[one.range] ||
    (one.range === 'department' && other.range === 'department' && isOthersInside)
  const { range, departmentId } = isOtherNarrower ? other : one
  const grant: HeldGrant = {
    ...one.grant,
    ...{ permissions, reach: { shops, warehouses, holders }, limits: meetLimits(one.grant.limits, other.grant.limits) },
    from: momentOf(one.grant.from, 0) >= momentOf(other.grant.from, 0) ? one.grant.from : other.grant.from,
    until: momentOf(one.grant.until, Infinity) <= momentOf(other.grant.until, Infinity) ? one.grant.until : other.grant.until,
    ...{ onShift: one.grant.onShift || other.grant.onShift, ipRanges },
  }
  return { grant, range, departmentId }
}

/** What is left of these grants when every act must be allowed to somebody else too. */
export const boundedBy = (held: readonly Held[], bound: readonly Held[]): Held[] =>
  held.flatMap((one) => bound.map((other) => meet(one, other)).filter((both) => both !== undefined))

const listed = (reach: IdReach): string[] | null => (reach === 'all' ? null : [...reach].sort())
function conditionsOf({ from, until, onShift, ipRanges, limits }: HeldGrant): string[] {
  return [
    ...(from === null ? [] : [`from=${from}`]),
    ...(until === null ? [] : [`until=${until}`]),
    ...(onShift ? ['onShift'] : []),
    ...[...ipRanges].sort().map((range) => `ip=${range}`),
    ...Object.entries(limits).flatMap(([name, limit]) => (limit === null ? [] : [`${name}=${limit}`])),
  ]
}

const textOfSet = new WeakMap<ReadonlySet<string>, string>()
/** Roles share their sets among thousands of grants. */
function permissionsText(permissions: ReadonlySet<string>): string {
  const text = textOfSet.get(permissions) ?? [...permissions].sort().join()
  textOfSet.set(permissions, text)
  return text
}
/** One text for grants that say the same, and so for what somebody holds: equal texts need no closer look. */
const signatureOf = ({ grant, range, departmentId }: Held): string =>
  JSON.stringify([
    ...[listed(grant.reach.shops), listed(grant.reach.warehouses), range, departmentId],
    ...[conditionsOf(grant), permissionsText(grant.permissions)],
  ])

const placeOf = new Map<string, number>(permissionCodes.map((code, place) => [code, place]))
/** Each right by its words; what is over for good is none. */
function rightsOf(held: readonly Held[], now: Date): Map<string, Right> {
  const rights = new Map<string, Right>()
  for (const { grant, range, departmentId } of held) {
    if (momentOf(grant.until, Infinity) <= now.getTime()) continue
    const where = {
      ...{ shopIds: listed(grant.reach.shops), warehouseIds: listed(grant.reach.warehouses) },
      ...{ range, departmentId, conditions: conditionsOf(grant) },
    }
    const words = JSON.stringify(where)
    for (const permission of grant.permissions) {
      if (!placeOf.has(permission)) continue
      const view = { permission: permission as Permission, ...where }
      rights.set(`${permission} ${words}`, {
        view,
        key: `${permission} ${words}`,
        grant: { ...grant, permissions: new Set([permission]) },
      })
    }
  }
  return rights
}

/** What begins later does not cover what holds now. */
const isCovered = (grants: readonly HeldGrant[], permission: string, wanted: HeldGrant): boolean =>
  isCoveredBy(
    grants.filter(({ from }) => momentOf(from, 0) <= momentOf(wanted.from, 0)),
    permission,
    wanted,
  )

/** The rights of `these` that `others` neither name nor cover, each told once: one within another of them adds nothing. */
function missingIn(others: readonly Held[], these: readonly Held[], now: Date): RightView[] {
  const named = rightsOf(others, now)
  const grants = others.map(({ grant }) => grant)
  const missing = [...rightsOf(these, now).values()].filter(
    ({ key, view, grant }) => !named.has(key) && !isCovered(grants, view.permission, grant),
  )
  const within = (one: Right, other: Right): boolean =>
    one !== other && one.view.permission === other.view.permission && isCovered([other.grant], one.view.permission, one.grant)
  return missing
    .filter((one) => !missing.some((other) => within(one, other) && !(within(other, one) && one.key < other.key)))
    .map(({ view }) => view)
    .sort((one, other) => (placeOf.get(one.permission) ?? 0) - (placeOf.get(other.permission) ?? 0))
}

export type Difference = { accountId: string; name: string; gained: RightView[]; lost: RightView[] }
/** Who holds more or less afterwards, by name. */
export function differences(before: ReadonlyMap<string, Closure>, after: ReadonlyMap<string, Closure>, now: Date): Difference[] {
  return [...after.values()]
    .flatMap(({ accountId, name, held }) => {
      const earlier = before.get(accountId)?.held ?? []
      if (textOf(earlier) === textOf(held)) return []
      const difference = { accountId, name, gained: missingIn(earlier, held, now), lost: missingIn(held, earlier, now) }
      return difference.gained.length + difference.lost.length === 0 ? [] : [difference]
    })
    .sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0))
}
const textOf = (held: readonly Held[]): string => held.map(signatureOf).sort().join('\n')

export type Over = { accountId: string; name: string; gained: string[]; lost: string[] }
/** Whose rights over a department keep their words and reach other people than before, because somebody or a whole department was moved. */
export function changedReach(before: ReadonlyMap<string, Closure>, after: ReadonlyMap<string, Closure>): Over[] {
  return [...after.values()].flatMap(({ accountId, name, held }) => {
    const earlier = before.get(accountId)?.held ?? []
    const over = { accountId, name, gained: newPeople(earlier, held), lost: newPeople(held, earlier) }
    return over.gained.length + over.lost.length === 0 ? [] : [over]
  })
}

/** Whom rights over departments reach in `these`, and neither they nor anything else reached in `others`. */
function newPeople(others: readonly Held[], these: readonly Held[]): string[] {
  const overDepartments = these.filter(({ range }) => range === 'department')
  if (overDepartments.length === 0) return []
  const inSameWords = Map.groupBy(others, signatureOf)
  const grants = others.map(({ grant }) => grant)
  const found = overDepartments.flatMap((one) => {
    const known = inSameWords.get(signatureOf(one))?.[0]?.grant.reach.holders
    const { holders } = one.grant.reach
    if (known === undefined || known === 'all' || holders === 'all') return []
    return [...holders.accounts].filter((id) => !known.accounts.has(id) && !isReached(grants, one.grant, id))
  })
  return [...new Set(found)].sort()
}
/** Did these grants reach everything of one person that this one reaches? */
function isReached(grants: readonly HeldGrant[], grant: HeldGrant, accountId: string): boolean {
  const holders = { accounts: new Set([accountId]), departments: new Set<string>() }
  const ofOne = { ...grant, reach: { ...grant.reach, holders } }
  return [...grant.permissions].every((permission) => isCovered(grants, permission, ofOne))
}
