import { z } from 'zod'
import { log } from './log.ts'
import { noticeShapes } from './notices.ts'
import { bulkResult, cursor, idBatch, moment, pageOf, shape, shortText, uuid } from './operation.ts'
import { signInShapes } from './sign-in.ts'
import { grantList, grantView } from './team-grants.ts'
import { teamHiring } from './team-hiring.ts'
import { teamInvitations } from './team-invitations.ts'
import { teamLeaving, teamReviews } from './team-leaving.ts'
import { teamQuestions } from './team-questions.ts'
import { teamStructure } from './team-structure.ts'

const ACCOUNT_STATES = ['invited', 'active', 'frozen', 'penalty_frozen', 'left'] as const
const ACCOUNT_KINDS = ['person', 'temporary', 'app', 'agent'] as const

/** Hours of a week; days 1 = Monday … 7 = Sunday. `to` before `from` ends on the next day. */
const span = {
  days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
  from: z.iso.time({ precision: -1 }),
  to: z.iso.time({ precision: -1 }),
}
const workHours = z.strictObject({
  ...span,
  /** Other hours, and further ones of the same days. */
  others: z.array(z.strictObject(span)).max(20).optional(),
  zone: z.string().min(3).max(60).default('Asia/Shanghai'),
})
const staffRow = z.object({
  accountId: uuid,
  login: z.string(),
  name: z.string(),
  kind: z.enum(ACCOUNT_KINDS),
  state: z.enum(ACCOUNT_STATES),
  isOwner: z.boolean(),
  departmentId: uuid.nullable(),
  /** The last moment of a temporary account. */
  endsAt: moment.nullable(),
  takesChats: z.boolean(),
  workHours: workHours.nullable(),
  responsibleId: uuid.nullable(),
  grants: z.array(grantView),
  /** May the reader change this account, and its grants? */
  mayManage: z.boolean(),
  mayGrant: z.boolean(),
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
  /** Who really sits there and sees what this account sees, reading only; until when at most. */
  viewedBy: z.object({ accountId: uuid, name: z.string(), until: moment }).nullable(),
  /** Permission → shops it reaches; null = all shops. What is not listed is not held. */
  rights: z.record(z.string(), z.array(uuid).nullable()),
  /** Operations that I may call at all; which rows they reach is decided by each. The menu shows what is in it. */
  operations: z.array(z.string()),
  /** What I was granted, also through my departments; the owner needs none. */
  grants: z.array(grantView),
  demo: z.boolean(),
})
export type Me = z.infer<typeof me>
const password = z.string().max(200)

export const team = {
  ...signInShapes,
  ...noticeShapes,
  readMe: shape({}, me),
  listStaff: shape(
    {
      search: shortText.optional(),
      states: z.array(z.enum(ACCOUNT_STATES)).min(1).optional(),
      kind: z.enum(ACCOUNT_KINDS).optional(),
      /** With everybody in the departments below it. */
      departmentId: uuid.optional(),
      /** Only those who are in no department. */
      isUnassigned: z.boolean().optional(),
      role: z.string().max(60).optional(),
      accountIds: idBatch.optional(),
      /** How many at most; 100 when left out. */
      limit: z.number().int().min(1).max(200).optional(),
      cursor: cursor.optional(),
    },
    pageOf(staffRow),
  ),
  createStaff: shape(
    {
      subName: z.string().trim().min(1).max(28),
      name: shortText.min(1),
      password,
      grants: grantList,
      departmentId: uuid.nullable().default(null),
      /** With an end the account is temporary: at most 30 days, outside the seats. */
      endsAt: moment.nullable().default(null),
    },
    z.object({ accountId: uuid, login: z.string() }),
  ),
  renameStaff: shape(
    { accountId: uuid, version: z.number().int(), name: shortText.min(1) },
    z.object({ version: z.number().int() }),
  ),
  /** Working hours, chat duty, and the end of a temporary account. */
  setStaffDetails: shape(
    {
      accountId: uuid,
      version: z.number().int(),
      workHours: workHours.nullable(),
      takesChats: z.boolean(),
      endsAt: moment.nullable(),
    },
    z.object({ version: z.number().int() }),
  ),
  moveStaff: shape({ accountIds: idBatch, departmentId: uuid.nullable() }, bulkResult),
  setGrants: shape({ accountId: uuid, version: z.number().int(), grants: grantList }, z.object({ version: z.number().int() })),
  /** Gives somebody the grants of somebody else, as far as the actor may. */
  copyGrants: shape({ fromAccountId: uuid, accountId: uuid, version: z.number().int() }, z.object({ version: z.number().int() })),
  freezeStaff: shape({ accountIds: idBatch }, bulkResult),
  unfreezeStaff: shape({ accountIds: idBatch }, bulkResult),
  penaltyFreezeStaff: shape({ accountIds: idBatch, reason: shortText.min(1) }, bulkResult),
  /** Out of the team: signed out, seat free; the name stays in history. */
  removeStaff: shape({ accountIds: idBatch }, bulkResult),
  makeOwner: shape({ accountId: uuid, version: z.number().int() }, z.object({ version: z.number().int() })),
  endOwnership: shape({ accountId: uuid, version: z.number().int() }, z.object({ version: z.number().int() })),
  ...teamStructure,
  ...teamHiring,
  ...teamLeaving,
  ...teamReviews,
  ...log,
  ...teamQuestions,
  ...teamInvitations,
}
