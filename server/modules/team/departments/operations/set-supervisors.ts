import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { noLimits, reachesDepartment } from '#kernel/access.ts'
import type { Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { type Actor, command } from '#kernel/operation.ts'
import { raiseEpoch } from '#modules/team/account-store.ts'
import type { GrantPair } from '#modules/team/grants/grant.ts'
import { grantablePairs } from '#modules/team/grants/grant-envelope.ts'
import { replaceGrants } from '#modules/team/grants/grant-store.ts'
import { storedGrants } from '#modules/team/grants/grant-views.ts'
import { manageableAccount } from '#modules/team/manageable-account.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { departmentToChange, raiseDepartmentVersion } from '../department-store.ts'

export const setSupervisors = command({
  name: 'team.setSupervisors',
  ...team.setSupervisors,
  summary: 'Makes these accounts the supervisors of a department, and no others.',
  access: { permission: 'team.grant', scope: 'staff' },
  stepUp: true,
  audit: ({ departmentId, accountIds }) => ({
    objects: [{ kind: 'department', id: departmentId }, ...accountIds.map((id) => ({ kind: 'account', id }))],
  }),
  errors: [
    errors.stepUpRequired,
    errors.stale,
    errors.beyondOwnRights,
    errors.strongerTarget,
    errors.ownGrants,
    errors.notFound,
    errors.invalidInput,
    errors.accountFrozen,
  ],
  async run(tx, input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    if (!reachesDepartment(admin.scope, input.departmentId.toLowerCase())) return fail(errors.notFound)
    const department = await departmentToChange(tx, input)
    const supervising = await storedGrants(tx, { role: 'supervisor' })
    const present = supervising
      .filter((grant) => grant.departmentId === department.department_id)
      .flatMap(({ accountId }) => accountId ?? [])
    const wanted = new Set(input.accountIds.map((id) => id.toLowerCase()))
    const changed = [...new Set([...present, ...wanted])].filter((id) => wanted.has(id) !== present.includes(id)).sort()
    for (const id of changed) await setSupervising(tx, admin, id, department.department_id, wanted.has(id))
    effects.logChange({ supervisors: present.toSorted() }, { supervisors: [...wanted].sort() })
    await raiseDepartmentVersion(tx, department.department_id)
    if (changed.length > 0) effects.announce(accountChanged(changed))
    return { version: department.version + 1 }
  },
})

const supervision = (departmentId: string): GrantPair => ({
  ...{ role: 'supervisor', shopIds: null, warehouseIds: null, range: 'department', departmentId },
  ...{ from: null, until: null, limits: noLimits, onShift: false, ipRanges: [] },
})

async function setSupervising(tx: Tx, admin: Actor, accountId: string, departmentId: string, isOne: boolean): Promise<void> {
  const account = await manageableAccount(tx, admin, { accountId })
  if (account.account_id === admin.accountId && !admin.isOwner) return fail(errors.ownGrants)
  const held = await storedGrants(tx, { accountIds: [account.account_id] })
  const others = held.filter((grant) => grant.role !== 'supervisor' || grant.departmentId !== departmentId)
  const added = isOne ? await grantablePairs(tx, admin, [supervision(departmentId)], { accountId: account.account_id }) : []
  await replaceGrants(tx, { accountId: account.account_id }, [...others, ...added], admin.accountId)
  await raiseEpoch(tx, account.account_id)
}
