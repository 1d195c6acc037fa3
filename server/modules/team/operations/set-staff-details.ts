import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { setDetails, staffDetails } from '../account-store.ts'
import { manageableAccount } from '../manageable-account.ts'
import { requireTemporaryEnd } from '../staff-rules.ts'
import { accountChanged } from '../team-events.ts'
import { lockTeam } from '../team-lock.ts'

export const setStaffDetails = command({
  name: 'team.setStaffDetails',
  ...team.setStaffDetails,
  summary: 'Sets working hours, chat duty and the end of a temporary account.',
  access: { permission: 'team.manage', scope: 'staff' },
  audit: ({ accountId }) => ({ objects: [{ kind: 'account', id: accountId }] }),
  errors: [
    errors.stale,
    errors.strongerTarget,
    errors.ownGrants,
    errors.temporaryTooLong,
    errors.notFound,
    errors.invalidInput,
    errors.accountFrozen,
  ],
  async run(tx, input, _actor, effects) {
    requireZone(input.workHours?.zone)
    const admin = await lockTeam(tx, effects)
    const account = await manageableAccount(tx, admin, input)
    // Working hours decide when grants hold.
    if (account.account_id === admin.accountId && !admin.isOwner) return fail(errors.ownGrants)
    const isTemporary = account.kind === 'temporary'
    if (isTemporary && input.endsAt === null)
      return fail(errors.invalidInput, { field: 'endsAt', reason: 'a temporary account has an end' })
    if (isTemporary) requireTemporaryEnd(input.endsAt, new Date(account.created_at))
    const endsAt = isTemporary ? input.endsAt : null
    const details = { workHours: input.workHours, takesChats: input.takesChats, endsAt }
    effects.logChange(await staffDetails(tx, account.account_id), details)
    await setDetails(tx, account.account_id, details)
    effects.announce(accountChanged([account.account_id]))
    return { version: account.version + 1 }
  },
})

function requireZone(zone: string | undefined): void {
  if (zone === undefined) return
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
  } catch {
    fail(errors.invalidInput, { field: 'workHours.zone', reason: `${zone} is no time zone such as Asia/Shanghai` })
  }
}
