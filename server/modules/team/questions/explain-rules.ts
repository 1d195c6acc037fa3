/**
 * Why a grant does or does not allow something, grant by grant. The decision itself is the engine's (kernel/access.ts); tests hold
 * these reasons against it: somebody is allowed exactly when one of their grants `holds`.
 */
import type { Because, Blocked } from '#contract/team-questions.ts'
import { type AccessRule, isUnlimited, type Row, reachFor, whyOutside } from '#kernel/access.ts'
import type { AccountState, WorkHours } from '../account.ts'
import { whyNotInForce } from '../grants/condition-rules.ts'
import type { HeldGrant } from '../grants/grant.ts'

/** All that decides about an account, whatever its state. `bound`: the person responsible for it. */
export type Standing = {
  accountId: string
  name: string
  isOwner: boolean
  state: AccountState
  endsAt: string | null
  workHours: WorkHours | null
  grants: readonly HeldGrant[]
  bound: Standing | undefined
}
export type Question = { rule: AccessRule; row: Row | undefined; now: Date; ip: string }
export type Verdict = {
  allowed: boolean
  blocked: Blocked
  reasons: { grant: HeldGrant; because: Because }[]
  bound: Verdict | undefined
}

function blockedBy({ state, endsAt }: Pick<Standing, 'state' | 'endsAt'>, now: Date): Blocked {
  if (state === 'penalty_frozen') return 'penaltyFrozen'
  if (state !== 'active') return state
  return endsAt !== null && Date.parse(endsAt) <= now.getTime() ? 'ended' : null
}

function becauseOf(grant: HeldGrant, workHours: WorkHours | null, { rule, row, now, ip }: Question): Because {
  if (!grant.permissions.has(rule.permission)) return 'notCarried'
  const notInForce = whyNotInForce(grant, { now, ip, workHours })
  if (notInForce !== undefined) return notInForce
  if (rule.scope === 'merchant') return isUnlimited(grant.reach) ? 'holds' : 'limited'
  return (row && whyOutside(reachFor(rule.scope, grant.reach), row)) ?? 'holds'
}

export function verdictOn(standing: Standing, question: Question): Verdict {
  const bound = standing.bound && verdictOn(standing.bound, question)
  const blocked = blockedBy(standing, question.now)
  // What everybody has over their own account is told where it counts and nowhere else.
  const telling = standing.grants.filter(
    ({ grantId, permissions }) => grantId !== 'self' || permissions.has(question.rule.permission),
  )
  const reasons = telling.map((grant) => {
    const because = becauseOf(grant, standing.workHours, question)
    return { grant, because: because === 'holds' && bound?.allowed === false ? ('bounded' as const) : because }
  })
  return { allowed: blocked === null && reasons.some(({ because }) => because === 'holds'), blocked, reasons, bound }
}
