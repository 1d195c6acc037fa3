/** What a person may spend of what a grant counts: per day, and per act. Pure. */
import type { Permission } from '#contract/permissions.ts'
import { inReach, type Limits, type Principal, type Row } from '#kernel/access.ts'

export type BudgetKind = 'reveals' | 'exports' | 'refundFen'
const PER_DAY = {
  reveals: 'revealsPerDay',
  exports: 'exportsPerDay',
  refundFen: 'refundPerDayFen',
} as const satisfies Record<BudgetKind, keyof Limits>

/** How far a fresh confirmation carries beyond the daily limit, at the most. */
export const HARD_STOP = 5

/** null = no limit. */
type Limit = number | null
const widest = (limits: readonly Limit[]): Limit => (limits.includes(null) ? null : Math.max(0, ...limits.map(Number)))
const tightest = (limits: readonly Limit[]): Limit => {
  const numbers = limits.filter((limit) => limit !== null)
  return numbers.length === 0 ? null : Math.min(...numbers)
}

/** Of the grants that carry the permission and reach the row the widest decides; every bound must allow it too. No such grant = 0. */
function limitOn(principal: Principal, permission: Permission, row: Row, name: keyof Limits): Limit {
  const { bounds = [], grants } = principal
  const reaching = grants.filter((grant) => grant.permissions.has(permission) && inReach(grant.reach, row))
  return tightest([
    widest(reaching.map(({ limits }) => limits[name])),
    ...bounds.map((bound) => limitOn(bound, permission, row, name)),
  ])
}

/** For one act over several rows the tightest of them counts; no rows = wherever the permission is held. */
export function dailyLimit(principal: Principal, permission: Permission, kind: BudgetKind, rows: readonly Row[]): Limit {
  return tightest((rows.length > 0 ? rows : [{}]).map((row) => limitOn(principal, permission, row, PER_DAY[kind])))
}

/** The most one refund may amount to, in fen. */
export const refundLimit = (principal: Principal, permission: Permission, row: Row): Limit =>
  limitOn(principal, permission, row, 'refundPerActFen')

export const mayRefundAtOnce = (principal: Principal, permission: Permission, row: Row, amountFen: number): boolean => {
  const limit = refundLimit(principal, permission, row)
  return limit === null || amountFen <= limit
}
