import type { z } from 'zod'
import type { grantView } from '#contract/team-grants.ts'
import type { OutputOf } from '#web/shared/api.ts'

export type GrantView = z.output<typeof grantView>
/** A grant while it is being written: everything about it but who gave it and when. */
export type GrantDraft = Omit<GrantView, 'grantId' | 'grantedBy' | 'grantedAt'>
export type RoleRow = OutputOf<'team.listRoles'>['rows'][number]
export type Limits = GrantDraft['limits']

const noLimits: Limits = { refundPerActFen: null, refundPerDayFen: null, exportsPerDay: null, revealsPerDay: null }

/** A role without any limit. */
export const widestDraft = (role: string): GrantDraft => ({
  ...{ role, shopIds: null, warehouseIds: null, range: 'all', departmentId: null, from: null, until: null },
  ...{ limits: noLimits, onShift: false, ipRanges: [] },
})

/** Field by field: a grant may come with more than its contract says, and what is sent may not. */
export const draftOf = (grant: GrantView): GrantDraft => ({
  role: grant.role,
  shopIds: grant.shopIds,
  warehouseIds: grant.warehouseIds,
  range: grant.range,
  departmentId: grant.departmentId,
  from: grant.from,
  until: grant.until,
  limits: grant.limits,
  onShift: grant.onShift,
  ipRanges: grant.ipRanges,
})

/** One text for drafts that say the same, whatever order their lists are in. */
export const contentOf = (draft: GrantDraft): string =>
  JSON.stringify([
    draft.role,
    draft.shopIds && [...draft.shopIds].sort(),
    draft.warehouseIds && [...draft.warehouseIds].sort(),
    draft.range,
    draft.range === 'department' ? draft.departmentId : null,
    draft.from,
    draft.until,
    ...Object.entries(draft.limits).sort(([a], [b]) => (a < b ? -1 : 1)),
    draft.onShift,
    [...draft.ipRanges].sort(),
  ])

export const sameDrafts = (one: readonly GrantDraft[], other: readonly GrantDraft[]): boolean =>
  JSON.stringify(one.map(contentOf).sort()) === JSON.stringify(other.map(contentOf).sort())

/** How many conditions are set beyond role, shops, warehouses and whose data. */
export function conditionCount({ from, until, limits, onShift, ipRanges }: GrantDraft): number {
  const set = [from !== null, until !== null, onShift, ipRanges.length > 0]
  return [...set, ...Object.values(limits).map((limit) => limit !== null)].filter(Boolean).length
}
