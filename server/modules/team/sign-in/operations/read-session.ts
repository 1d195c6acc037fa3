import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { type Reader, sql } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { factorsOf } from '../factor-views.ts'
import { isPossibleSite } from '../passkey.ts'
import { type SessionColumns, sessionColumns, standingOf } from '../session-standing.ts'
import { policyFor } from '../sign-in-policy-rules.ts'

const STATES = { sessionLocked: 'locked', factorRequired: 'mustEnrol', passwordExpired: 'mustChangePassword' } as const

export const readSession = query({
  name: 'team.readSession',
  ...team.readSession,
  summary: 'What this session is and what it wants first: locked, a second factor to set up, a password to change.',
  access: { permission: 'account.self', scope: 'shared' },
  evenWhileViewing: true,
  allowedWhile: [errors.sessionLocked, errors.factorRequired, errors.passwordExpired],
  errors: [],
  async run(reader, _input, actor, world) {
    if (actor.sessionId === null) return fail(errors.notSignedIn)
    const row = await ownSession(reader, actor.sessionId)
    if (!row) return fail(errors.notSignedIn)
    const roles = new Set(actor.grants.map(({ role }) => role))
    const { hindrance, steppedUpAt } = standingOf(row, roles, world.now())
    const factors = await factorsOf(reader, actor.accountId)
    const freshMs = ruleValue('defaults', 'stepUpFresh', 'minutes') * 60_000
    return {
      name: actor.name,
      login: row.login,
      state: hindrance ? STATES[hindrance.code as keyof typeof STATES] : ('open' as const),
      idleMinutes: policyFor(row.policies ?? [], roles).idleMinutes,
      stepUpUntil: steppedUpAt && new Date(steppedUpAt.getTime() + freshMs).toISOString(),
      ways: [
        'password' as const,
        ...(factors.totpSince ? (['totp'] as const) : []),
        ...(factors.passkeys > 0 ? (['passkey'] as const) : []),
        ...(factors.recoveryCodesLeft > 0 ? (['recovery'] as const) : []),
      ],
      passkeysPossible: isPossibleSite(actor.site),
    }
  },
})

const ownSession = (reader: Reader, sessionId: string): Promise<(SessionColumns & { login: string }) | undefined> =>
  reader.maybe(sql`
    select a.login, ${sessionColumns(reader)}
    from sessions s join accounts a on a.merchant_id = ${reader.merchantId} and a.account_id = s.account_id
    where s.merchant_id = ${reader.merchantId} and s.session_id = ${sessionId}`)
