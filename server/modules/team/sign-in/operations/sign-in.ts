import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { inMerchant } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { type PublicContext, publicCommand } from '#kernel/operation.ts'
import { normaliseLogin } from '#modules/team/login-rules.ts'
import { verifyDecoy, verifyPassword } from '../password.ts'
import { logVisit, openSession } from '../sign-in.ts'
import { openChallenge, waysOf } from '../sign-in-challenge.ts'
import { clearOldTries, forgetTries, type Try, takeTry } from '../sign-in-tries.ts'
import { type Account, isOpen, lockVisitor, type Visitor, visitorBehind } from '../visitor.ts'

/**
 * One refusal for all reasons (no such login, wrong password, frozen, gone, held), after the same work: what an attacker learns is
 * whether both were right and the account open, and nothing else.
 */
export const signIn = publicCommand({
  name: 'team.signIn',
  ...team.signIn,
  summary: 'Signs a person in with login and password; where a second factor is set up, a challenge for it is answered instead.',
  public: true,
  errors: [errors.wrongLogin, errors.signInBlocked, errors.sessionLimit],
  async run(context, input) {
    const login = normaliseLogin(input.login)
    const visitor = await visitorBehind(context, login)
    const attempt: Try = { subject: login, ip: context.ip, knownDevice: visitor.knownDevice, now: context.now }
    await context.directory((directory) => takeTry(directory, attempt))
    const { account } = visitor
    const isRight = await (account ? verifyPassword(account.password_hash, input.password) : verifyDecoy(input.password))
    if (!account || !isRight || !isOpen(account, context.now)) return refuse(context, visitor)
    const entered = await enter(context, visitor, account)
    await context.directory((directory) => forgetTries(directory, attempt))
    if (entered.session) context.setSession(entered.session.token, entered.session.expiresAt)
    const { challenge, ways } = entered
    return { accountId: account.account_id, name: account.name, challenge, ways }
  },
})

async function refuse(context: PublicContext, { merchant, account }: Visitor): Promise<never> {
  if (account)
    await inMerchant(context.database, merchant, 'write', (tx) =>
      logVisit(tx, context, {
        operation: 'team.signIn',
        outcome: 'refused',
        account,
        sessionId: null,
        details: { code: errors.wrongLogin.code },
      }),
    )
  // Takes about as long as the log entry about a login that exists.
  else await context.directory((directory) => clearOldTries(directory, context.now))
  return fail(errors.wrongLogin)
}

const enter = (context: PublicContext, { merchant }: Visitor, seen: Account) =>
  inMerchant(context.database, merchant, 'write', async (tx) => {
    const account = await lockVisitor(tx, seen.account_id)
    if (!account || !isOpen(account, context.now) || account.password_hash !== seen.password_hash) return fail(errors.wrongLogin)
    const ways = await waysOf(tx, account.account_id)
    if (ways.length > 0) return { session: null, challenge: await openChallenge(tx, account, context.now), ways }
    const session = await openSession(tx, context, { operation: 'team.signIn', account, cameBy: 'password' })
    return { session, challenge: null, ways }
  })
