import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { reachesRow, scopeOf } from '#kernel/access.ts'
import type { Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { type Actor, command, type Effects } from '#kernel/operation.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { manageableAccount } from '#modules/team/manageable-account.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { type ApprovalToDecide, lockApproval, settleApproval } from '../approval-decision-store.ts'

const HOUR_MS = 3600_000

export const decideApproval = command({
  name: 'team.decideApproval',
  ...team.decideApproval,
  summary: 'Approves or refuses a call that a token, an app or an agent asked for; approved, exactly that call works once.',
  access: { permission: 'account.self', scope: 'shared' },
  stepUp: true,
  audit: (input) => ({ objects: [{ kind: 'approval', id: input.approvalId }], details: { approve: input.approve } }),
  errors: [
    errors.notFound,
    errors.approvalSettled,
    errors.stepUpRequired,
    errors.strongerTarget,
    errors.accountFrozen,
    errors.stale,
  ],
  async run(tx, input, actor, effects) {
    const { now } = effects
    // A person decides, not a token that was itself approved to.
    if (!actor.stepUp.isFresh) return fail(errors.stepUpRequired)
    const asked = (await lockApproval(tx, input.approvalId)) ?? fail(errors.notFound)
    await requireMayDecide(tx, actor, effects, asked)
    if (asked.state !== 'waiting' || Date.parse(asked.expires_at) <= now.getTime()) return fail(errors.approvalSettled)
    const holdsMs = ruleValue('defaults', 'approvalHolds', 'hours') * HOUR_MS
    await settleApproval(tx, input.approvalId, {
      state: input.approve ? 'approved' : 'refused',
      by: actor.accountId,
      now,
      expiresAt: new Date(now.getTime() + holdsMs),
    })
    return {}
  },
})

/** The person it acts for, or who may manage that account; for everybody else it does not exist. */
async function requireMayDecide(tx: Tx, actor: Actor, effects: Effects, asked: ApprovalToDecide): Promise<void> {
  if (asked.on_behalf_of === actor.accountId) return
  const admin = await lockTeam(tx, effects)
  const scope = scopeOf(admin, 'team.manage', 'staff')
  if (!scope || !reachesRow(scope, { holderId: asked.account_id })) return fail(errors.notFound)
  await manageableAccount(tx, { ...admin, scope }, { accountId: asked.account_id })
}
