/** Leaving the team on one screen, and rights that are not needed. */
import { z } from 'zod'
import { cursor, moment, nothing, pageOf, shape, shortText, uuid } from './operation.ts'
import { grantList, grantView, permissionCode } from './team-grants.ts'

/** What is asked of everybody who leaves, in this order. */
export const CHECKLIST = ['devicesReturned', 'sharedSecretsChanged', 'workExplained', 'paySettled'] as const
const checklistItem = z.enum(CHECKLIST)

const holding = z.object({
  kind: z.string(),
  way: z.enum(['handOver', 'end']),
  count: z.number().int(),
  examples: z.array(z.string()),
})
const offboarding = z.object({
  offboardingId: uuid,
  accountId: uuid,
  name: z.string(),
  login: z.string(),
  state: z.enum(['open', 'signed', 'cancelled']),
  isAutomatic: z.boolean(),
  startedName: z.string(),
  startedAt: moment,
  handedOver: z.array(
    z.object({
      kind: z.string(),
      count: z.number().int(),
      toAccountId: uuid.nullable(),
      toName: z.string(),
      note: z.string(),
    }),
  ),
  checklist: z.array(z.object({ item: checklistItem, doneName: z.string().nullable(), doneAt: moment.nullable() })),
  signedName: z.string().nullable(),
  signedAt: moment.nullable(),
  version: z.number().int(),
  /** May the reader put the second signature? */
  maySign: z.boolean(),
})
export type OffboardingView = z.infer<typeof offboarding>

const warning = z.object({
  kind: z.enum(['peers', 'unused', 'conflict', 'risk']),
  permission: permissionCode,
  /** The other half of a conflict. */
  other: permissionCode.nullable(),
  /** Of how many comparable people how many hold it (peers), or days without use (unused). */
  of: z.number().int(),
  having: z.number().int(),
})
export type GrantWarning = z.infer<typeof warning>

export const teamLeaving = {
  readLeaving: shape(
    { accountId: uuid },
    z.object({ name: z.string(), login: z.string(), holdings: z.array(holding), offboarding: offboarding.nullable() }),
  ),
  /** Freezes the account at once and hands over what it holds; a kind that is not named goes back to the pool or ends. */
  startOffboarding: shape(
    {
      accountId: uuid,
      handOver: z
        .array(z.strictObject({ kind: z.string().max(40), toAccountId: uuid.nullable(), note: shortText.default('') }))
        .max(40),
    },
    z.object({ offboardingId: uuid }),
  ),
  /** Each item stands for itself, so two who tick at the same time do not get into each other’s way. */
  tickOffboarding: shape(
    { offboardingId: uuid, item: checklistItem, isDone: z.boolean() },
    z.object({ version: z.number().int() }),
  ),
  /** The second signature: the account has left, its seat is free. */
  signOffboarding: shape({ offboardingId: uuid, version: z.number().int() }, nothing),
  /** Lets the person in again; what was handed over stays where it is. */
  cancelOffboarding: shape({ offboardingId: uuid, version: z.number().int() }, nothing),
  listOffboardings: shape(
    { state: z.enum(['open', 'signed', 'cancelled']).optional(), cursor: cursor.optional() },
    pageOf(offboarding),
  ),
  /** What is unusual about these grants for this subject, before they are given. */
  weighGrants: shape(
    { accountId: uuid.optional(), departmentId: uuid.optional(), grants: grantList },
    z.object({ warnings: z.array(warning) }),
  ),
  /** Rights held for at least so many days and never used in them. */
  findUnusedRights: shape(
    { days: z.union([z.literal(30), z.literal(90)]), accountId: uuid.optional() },
    z.object({
      rows: z.array(
        z.object({
          accountId: uuid,
          name: z.string(),
          permissions: z.array(
            z.object({ permission: permissionCode, lastUsedOn: z.iso.date().nullable(), grantIds: z.array(z.string()) }),
          ),
        }),
      ),
    }),
  ),
  findConflictingDuties: shape(
    {},
    z.object({
      rows: z.array(z.object({ accountId: uuid, name: z.string(), first: permissionCode, second: permissionCode })),
    }),
  ),
}

const review = z.object({
  reviewId: uuid,
  name: z.string(),
  state: z.enum(['open', 'closed']),
  startedName: z.string(),
  startedAt: moment,
  dueAt: moment,
  closedAt: moment.nullable(),
  itemCount: z.number().int(),
  decidedCount: z.number().int(),
  /** Undecided ones the reader is asked about. */
  mineCount: z.number().int(),
})
export type ReviewView = z.infer<typeof review>
const reviewItem = z.object({
  itemId: uuid,
  subjectKind: z.enum(['account', 'department']),
  subjectId: uuid,
  subjectName: z.string(),
  grant: grantView,
  /** Days since a right of this grant was used; null = never. */
  unusedDays: z.number().int().nullable(),
  reviewerId: z.string(),
  reviewerName: z.string(),
  decision: z.enum(['keep', 'remove', 'expired']).nullable(),
  note: z.string(),
  decidedName: z.string().nullable(),
  decidedAt: moment.nullable(),
  isMine: z.boolean(),
})
export type ReviewItemView = z.infer<typeof reviewItem>

export const teamReviews = {
  listAccessReviews: shape({}, z.object({ rows: z.array(review), everyMonths: z.number().int().nullable() })),
  startAccessReview: shape(
    { name: z.string().trim().min(1).max(60), dueAt: moment, departmentId: uuid.nullable().default(null) },
    z.object({ reviewId: uuid, itemCount: z.number().int() }),
  ),
  setReviewRhythm: shape({ everyMonths: z.number().int().min(1).max(12).nullable() }, nothing),
  readAccessReview: shape(
    { reviewId: uuid, onlyMine: z.boolean().default(false) },
    z.object({ review, rows: z.array(reviewItem) }),
  ),
  /** A grant that is removed ends at once. */
  decideReviewItems: shape(
    {
      reviewId: uuid,
      itemIds: z.array(uuid).min(1).max(500),
      decision: z.enum(['keep', 'remove']),
      note: shortText.default(''),
    },
    z.object({
      done: z.array(z.string()),
      refused: z.array(
        z.object({ id: z.string(), code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
      ),
    }),
  ),
  /** Undecided grants expire, the report is signed. */
  closeAccessReview: shape({ reviewId: uuid }, z.object({ expired: z.number().int() })),
  readReviewReport: shape({ reviewId: uuid }, z.object({ report: z.string(), signature: z.string(), publicKey: z.string() })),
}
