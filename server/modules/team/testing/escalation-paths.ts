/** The ways on which power is conferred, or an account is changed, and the ways in which it can be too much. */
import type { Permission } from '#contract/permissions.ts'
import { CHECKLIST } from '#contract/team-leaving.ts'
import { newId } from '#kernel/ids.ts'
import { createAgentToken } from '#modules/apps/tokens/operations/create-agent-token.ts'
import type { SomeGrant } from '#server/testing/team.ts'
import { hireAgent } from '../agents/operations/hire-agent.ts'
import { setResponsible } from '../agents/operations/set-responsible.ts'
import { moveDepartment } from '../departments/operations/move-department.ts'
import { setDepartmentGrants } from '../departments/operations/set-department-grants.ts'
import type { GrantPair } from '../grants/grant.ts'
import { inviteStaff } from '../invitations/operations/invite-staff.ts'
import { resendInvitation } from '../invitations/operations/resend-invitation.ts'
import { cancelOffboarding } from '../offboarding/operations/cancel-offboarding.ts'
import { signOffboarding } from '../offboarding/operations/sign-offboarding.ts'
import { startOffboarding } from '../offboarding/operations/start-offboarding.ts'
import { tickOffboarding } from '../offboarding/operations/tick-offboarding.ts'
import { copyGrants } from '../operations/copy-grants.ts'
import { createStaff } from '../operations/create-staff.ts'
import { freezeStaff } from '../operations/freeze-staff.ts'
import { moveStaff } from '../operations/move-staff.ts'
import { penaltyFreezeStaff } from '../operations/penalty-freeze-staff.ts'
import { removeStaff } from '../operations/remove-staff.ts'
import { renameStaff } from '../operations/rename-staff.ts'
import { setGrants } from '../operations/set-grants.ts'
import { setStaffDetails } from '../operations/set-staff-details.ts'
import { unfreezeStaff } from '../operations/unfreeze-staff.ts'
import { editRole } from '../roles/operations/edit-role.ts'
import { endSessionsOf } from '../sign-in/operations/end-sessions-of.ts'
import { resetFactors } from '../sign-in/operations/reset-factors.ts'
import { resetPassword } from '../sign-in/operations/reset-password.ts'
import { wholeDay } from './administrative-acts.ts'
import { type Act, hiringPaths, PASSWORD, type Path, Refused, subName } from './hiring-paths.ts'
import type { NarrowTeam } from './narrow-team.ts'

export type { Act }

/** Each way in which that is more than the head may give. */
export const tooMuch: Record<string, (e: NarrowTeam) => Partial<SomeGrant>> = {
  'a permission he lacks': (e) => ({ role: e.ids.reviewing }),
  'another shop': (e) => ({ shopIds: [e.ids.shop, e.ids.otherShop] }),
  'all shops': () => ({ shopIds: null }),
  'another department’s rows': (e) => ({ departmentId: e.ids.outside }),
  'everybody’s rows': () => ({ range: 'all', departmentId: null }),
  'a longer time': (e) => ({ until: e.at(11) }),
  'no end': () => ({ until: null }),
  'a higher limit': () => ({ limits: { refundPerActFen: 101, refundPerDayFen: 500, exportsPerDay: 1, revealsPerDay: 0 } }),
  'no daily limit': () => ({ limits: { refundPerActFen: 50, refundPerDayFen: null, exportsPerDay: 1, revealsPerDay: 0 } }),
  'off shift': () => ({ onShift: false }),
  'from elsewhere': () => ({ ipRanges: ['10.1.0.0/16', '192.168.0.0/16'] }),
  'from everywhere': () => ({ ipRanges: [] }),
}

/** Each makes ready what the act needs, as the owner, and answers the act of the head. */
export const paths: Record<string, Path> = {
  'granting to a person': async (e, pair, by) => {
    const accountId = await e.clerk([])
    return () => e.t.call(e.as(by), setGrants, { accountId, version: 1, grants: [pair] })
  },
  hiring: async (e, pair, by) => () =>
    e.t.call(e.as(by), createStaff, {
      subName: subName(),
      name: '新人',
      password: PASSWORD,
      grants: [pair],
      departmentId: e.ids.inside,
    }),
  'hiring an agent': async (e, pair, by) => {
    const responsibleId = await e.clerk([])
    return () =>
      e.t.call(e.as(by), hireAgent, {
        subName: subName(),
        name: '助手',
        responsibleId,
        grants: [pair],
        departmentId: e.ids.inside,
      })
  },
  inviting: async (e, pair, by) => () => invite(e, by, [pair], e.ids.inside),
  'sending an invitation of somebody else anew': async (e, pair, by) => {
    const { invitationId } = await invite(e, e.t.ownerId, [pair], e.ids.inside)
    return () => e.t.call(e.as(by), resendInvitation, { invitationId, version: 1 })
  },
  'copying a person': async (e, pair, by) => {
    const [fromAccountId, accountId] = [await e.clerk([pair]), await e.clerk([])]
    return () => e.t.call(e.as(by), copyGrants, { accountId, version: 1, fromAccountId })
  },
  'granting to a department': async (e, pair, by) => {
    const departmentId = await e.department([e.ids.root])
    return () => e.t.call(e.as(by), setDepartmentGrants, { departmentId, version: 1, grants: [pair] })
  },
  'taking grants from a department': async (e, pair, by) => {
    const departmentId = await e.department([e.ids.root])
    await e.give({ departmentId }, [pair])
    return () => e.t.call(e.as(by), setDepartmentGrants, { departmentId, version: 1, grants: [] })
  },
  'moving a person into a department that confers it': async (e, pair, by) => {
    const departmentId = await e.department([e.ids.root])
    await e.give({ departmentId }, [pair])
    const accountId = await e.clerk([])
    return () => e.t.call(e.as(by), moveStaff, { accountIds: [accountId], departmentId })
  },
  'hiring into a department that confers it': async (e, pair, by) => {
    const departmentId = await e.department([e.ids.root])
    await e.give({ departmentId }, [pair])
    return () =>
      e.t.call(e.as(by), createStaff, { subName: subName(), name: '新人', password: PASSWORD, grants: [], departmentId })
  },
  'hiring an agent into a department that confers it': async (e, pair, by) => {
    const departmentId = await e.department([e.ids.root])
    await e.give({ departmentId }, [pair])
    const responsibleId = await e.clerk([])
    return () => e.t.call(e.as(by), hireAgent, { subName: subName(), name: '助手', responsibleId, grants: [], departmentId })
  },
  'inviting into a department that confers it': async (e, pair, by) => {
    const departmentId = await e.department([e.ids.root])
    await e.give({ departmentId }, [pair])
    return () => invite(e, by, [], departmentId)
  },
  'moving a department under one that confers it': async (e, pair, by) => {
    const [parentId, departmentId] = [await e.department([e.ids.root]), await e.department([e.ids.root])]
    await e.give({ departmentId: parentId }, [pair])
    return () => e.t.call(e.as(by), moveDepartment, { departmentId, version: 1, parentId })
  },
  'widening a role that others hold': async (e, pair, by) => {
    const [known, added]: [Permission[], Permission] =
      pair.role === e.ids.reviewing ? [['fulfilment.view'], 'orders.review'] : [['fulfilment.view'], 'orders.note']
    const roleId = await e.role(known)
    await e.clerk([{ ...pair, role: roleId }])
    return () =>
      e.t.call(e.as(by), editRole, { roleId, version: 1, name: newId(), description: '', permissions: [...known, added] })
  },
  'letting somebody in again': async (e, pair, by) => {
    const accountId = await e.clerk([pair])
    await e.t.call('owner', freezeStaff, { accountIds: [accountId] })
    return bulk(() => e.t.call(e.as(by), unfreezeStaff, { accountIds: [accountId] }))
  },
  'freezing somebody': async (e, pair, by) => {
    const accountId = await e.clerk([pair])
    return bulk(() => e.t.call(e.as(by), freezeStaff, { accountIds: [accountId] }))
  },
  'removing somebody': async (e, pair, by) => {
    const accountId = await e.clerk([pair])
    return bulk(() => e.t.call(e.as(by), removeStaff, { accountIds: [accountId] }))
  },
  'moving somebody out': async (e, pair, by) => {
    const accountId = await e.clerk([pair])
    return bulk(() => e.t.call(e.as(by), moveStaff, { accountIds: [accountId], departmentId: e.ids.root }))
  },
  'moving a department with somebody in it': async (e, pair, by) => {
    const departmentId = await e.department([e.ids.root])
    await e.clerk([pair], departmentId)
    const parentId = await e.department([e.ids.root])
    return () => e.t.call(e.as(by), moveDepartment, { departmentId, version: 1, parentId })
  },
  'choosing somebody’s password': async (e, pair, by) => {
    const accountId = await e.clerk([pair])
    return () => e.t.call(e.as(by), resetPassword, { accountId, newPassword: PASSWORD })
  },
  'changing somebody’s working hours': async (e, pair, by) => {
    const accountId = await e.clerk([pair])
    return () =>
      e.t.call(e.as(by), setStaffDetails, { accountId, version: 1, workHours: wholeDay, takesChats: false, endsAt: null })
  },
  'taking grants from a person': async (e, pair, by) => {
    const accountId = await e.clerk([pair])
    return () => e.t.call(e.as(by), setGrants, { accountId, version: 1, grants: [] })
  },
  'copying onto a person': async (e, pair, by) => {
    const [fromAccountId, accountId] = [await e.clerk([e.within()]), await e.clerk([pair])]
    return () => e.t.call(e.as(by), copyGrants, { accountId, version: 1, fromAccountId })
  },
  'renaming somebody': async (e, pair, by) => {
    const accountId = await e.clerk([pair])
    return () => e.t.call(e.as(by), renameStaff, { accountId, version: 1, name: '新名' })
  },
  'freezing somebody for a reason': async (e, pair, by) => {
    const accountId = await e.clerk([pair])
    return bulk(() => e.t.call(e.as(by), penaltyFreezeStaff, { accountIds: [accountId], reason: '违规' }))
  },
  'letting somebody go': async (e, pair, by) => {
    const accountId = await e.clerk([pair])
    return () => e.t.call(e.as(by), startOffboarding, { accountId, handOver: [] })
  },
  'ticking the list of somebody who goes': async (e, pair, by) => {
    const { offboardingId } = await e.t.call('owner', startOffboarding, { accountId: await e.clerk([pair]), handOver: [] })
    return () => e.t.call(e.as(by), tickOffboarding, { offboardingId, item: 'paySettled', isDone: true })
  },
  'signing that somebody has gone': async (e, pair, by) => {
    const { offboardingId } = await e.t.call('owner', startOffboarding, { accountId: await e.clerk([pair]), handOver: [] })
    let version = 1
    for (const item of CHECKLIST)
      version = (await e.t.call('owner', tickOffboarding, { offboardingId, item, isDone: true })).version
    return () => e.t.call(e.as(by), signOffboarding, { offboardingId, version })
  },
  'taking somebody back who was going': async (e, pair, by) => {
    const { offboardingId } = await e.t.call('owner', startOffboarding, { accountId: await e.clerk([pair]), handOver: [] })
    return () => e.t.call(e.as(by), cancelOffboarding, { offboardingId, version: 1 })
  },
  'choosing who answers for an agent': async (e, pair, by) => {
    const [accountId, responsibleId] = [await anAgent(e, pair), await e.clerk([])]
    return () => e.t.call(e.as(by), setResponsible, { accountId, version: 1, responsibleId })
  },
  'making a token for an agent': async (e, pair, by) => {
    const agentId = await anAgent(e, pair)
    return () => e.t.call(e.as(by), createAgentToken, { agentId, name: '令牌', expiresAt: e.at(5) })
  },
  ...hiringPaths,
  'ending somebody’s sessions': async (e, pair, by) => {
    const accountId = await e.clerk([pair])
    return () => e.t.call(e.as(by), endSessionsOf, { accountId })
  },
  'removing somebody’s second factors': async (e, pair, by) => {
    const accountId = await e.clerk([pair])
    return () => e.t.call(e.as(by), resetFactors, { accountId })
  },
}
async function anAgent(e: NarrowTeam, pair: GrantPair): Promise<string> {
  const responsibleId = await e.clerk([])
  const wanted = { subName: subName(), name: '助手', responsibleId, departmentId: e.ids.inside, grants: [pair] }
  return (await e.t.call('owner', hireAgent, wanted)).accountId
}
export const invite = (e: NarrowTeam, by: string, grants: GrantPair[], departmentId: string) =>
  e.t.call(e.as(by), inviteStaff, { subName: subName(), name: '新人', departmentId, grants, kind: 'link', address: '' })

/** Acts on several accounts refuse item by item; here the one item is the act. */
const bulk =
  (act: () => Promise<{ refused: { code: string }[] }>): Act =>
  async () => {
    const [refused] = (await act()).refused
    if (refused) throw new Refused(refused.code)
  }
