/** How a grant looks on the wire: a role, the reach, time, limits and conditions in which it holds. */
import { z } from 'zod'
import { fen, moment, uuid } from './operation.ts'
import { permissionCodes } from './permissions.ts'

export const permissionCode = z.enum(permissionCodes as [(typeof permissionCodes)[number], ...(typeof permissionCodes)[number][]])
/** Code of a built-in role, or the id of one of the merchant's own. */
export const roleCode = z.string().min(1).max(60)
const ids = z.array(uuid).min(1).max(500).nullable()
const count = z.number().int().min(0).max(1_000_000).nullable()
const amount = fen.min(0).nullable()

const limits = z.strictObject({
  refundPerActFen: amount.default(null),
  refundPerDayFen: amount.default(null),
  exportsPerDay: count.default(null),
  revealsPerDay: count.default(null),
})
const noLimits = { refundPerActFen: null, refundPerDayFen: null, exportsPerDay: null, revealsPerDay: null }

export const grantInput = z.strictObject({
  role: roleCode,
  /** null = all shops, also future ones. */
  shopIds: ids,
  warehouseIds: ids.default(null),
  /** Whose rows: what one holds oneself, what a department and those below it hold, everybody's. */
  range: z.enum(['own', 'department', 'all']).default('all'),
  /** The department of the range `department`. */
  departmentId: uuid.nullable().default(null),
  from: moment.nullable().default(null),
  until: moment.nullable().default(null),
  limits: limits.default(noLimits),
  onShift: z.boolean().default(false),
  /** Address ranges (CIDR) requests must come from; empty = from everywhere. */
  ipRanges: z.array(z.string().max(50)).max(20).default([]),
})

export const grantView = z.object({
  grantId: z.string(),
  role: roleCode,
  shopIds: z.array(uuid).nullable(),
  warehouseIds: z.array(uuid).nullable(),
  range: z.enum(['own', 'department', 'all']),
  departmentId: uuid.nullable(),
  from: moment.nullable(),
  until: moment.nullable(),
  limits: z.object({
    refundPerActFen: z.number().nullable(),
    refundPerDayFen: z.number().nullable(),
    exportsPerDay: z.number().nullable(),
    revealsPerDay: z.number().nullable(),
  }),
  onShift: z.boolean(),
  ipRanges: z.array(z.string()),
  grantedBy: z.string(),
  grantedAt: moment,
})
export const grantList = z.array(grantInput).max(50)
