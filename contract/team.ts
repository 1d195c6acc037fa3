import { z } from 'zod'
import { bulkResult, cursor, idBatch, moment, nothing, pageOf, shape, shortText, uuid } from './operation.ts'
import { type BuiltInRole, builtInRoles, permissionCodes } from './permissions.ts'

const ACCOUNT_STATES = ['active', 'frozen', 'left'] as const
const roleCode = z.enum(Object.keys(builtInRoles) as [BuiltInRole, ...BuiltInRole[]])
const permissionCode = z.enum(permissionCodes as [(typeof permissionCodes)[number], ...(typeof permissionCodes)[number][]])

/** A pair: this role in these shops. `shopIds: null` = all shops, also future ones. */
const grantInput = z.strictObject({ role: roleCode, shopIds: z.array(uuid).min(1).max(500).nullable() })
const grantView = z.object({ grantId: z.string(), role: roleCode, shopIds: z.array(uuid).nullable() })
const staffRow = z.object({
  accountId: uuid,
  login: z.string(),
  name: z.string(),
  state: z.enum(ACCOUNT_STATES),
  isOwner: z.boolean(),
  grants: z.array(grantView),
  version: z.number().int(),
  lastSeenAt: moment.nullable(),
  createdAt: moment,
})
export type StaffRow = z.infer<typeof staffRow>
const me = z.object({
  accountId: uuid,
  login: z.string(),
  name: z.string(),
  isOwner: z.boolean(),
  merchantName: z.string(),
  /** Permission → shops it reaches; null = all shops. What is not listed is not held. */
  rights: z.record(z.string(), z.array(uuid).nullable()),
  demo: z.boolean(),
})
export type Me = z.infer<typeof me>
const password = z.string().max(200)
const logRow = z.object({
  entryId: uuid,
  at: moment,
  operation: z.string(),
  outcome: z.enum(['done', 'refused']),
  actorKind: z.string(),
  actorId: z.string(),
  actorName: z.string(),
  via: z.string(),
  ip: z.string(),
  requestId: z.string(),
  why: z.array(z.object({ grantId: z.string(), role: z.string() })),
  objects: z.array(z.object({ kind: z.string(), id: z.string() })),
  details: z.record(z.string(), z.unknown()),
  /** Position in the sealed log; null while it waits for the next seal (≤ 1 s). */
  seq: z.string().nullable(),
})
export type LogRowView = z.infer<typeof logRow>
const sessionRow = z.object({
  sessionId: uuid,
  createdAt: moment,
  lastSeenAt: moment,
  ip: z.string(),
  userAgent: z.string(),
  isCurrent: z.boolean(),
})

export const team = {
  signIn: shape({ login: z.string().trim().min(1).max(64), password }, z.object({ accountId: uuid, name: z.string() })),
  signInWithTicket: shape({ ticket: z.string().min(10).max(200) }, z.object({ accountId: uuid, name: z.string() })),
  /** Sign-in names offered on the sign-in page of a demo; empty outside of one. */
  listDemoLogins: shape(
    {},
    z.object({ logins: z.array(z.object({ login: z.string(), password: z.string(), role: z.string() })) }),
  ),
  signOut: shape({}, nothing),
  readMe: shape({}, me),
  changeOwnPassword: shape({ currentPassword: password, newPassword: password }, nothing),
  listOwnSessions: shape({}, z.object({ rows: z.array(sessionRow) })),
  endOwnSession: shape({ sessionId: uuid }, nothing),
  listStaff: shape(
    { search: shortText.optional(), state: z.enum(ACCOUNT_STATES).optional() },
    z.object({ rows: z.array(staffRow) }),
  ),
  createStaff: shape(
    { subName: z.string().trim().min(1).max(28), name: shortText.min(1), password, grants: z.array(grantInput).max(50) },
    z.object({ accountId: uuid, login: z.string() }),
  ),
  renameStaff: shape(
    { accountId: uuid, version: z.number().int(), name: shortText.min(1) },
    z.object({ version: z.number().int() }),
  ),
  resetPassword: shape({ accountId: uuid, newPassword: password }, nothing),
  setGrants: shape(
    { accountId: uuid, version: z.number().int(), grants: z.array(grantInput).max(50) },
    z.object({ version: z.number().int() }),
  ),
  freezeStaff: shape({ accountIds: idBatch }, bulkResult),
  unfreezeStaff: shape({ accountIds: idBatch }, bulkResult),
  listRoles: shape(
    {},
    z.object({
      rows: z.array(z.object({ role: roleCode, zh: z.string(), en: z.string(), permissions: z.array(permissionCode) })),
    }),
  ),
  readLog: shape(
    {
      actorId: z.string().max(80).optional(),
      operation: z.string().max(80).optional(),
      outcome: z.enum(['done', 'refused']).optional(),
      objectKind: z.string().max(40).optional(),
      objectId: z.string().max(80).optional(),
      from: moment.optional(),
      to: moment.optional(),
      cursor: cursor.optional(),
    },
    pageOf(logRow),
  ),
}
