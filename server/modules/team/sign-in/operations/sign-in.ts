import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { inMerchant, type Reader, sql, type Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { type MerchantId, merchantId } from '#kernel/ids.ts'
import { type PublicContext, publicCommand } from '#kernel/operation.ts'
import { SESSION_LIFE_MS } from '#modules/team/account.ts'
import { normaliseLogin } from '#modules/team/login-rules.ts'
import { verifyDecoy, verifyPassword } from '../password.ts'
import { logVisit, openSession } from '../sign-in.ts'
import { clearOldTries, forgetTries, type Try, takeTry } from '../sign-in-tries.ts'

type Account = { account_id: string; name: string; state: string; password_hash: string }

export const signIn = publicCommand({
  name: 'team.signIn',
  ...team.signIn,
  summary: 'Signs a person in with login and password and sets the session cookie.',
  public: true,
  errors: [errors.wrongLogin, errors.accountFrozen, errors.signInBlocked],
  async run(context, input) {
    const attempt: Try = { login: normaliseLogin(input.login), ip: context.ip, now: context.now }
    const found = await context.directory(async (directory) => {
      await takeTry(directory, attempt)
      return directory.maybe<{ merchant_id: string; account_id: string }>(
        sql`select merchant_id, account_id from directory.logins where login = ${attempt.login}`,
      )
    })
    const merchant = found && merchantId(found.merchant_id)
    const account =
      merchant && (await inMerchant(context.database, merchant, 'read', (reader) => readAccount(reader, found.account_id)))
    if (!account) {
      await verifyDecoy(input.password)
      // Takes about as long as the log entry about a login that exists.
      await context.directory((directory) => clearOldTries(directory, context.now))
      return fail(errors.wrongLogin)
    }
    if (!(await verifyPassword(account.password_hash, input.password))) {
      await logFailure(context, merchant, account)
      return fail(errors.wrongLogin)
    }
    if (account.state === 'frozen') return fail(errors.accountFrozen)
    if (account.state !== 'active') return fail(errors.wrongLogin)
    const token = await inMerchant(context.database, merchant, 'write', async (tx) => {
      if (!(await isStillSo(tx, account))) return fail(errors.wrongLogin)
      return openSession(tx, context, 'team.signIn', account)
    })
    await context.directory((directory) => forgetTries(directory, attempt))
    context.setSession(token, new Date(context.now.getTime() + SESSION_LIFE_MS))
    return { accountId: account.account_id, name: account.name }
  },
})

const readAccount = (reader: Reader, accountId: string): Promise<Account | undefined> =>
  reader.maybe<Account>(sql`
    select account_id, name, state, password_hash from accounts where merchant_id = ${reader.merchantId} and account_id = ${accountId}`)

/** Held until the session exists: one that is opened while the password is reset or the account frozen would outlive that. */
const isStillSo = (tx: Tx, { account_id: accountId, password_hash: hash }: Account): Promise<unknown> =>
  tx.maybe(sql`
    select 1 from accounts
    where merchant_id = ${tx.merchantId} and account_id = ${accountId} and state = 'active' and password_hash = ${hash} for share`)

const logFailure = (context: PublicContext, merchant: MerchantId, account: Account): Promise<void> =>
  inMerchant(context.database, merchant, 'write', (tx) =>
    logVisit(tx, context, {
      operation: 'team.signIn',
      outcome: 'refused',
      account,
      sessionId: null,
      details: { code: errors.wrongLogin.code },
    }),
  )
