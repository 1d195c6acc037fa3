/** Departments, roles, seats. */
import { z } from 'zod'
import { moment, nothing, shape, shortText, uuid } from './operation.ts'
import { grantList, grantView, permissionCode, roleCode } from './team-grants.ts'

const version = z.number().int()
const versioned = z.object({ version })
const name = z.string().trim().min(1).max(40)
const duties = z.string().trim().max(500)

const department = z.object({
  departmentId: uuid,
  parentId: uuid.nullable(),
  name: z.string(),
  duties: z.string(),
  version,
  /** People in it, not counting those below. */
  memberCount: z.number().int(),
  supervisors: z.array(z.object({ accountId: uuid, name: z.string() })),
  /** Null where the reader sees neither the department nor anybody below it. */
  grants: z.array(grantView).nullable(),
  /** May the reader change it? */
  isManaged: z.boolean(),
})
export type DepartmentView = z.infer<typeof department>
const role = z.object({
  role: roleCode,
  isBuiltIn: z.boolean(),
  zh: z.string(),
  en: z.string(),
  description: z.string(),
  permissions: z.array(permissionCode),
  version: version.nullable(),
  /** Accounts and departments that hold it. */
  useCount: z.number().int(),
})
export type RoleView = z.infer<typeof role>
const rights = z.array(permissionCode).max(200)

export const teamStructure = {
  /** `unassignedCount`: people in no department; null for who does not see them. */
  listDepartments: shape({}, z.object({ rows: z.array(department), unassignedCount: z.number().int().nullable() })),
  createDepartment: shape({ parentId: uuid.nullable(), name, duties: duties.default('') }, z.object({ departmentId: uuid })),
  editDepartment: shape({ departmentId: uuid, version, name, duties }, versioned),
  moveDepartment: shape({ departmentId: uuid, version, parentId: uuid.nullable() }, versioned),
  removeDepartment: shape({ departmentId: uuid, version }, nothing),
  setDepartmentGrants: shape({ departmentId: uuid, version, grants: grantList }, versioned),
  /** Makes these accounts the supervisors of a department: the role `supervisor` with the department as data range. */
  setSupervisors: shape({ departmentId: uuid, version, accountIds: z.array(uuid).max(20) }, versioned),
  hireAgent: shape(
    {
      subName: z.string().trim().min(1).max(28),
      name: shortText.min(1),
      /** The person who answers for it and whose rights bound it. */
      responsibleId: uuid,
      departmentId: uuid.nullable().default(null),
      grants: grantList,
    },
    z.object({ accountId: uuid, login: z.string() }),
  ),
  setResponsible: shape({ accountId: uuid, version, responsibleId: uuid }, versioned),
  listRoles: shape({}, z.object({ rows: z.array(role) })),
  createRole: shape({ name, description: shortText.default(''), permissions: rights }, z.object({ roleId: uuid })),
  editRole: shape({ roleId: uuid, version, name, description: shortText, permissions: rights }, versioned),
  removeRole: shape({ roleId: uuid, version }, nothing),
  readSeats: shape(
    {},
    z.object({
      level: z.string(),
      seats: z.number().int(),
      taken: z.number().int(),
      packs: z.array(z.object({ source: z.string(), seats: z.number().int(), validUntil: moment.nullable() })),
    }),
  ),
  setShopLevel: shape(
    { level: z.enum(['heart', 'diamond', 'crown', 'redCrown', 'tmall']) },
    z.object({ seats: z.number().int(), frozen: z.array(uuid), voided: z.array(uuid) }),
  ),
  addSeatPack: shape(
    { name: z.string().trim().min(1).max(40), seats: z.number().int().min(1).max(20_000), validUntil: moment.nullable() },
    z.object({ seats: z.number().int() }),
  ),
}
