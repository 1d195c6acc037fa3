import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { manageableAccount } from '#modules/team/manageable-account.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { openOffboarding, setChecklist } from '../offboarding-store.ts'

export const tickOffboarding = command({
  name: 'team.tickOffboarding',
  ...team.tickOffboarding,
  summary: 'Ticks one item of the leaving checklist.',
  access: { permission: 'team.manage', scope: 'staff' },
  audit: ({ offboardingId, item, isDone }) => ({
    objects: [{ kind: 'offboarding', id: offboardingId }],
    details: { item, isDone },
  }),
  errors: [errors.strongerTarget, errors.notFound, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    const found = await openOffboarding(tx, input)
    await manageableAccount(tx, admin, { accountId: found.account_id })
    const done = { doneName: input.isDone ? admin.name : null, doneAt: input.isDone ? effects.now.toISOString() : null }
    await setChecklist(
      tx,
      found.offboarding_id,
      found.checklist.map((one) => (one.item === input.item ? { ...one, ...done } : one)),
    )
    return { version: found.version + 1 }
  },
})
