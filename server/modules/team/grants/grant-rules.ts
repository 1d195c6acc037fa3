/**
 * The grant envelope: nobody can cause anybody to obtain a right they do not hold themselves. Grants are weighed as pairs
 * (permission, reach) with their limits, time and conditions, never as separate unions. Every path that confers or removes power asks
 * `beyondEnvelope` through grant-envelope.ts. Two acts at once cannot outwit it: team-lock.ts makes them wait for one another.
 */
import { ownerPermissions, type Permission } from '#contract/permissions.ts'
import {
  everywhere,
  type Grant,
  type HolderReach,
  type IdReach,
  type Limits,
  type Principal,
  unlimitedGrant,
} from '#kernel/access.ts'
import { isInsideRanges, isIpRange } from '#kernel/ip-ranges.ts'
import type { GrantPair } from './grant.ts'

/** The owner holds everything without a grant. */
export const ownerGrant: Grant = unlimitedGrant('owner', ownerPermissions)

/**
 * Every person uses their own account without a grant: signs out, chooses a password, adds a factor, whatever else is held. An agent does
 * not sign in: somebody is responsible for it.
 */
export function selfGrants(account: { account_id: string; responsible_id: string | null }): Grant[] {
  if (account.responsible_id !== null) return []
  const holders = { accounts: new Set([account.account_id]), departments: new Set<string>() }
  return [{ ...unlimitedGrant('self', SELF), reach: { ...everywhere, holders } }]
}
const SELF: readonly Permission[] = ['account.self']

const tidyIds = (ids: string[] | null): string[] | null => ids && [...new Set(ids.map((id) => id.toLowerCase()))].sort()

/** One text for pairs that say the same: the same grant keeps its id when it is saved again. */
export const contentOf = (pair: GrantPair): string =>
  JSON.stringify([
    pair.role,
    tidyIds(pair.shopIds),
    tidyIds(pair.warehouseIds),
    pair.range,
    pair.departmentId,
    pair.from && Date.parse(pair.from),
    pair.until && Date.parse(pair.until),
    pair.limits.refundPerActFen,
    pair.limits.refundPerDayFen,
    pair.limits.exportsPerDay,
    pair.limits.revealsPerDay,
    pair.onShift,
    [...pair.ipRanges].sort(),
  ])

/** Grants as the log tells them: only what is not the widest is said. */
export const toldGrants = (pairs: readonly GrantPair[]): Record<string, unknown>[] =>
  pairs.map(({ role, shopIds, warehouseIds, range, departmentId, from, until, limits, onShift, ipRanges }) => {
    const set = Object.entries(limits).filter(([, limit]) => limit !== null)
    return {
      role,
      ...(shopIds && { shopIds: tidyIds(shopIds) }),
      ...(warehouseIds && { warehouseIds: tidyIds(warehouseIds) }),
      ...(range !== 'all' && { range, ...(range === 'department' && { departmentId }) }),
      ...(from !== null && { from }),
      ...(until !== null && { until }),
      ...(set.length > 0 && { limits: Object.fromEntries(set) }),
      ...(onShift && { onShift }),
      ...(ipRanges.length > 0 && { ipRanges }),
    }
  })

/** The same pairs, each shop and each pair once. */
export function distinctPairs(pairs: readonly GrantPair[]): GrantPair[] {
  const tidy = pairs.map((pair) => ({
    ...pair,
    shopIds: tidyIds(pair.shopIds),
    warehouseIds: tidyIds(pair.warehouseIds),
    departmentId: pair.range === 'department' ? pair.departmentId : null,
    ipRanges: [...new Set(pair.ipRanges)].sort(),
  }))
  return [...new Map(tidy.map((pair) => [contentOf(pair), pair])).values()]
}

/** Why a grant like this can never hold; undefined when it can. */
export function flawOf(pair: GrantPair): { field: string; reason: string } | undefined {
  const { range, departmentId, from, until } = pair
  if (range === 'department' && departmentId === null)
    return { field: 'departmentId', reason: 'a department is named for this data range' }
  if (from !== null && until !== null && Date.parse(from) >= Date.parse(until))
    return { field: 'until', reason: 'the end lies after the beginning' }
  const bad = pair.ipRanges.find((text) => !isIpRange(text))
  return bad === undefined ? undefined : { field: 'ipRanges', reason: `${bad} is no address range such as 10.0.0.0/8` }
}

const isPart = (inner: ReadonlySet<string>, outer: ReadonlySet<string>): boolean => [...inner].every((id) => outer.has(id))
const coversHolders = (outer: HolderReach, inner: HolderReach): boolean =>
  outer === 'all' || (inner !== 'all' && isPart(inner.accounts, outer.accounts) && isPart(inner.departments, outer.departments))
const coversLimit = (outer: number | null, inner: number | null): boolean => outer === null || (inner !== null && inner <= outer)
const coversLimits = (outer: Limits, inner: Limits): boolean =>
  coversLimit(outer.refundPerActFen, inner.refundPerActFen) &&
  coversLimit(outer.refundPerDayFen, inner.refundPerDayFen) &&
  coversLimit(outer.exportsPerDay, inner.exportsPerDay) &&
  coversLimit(outer.revealsPerDay, inner.revealsPerDay)
/** What was given to the actor only for a time, on shift or from some addresses he gives away under the same conditions at most. */
const coversConditions = (outer: Grant, inner: Grant): boolean =>
  (outer.until === null || (inner.until !== null && Date.parse(inner.until) <= Date.parse(outer.until))) &&
  (!outer.onShift || inner.onShift) &&
  (outer.ipRanges.length === 0 || (inner.ipRanges.length > 0 && isInsideRanges(inner.ipRanges, outer.ipRanges)))

/** Everything about a grant but its shops and warehouses. */
const coversRest = (outer: Grant, inner: Grant): boolean =>
  coversHolders(outer.reach.holders, inner.reach.holders) &&
  coversLimits(outer.limits, inner.limits) &&
  coversConditions(outer, inner)

/** Stands for everything, also what is still to come: only a reach without limit holds it. */
const EVERYTHING = ''
const idsOf = (reach: IdReach): string[] => (reach === 'all' ? [EVERYTHING] : [...reach])
const holdsId = (reach: IdReach, id: string): boolean => reach === 'all' || reach.has(id)

/** Several grants of the actor may together cover the shops and warehouses of one he gives; a list without a shop needs one all the same. */
function isCovered(own: readonly Grant[], wanted: Grant): boolean {
  const fitting = own.filter((grant) => coversRest(grant, wanted))
  const warehouses = idsOf(wanted.reach.warehouses)
  return (
    fitting.length > 0 &&
    idsOf(wanted.reach.shops).every((shop) =>
      warehouses.every((warehouse) =>
        fitting.some(({ reach }) => holdsId(reach.shops, shop) && holdsId(reach.warehouses, warehouse)),
      ),
    )
  )
}

/** Do these grants together reach, with this permission, all that `wanted` reaches? */
export const isCoveredBy = (own: readonly Grant[], permission: string, wanted: Grant): boolean =>
  isCovered(
    own.filter(({ permissions }) => permissions.has(permission)),
    wanted,
  )

/** The first permission of these grants that lies outside the actor's own rights; undefined when all lie inside. */
export function beyondEnvelope(actor: Principal, wanted: readonly Grant[]): string | undefined {
  for (const grant of wanted) {
    for (const permission of grant.permissions) {
      if (!isCoveredBy(actor.grants, permission, grant)) return permission
    }
  }
  for (const bound of actor.bounds ?? []) {
    const beyond = beyondEnvelope(bound, wanted)
    if (beyond !== undefined) return beyond
  }
  return undefined
}
