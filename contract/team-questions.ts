/** Questions about rights: why may they, why not. Answers are codes and facts; the sentences are made by whoever shows them. */
import { z } from 'zod'
import { moment, nothing, refusal, shape, uuid } from './operation.ts'
import { grantView, permissionCode } from './team-grants.ts'

/** What one grant says to the question. `holds`: it allows it. All others: why it does not. */
const because = z.enum([
  'holds',
  /** Its role does not carry the permission. */
  'notCarried',
  'notYet',
  'over',
  'offShift',
  'otherAddress',
  'otherShop',
  'otherWarehouse',
  'otherHolder',
  /** The act counts for the whole merchant and needs a grant without any limit. */
  'limited',
  /** It would hold, but the person responsible (of an agent) may not do it, or is blocked. */
  'bounded',
])
export type Because = z.infer<typeof because>
/** Why an account can do nothing at all now; null = it is at work. */
const blocked = z.enum(['invited', 'frozen', 'penaltyFrozen', 'left', 'ended']).nullable()
export type Blocked = z.infer<typeof blocked>

const reason = z.object({
  /** `owner` = what the owner holds without a grant. */
  grantId: z.string(),
  role: z.string(),
  roleZh: z.string(),
  roleEn: z.string(),
  /** The department it comes through; null = given to the person. */
  throughDepartmentId: uuid.nullable(),
  throughDepartment: z.string().nullable(),
  because,
  /** The grant as it was given: its reach, time and conditions, by whom and when; null for the owner's standing right. */
  given: grantView.nullable(),
})
export type Reason = z.infer<typeof reason>

const question = {
  /** One of the two: an operation by name, or a permission as such. */
  operation: z.string().max(80).optional(),
  permission: permissionCode.optional(),
  /** On one row: `{ kind: 'parcel', id }`. */
  row: z.strictObject({ kind: z.string().max(40), id: z.string().max(80) }).optional(),
  /** As of this moment; now when absent. */
  at: moment.optional(),
  /** As if the request came from this address; the one they last came from when absent. */
  ip: z.string().max(45).optional(),
}
const explanation = z.object({
  allowed: z.boolean(),
  /** null = nobody needs one: the operation is open to visitors. */
  permission: permissionCode.nullable(),
  scope: z.enum(['shop', 'staff', 'merchant', 'shared']).nullable(),
  blocked,
  isFrozen: z.boolean(),
  isOwner: z.boolean(),
  grants: z.array(reason),
  /** Who must be allowed it too: the person responsible for an agent. */
  bounds: z.array(
    z.object({ accountId: uuid, name: z.string(), allowed: z.boolean(), blocked, isOwner: z.boolean(), grants: z.array(reason) }),
  ),
  /** Roles that would carry it. */
  carriedBy: z.array(z.string()),
  asOf: z.object({ at: moment, ip: z.string() }),
})
export type Explanation = z.infer<typeof explanation>

/** One right in words of the model: a permission and where it reaches. */
const rightView = z.object({
  permission: permissionCode,
  shopIds: z.array(z.string()).nullable(),
  warehouseIds: z.array(z.string()).nullable(),
  range: z.enum(['own', 'department', 'all']),
  /** The department of the range `department`. */
  departmentId: uuid.nullable(),
  /** `from=MOMENT`, `until=MOMENT`, `onShift`, `ip=RANGE`, and limits as `refundPerActFen=N` … */
  conditions: z.array(z.string()),
})
export type RightView = z.infer<typeof rightView>
const person = z.object({ accountId: uuid, name: z.string() })
const previewable = z.enum([
  'team.setGrants',
  'team.setDepartmentGrants',
  'team.setSupervisors',
  'team.moveStaff',
  'team.moveDepartment',
  'team.editRole',
  'team.createStaff',
  'team.copyGrants',
  'team.makeOwner',
  'team.endOwnership',
])
export type Previewable = z.infer<typeof previewable>

export const teamQuestions = {
  /** Why somebody may or may not call an operation (or use a permission), on one row if named. */
  explainAccess: shape({ accountId: uuid, ...question }, explanation),
  /** The same about oneself. */
  explainOwnAccess: shape(question, explanation),
  /** What a change would give and take, person by person, without making it. Refused as the change itself would be. */
  previewChange: shape(
    { operation: previewable, input: z.record(z.string(), z.unknown()) },
    z.object({
      people: z.array(z.object({ accountId: uuid, name: z.string(), gained: z.array(rightView), lost: z.array(rightView) })),
      /** Whose rights over a department stay as they are worded and now count for other people: those newly under them, those no longer. */
      over: z.array(z.object({ accountId: uuid, name: z.string(), gained: z.array(person), lost: z.array(person) })),
      /** How many more people it changes: beyond the first 200, or outside of what one may see. */
      more: z.number().int(),
      /** What a bulk act would refuse, item by item. */
      refused: z.array(refusal),
    }),
  ),
  /** Shows the owner what somebody else sees, reading only, in this session, until the moment at most. */
  viewAs: shape({ accountId: uuid }, z.object({ until: moment })),
  endViewAs: shape({}, nothing),
}
