/** Random acts of random administrators, by numbers, done through the real operations. */
import fc from 'fast-check'
import type { z } from 'zod'
import { Failure } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import type { Command, PublicCommand } from '#kernel/operation.ts'
import { runOperation, runPublic } from '#kernel/run-operation.ts'
import { type TestTeam, wholeGrant } from '#server/testing/team.ts'
import { createDepartment } from '../departments/operations/create-department.ts'
import { moveDepartment } from '../departments/operations/move-department.ts'
import { removeDepartment } from '../departments/operations/remove-department.ts'
import { setDepartmentGrants } from '../departments/operations/set-department-grants.ts'
import { setSupervisors } from '../departments/operations/set-supervisors.ts'
import type { GrantPair } from '../grants/grant.ts'
import { accountCaller } from '../identity.ts'
import { acceptInvitation } from '../invitations/operations/accept-invitation.ts'
import { inviteStaff } from '../invitations/operations/invite-staff.ts'
import { showInvitationLink } from '../invitations/operations/show-invitation-link.ts'
import { copyGrants } from '../operations/copy-grants.ts'
import { createStaff } from '../operations/create-staff.ts'
import { endOwnership } from '../operations/end-ownership.ts'
import { freezeStaff } from '../operations/freeze-staff.ts'
import { makeOwner } from '../operations/make-owner.ts'
import { moveStaff } from '../operations/move-staff.ts'
import { removeStaff } from '../operations/remove-staff.ts'
import { setGrants } from '../operations/set-grants.ts'
import { setStaffDetails } from '../operations/set-staff-details.ts'
import { unfreezeStaff } from '../operations/unfreeze-staff.ts'
import { createRole } from '../roles/operations/create-role.ts'
import { editRole } from '../roles/operations/edit-role.ts'
import { removeRole } from '../roles/operations/remove-role.ts'
import { resetPassword } from '../sign-in/operations/reset-password.ts'
import { type Places, rangeOptions, type World, watched } from './team-closure.ts'

const HOUR = 3_600_000
export const ADDRESS = '10.1.2.3'
/** Everybody is always on shift: when shifts hold is tried elsewhere. */
export const wholeDay = { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00', zone: 'UTC' }
const PASSWORD = 'a long enough password'
const builtIn = ['administrator', 'supervisor', 'orderReviewer', 'warehouseKeeper'] as const

const some = (most: number) => fc.nat({ max: most })
export const pairPlan = fc.record({
  /** Built-in ones, then the merchant's own. */
  role: some(6),
  shops: fc.constantFrom(0, 0, 0, 1, 2, 3),
  warehouses: fc.constantFrom(0, 0, 0, 1),
  holders: fc.oneof({ weight: 3, arbitrary: fc.constant('all' as const) }, fc.constant('own' as const), some(4)),
  from: fc.constantFrom(null, null, null, null, 1),
  until: fc.constantFrom(null, null, null, 2, 5),
  limit: fc.constantFrom(null, null, null, 100, 1000),
  onShift: fc.constantFrom(false, false, false, true),
  ip: fc.constantFrom(null, null, null, ...Object.keys(rangeOptions)),
})
export type PairPlan = typeof pairPlan extends fc.Arbitrary<infer T> ? T : never
const pairs = fc.array(pairPlan, { maxLength: 2 })
const rights = fc.subarray([...watched, 'catalog.view' as const], { minLength: 1, maxLength: 5 })

const kinds = {
  grant: 4,
  copy: 2,
  hire: 1,
  invite: 1,
  accept: 1,
  move: 3,
  freeze: 1,
  unfreeze: 2,
  remove: 1,
  reset: 1,
  details: 1,
  makeOwner: 1,
  endOwnership: 1,
  createDepartment: 2,
  moveDepartment: 3,
  removeDepartment: 1,
  grantDepartment: 3,
  supervise: 2,
  createRole: 2,
  editRole: 4,
  removeRole: 1,
  wait: 1,
} as const
export type ActKind = keyof typeof kinds
export const act = fc.record({
  kind: fc.oneof(...Object.entries(kinds).map(([kind, weight]) => ({ weight, arbitrary: fc.constant(kind as ActKind) }))),
  by: some(5),
  on: some(6),
  other: some(6),
  place: fc.option(some(4), { nil: null }),
  pairs,
  rights,
})
export type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

export function pairOf(plan: PairPlan, world: World, places: Places, now: number): GrantPair | undefined {
  const role = builtIn[plan.role] ?? world.roles[plan.role - builtIn.length]?.id
  const department = typeof plan.holders === 'number' ? world.departments[plan.holders]?.id : null
  if (role === undefined || department === undefined) return undefined
  const at = (hours: number | null) => (hours === null ? null : new Date(now + hours * HOUR).toISOString())
  return wholeGrant({
    role,
    shopIds: plan.shops === 0 ? null : places.shops.filter((_, place) => plan.shops & (1 << place)),
    warehouseIds: plan.warehouses === 0 ? null : [...places.warehouses],
    range: department === null ? (plan.holders === 'own' ? 'own' : 'all') : 'department',
    departmentId: department,
    from: at(plan.from),
    until: at(plan.until),
    limits: { refundPerActFen: plan.limit, refundPerDayFen: null, exportsPerDay: null, revealsPerDay: null },
    onShift: plan.onShift,
    ipRanges: plan.ip === null ? [] : [plan.ip],
  })
}

/** Whose right it rests on, and whom it changes; undefined when the act names nothing that exists. */
export type Attempt = { actor: string; targets: string[]; isDone: boolean }

export async function attempt(t: TestTeam, step: Act, world: World, places: Places): Promise<Attempt | undefined> {
  if (step.kind === 'wait') {
    t.clock.advance(HOUR)
    return undefined
  }
  if (step.kind === 'accept') return accept(t, step, world)
  const actor = world.accounts[step.by]
  const wanted = wish(step, world, places, t.clock.now.getTime())
  if (!actor || !wanted) return undefined
  const caller = accountCaller(t.merchantId, actor.id, { via: 'web', ip: ADDRESS, language: 'zh', requestId: 'r' })
  const answer = await outcome(runOperation(t.app.kernel, wanted.operation, wanted.input, caller))
  const isDone = answer !== undefined && !((answer as { done?: unknown[] }).done?.length === 0)
  return { actor: actor.id, targets: wanted.targets, isDone }
}

/** What a visitor without a session gets. */
export const publicAnswer = (t: TestTeam, operation: PublicCommand, input: unknown): Promise<unknown> =>
  runPublic(t.app.kernel, operation, input, {
    ...{ ip: ADDRESS, userAgent: '', requestId: newId(), site: 'http://shop.test', device: '' },
    ...{ setSession: () => undefined, setDevice: () => undefined },
  })

/** A refusal is an answer like any other. */
async function outcome(acting: Promise<unknown>): Promise<unknown> {
  try {
    return await acting
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}

type Wish = { operation: Command; input: unknown; targets: string[] }
const wishOf = <I extends z.ZodType, O extends z.ZodType>(
  operation: Command<I, O>,
  input: z.input<I>,
  targets: string[] = [],
): Wish => ({
  operation: operation as never,
  input,
  targets,
})

function wish(step: Act, world: World, places: Places, now: number): Wish | undefined {
  const on = world.accounts[step.on]
  const grants = step.pairs.flatMap((plan) => pairOf(plan, world, places, now) ?? [])
  const placeId = step.place === null ? null : world.departments[step.place]?.id
  if (placeId === undefined) return undefined
  const newcomer = { subName: `n${newId().slice(-10)}`, name: '新人', departmentId: placeId, grants }
  switch (step.kind) {
    case 'hire':
      return wishOf(createStaff, {
        ...newcomer,
        password: PASSWORD,
        endsAt: step.other > 3 ? new Date(now + 3 * HOUR).toISOString() : null,
      })
    case 'invite':
      return wishOf(inviteStaff, { ...newcomer, kind: 'link', address: '' })
    case 'createRole':
      return wishOf(createRole, { name: newId(), permissions: step.rights })
    case 'editRole':
    case 'removeRole':
      return roleWish(step, world)
    case 'createDepartment':
      return wishOf(createDepartment, { parentId: placeId, name: newId() })
    default:
      return on
        ? accountWish(step, world, { on, grants, placeId, now })
        : departmentWish(step, world, { grants, placeId, on: undefined })
  }
}

function roleWish({ kind, other, rights: permissions }: Act, world: World): Wish | undefined {
  const role = world.roles[other % Math.max(1, world.roles.length)]
  if (!role) return undefined
  const { id: roleId, version } = role
  return kind === 'removeRole'
    ? wishOf(removeRole, { roleId, version })
    : wishOf(editRole, { roleId, version, name: newId(), description: '', permissions })
}

type Concerned = { on: World['accounts'][number]; grants: GrantPair[]; placeId: string | null; now: number }
function accountWish(step: Act, world: World, { on, grants, placeId, now }: Concerned): Wish | undefined {
  const { id: accountId, version } = on
  const ids = { accountIds: [accountId] }
  switch (step.kind) {
    case 'grant':
      return wishOf(setGrants, { accountId, version, grants }, [accountId])
    case 'copy': {
      const from = world.accounts[step.other]
      return from && wishOf(copyGrants, { accountId, version, fromAccountId: from.id }, [accountId])
    }
    case 'move':
      return wishOf(moveStaff, { ...ids, departmentId: placeId }, [accountId])
    case 'freeze':
      return wishOf(freezeStaff, ids, [accountId])
    case 'unfreeze':
      return wishOf(unfreezeStaff, ids, [accountId])
    case 'remove':
      return wishOf(removeStaff, ids, [accountId])
    case 'reset':
      return wishOf(resetPassword, { accountId, newPassword: PASSWORD }, [accountId])
    case 'makeOwner':
      return wishOf(makeOwner, { accountId, version }, [accountId])
    case 'endOwnership':
      return wishOf(endOwnership, { accountId, version }, [accountId])
    case 'details': {
      const endsAt = on.endsAt === null ? null : new Date(now + 20 * HOUR).toISOString()
      return wishOf(setStaffDetails, { accountId, version, workHours: wholeDay, takesChats: true, endsAt }, [accountId])
    }
    default:
      return departmentWish(step, world, { grants, placeId, on })
  }
}

function departmentWish(
  step: Act,
  world: World,
  { grants, placeId, on }: { grants: GrantPair[]; placeId: string | null; on: Concerned['on'] | undefined },
): Wish | undefined {
  const department = world.departments[step.other]
  if (!department) return undefined
  const { id: departmentId, version } = department
  switch (step.kind) {
    case 'moveDepartment':
      return wishOf(moveDepartment, { departmentId, version, parentId: placeId })
    case 'removeDepartment':
      return wishOf(removeDepartment, { departmentId, version })
    case 'grantDepartment':
      return wishOf(setDepartmentGrants, { departmentId, version, grants })
    case 'supervise':
      return wishOf(
        setSupervisors,
        { departmentId, version, accountIds: on ? [on.id] : [] },
        supervisorsChanged(world, departmentId, on?.id),
      )
    default:
      return undefined
  }
}

/** Whoever gains or loses the department. One who supervises it before and after is named, and nothing is done to him. */
function supervisorsChanged({ grants }: World, departmentId: string, wanted: string | undefined): string[] {
  const present = grants
    .filter(({ role, rangeDepartment }) => role === 'supervisor' && rangeDepartment === departmentId)
    .flatMap(({ account }) => account ?? [])
  const gone = present.filter((id) => id !== wanted)
  return wanted === undefined || present.includes(wanted) ? gone : [...gone, wanted]
}

/** The invited one takes what the inviter gives: it rests on the inviter's rights of this moment. */
async function accept(t: TestTeam, step: Act, world: World): Promise<Attempt | undefined> {
  const waiting = world.invitations.filter(({ state }) => state === 'delivered' || state === 'opened')
  const invitation = waiting[step.other % Math.max(1, waiting.length)]
  if (!invitation) return undefined
  const link = await outcome(t.call('owner', showInvitationLink, { invitationId: invitation.id }))
  if (link === undefined) return undefined
  const token = (link as { url: string }).url.split('/').at(-1)
  const answer = await outcome(publicAnswer(t, acceptInvitation, { token, name: '新人', password: PASSWORD }))
  return { actor: invitation.sentBy, targets: [], isDone: answer !== undefined }
}
