import type { Module } from '#kernel/module.ts'
import { reviewOperations } from './access-reviews/review-operations.ts'
import { hireAgent } from './agents/operations/hire-agent.ts'
import { setResponsible } from './agents/operations/set-responsible.ts'
import { oldApprovals } from './approvals/expired-approvals.ts'
import { decideApproval } from './approvals/operations/decide-approval.ts'
import { listApprovals } from './approvals/operations/list-approvals.ts'
import { createDepartment } from './departments/operations/create-department.ts'
import { editDepartment } from './departments/operations/edit-department.ts'
import { listDepartments } from './departments/operations/list-departments.ts'
import { moveDepartment } from './departments/operations/move-department.ts'
import { removeDepartment } from './departments/operations/remove-department.ts'
import { setDepartmentGrants } from './departments/operations/set-department-grants.ts'
import { setSupervisors } from './departments/operations/set-supervisors.ts'
import { pastBudgets } from './grants/budget-store.ts'
import { hiringOperations } from './hiring/hiring-operations.ts'
import { invitationHoldings } from './invitations/invitation-holdings.ts'
import { invitationJobs, invitationOperations, invitationRecurring } from './invitations/invitation-operations.ts'
import { oldInvitedAddresses } from './invitations/old-addresses.ts'
import { privilegeOperations } from './least-privilege/privilege-operations.ts'
import { logOperations } from './log/log-operations.ts'
import { oldNotices } from './notices/expired-notices.ts'
import { listNotices } from './notices/operations/list-notices.ts'
import { markNoticesRead } from './notices/operations/mark-notices-read.ts'
import { leavingOperations } from './offboarding/leaving-operations.ts'
import { agentHoldings, sessionHoldings } from './offboarding/team-holdings.ts'
import { copyGrants } from './operations/copy-grants.ts'
import { createStaff } from './operations/create-staff.ts'
import { endOwnership } from './operations/end-ownership.ts'
import { findDueWork } from './operations/find-due-work.ts'
import { freezeStaff } from './operations/freeze-staff.ts'
import { listStaff } from './operations/list-staff.ts'
import { makeOwner } from './operations/make-owner.ts'
import { moveStaff } from './operations/move-staff.ts'
import { penaltyFreezeStaff } from './operations/penalty-freeze-staff.ts'
import { readMe } from './operations/read-me.ts'
import { removeStaff } from './operations/remove-staff.ts'
import { renameStaff } from './operations/rename-staff.ts'
import { setGrants } from './operations/set-grants.ts'
import { setStaffDetails } from './operations/set-staff-details.ts'
import { unfreezeStaff } from './operations/unfreeze-staff.ts'
import { questionOperations } from './questions/question-operations.ts'
import { createRole } from './roles/operations/create-role.ts'
import { editRole } from './roles/operations/edit-role.ts'
import { listRoles } from './roles/operations/list-roles.ts'
import { removeRole } from './roles/operations/remove-role.ts'
import { accountRows } from './row-kind-views.ts'
import { addSeatPack } from './seats/operations/add-seat-pack.ts'
import { dropExpiredSeats } from './seats/operations/drop-expired-seats.ts'
import { readSeats } from './seats/operations/read-seats.ts'
import { setShopLevel } from './seats/operations/set-shop-level.ts'
import { signInExpiries, signInOperations } from './sign-in/sign-in-operations.ts'
import { teamClock } from './team-jobs.ts'

const staff = [
  readMe,
  listStaff,
  createStaff,
  renameStaff,
  setStaffDetails,
  moveStaff,
  setGrants,
  copyGrants,
  freezeStaff,
  unfreezeStaff,
  penaltyFreezeStaff,
  removeStaff,
  makeOwner,
  endOwnership,
]
const agents = [hireAgent, setResponsible]
const approvalsAndNotices = [listApprovals, decideApproval, listNotices, markNoticesRead]
const departments = [
  listDepartments,
  createDepartment,
  editDepartment,
  moveDepartment,
  removeDepartment,
  setDepartmentGrants,
  setSupervisors,
]
const roles = [listRoles, createRole, editRole, removeRole]
const seats = [readSeats, setShopLevel, addSeatPack, dropExpiredSeats]

export const teamModule: Module = {
  name: 'team',
  operations: [
    ...signInOperations,
    ...approvalsAndNotices,
    ...staff,
    ...agents,
    ...departments,
    ...roles,
    ...seats,
    ...questionOperations,
    ...invitationOperations,
    ...logOperations,
    ...hiringOperations,
    ...leavingOperations,
    ...privilegeOperations,
    ...reviewOperations,
    findDueWork,
  ],
  jobs: [teamClock, ...invitationJobs],
  recurring: [{ kind: 'team.clock', everyMs: 60_000 }, ...invitationRecurring],
  holdings: [sessionHoldings, invitationHoldings, agentHoldings],
  rowKinds: [accountRows],
  expiries: [...signInExpiries, oldApprovals, oldNotices, oldInvitedAddresses, pastBudgets],
}
