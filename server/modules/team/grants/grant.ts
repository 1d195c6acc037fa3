/** A grant as it is stored and asked for: a subject, a role, and in which reach, time, limits and conditions it holds. */
import type { Grant, Limits } from '#kernel/access.ts'

export type DataRange = 'own' | 'department' | 'all'
/** What is granted; `null` shops or warehouses = all, also future ones. */
export type GrantPair = {
  role: string
  shopIds: string[] | null
  warehouseIds: string[] | null
  range: DataRange
  /** The top of the subtree when `range` is `department`. */
  departmentId: string | null
  /** ISO 8601 UTC; null = from now, until withdrawn. */
  from: string | null
  until: string | null
  limits: Limits
  onShift: boolean
  ipRanges: string[]
}
/** Whom it is granted to: one account, or a department with everybody in it and below it. */
export type Subject = { accountId: string } | { departmentId: string }
export type StoredGrant = GrantPair & {
  grantId: string
  accountId: string | null
  subjectDepartmentId: string | null
  grantedBy: string
  grantedAt: string
}
/** A grant of somebody as the engine weighs it, whether or not it is in force at this moment. */
export type HeldGrant = Grant & { from: string | null; subjectDepartmentId: string | null }
