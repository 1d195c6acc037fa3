import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { inMerchant, sql, type Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { type MerchantId, merchantId } from '#kernel/ids.ts'
import { type PublicContext, publicCommand } from '#kernel/operation.ts'
import { SESSION_LIFE_MS } from '../account.ts'
import { normaliseLogin } from '../login-rules.ts'
import { verifyDecoy, verifyPassword } from '../password.ts'
import { logVisit, openSession } from '../sign-in.ts'

type Account = {
  account_id: string
  name: string
  state: string
  password_hash: string
  failed_count: number | null
  last_failed_at: string | null
}
const FREE_TRIES = 5

/** Minutes to wait after so many failures from one address: 1, 2, 4, … at most 15. The wait falls on login and address together, so nobody can lock out somebody else. */
export const waitMinutes = (failedCount: number): number =>
  failedCount < FREE_TRIES ? 0 : Math.min(15, 2 ** (failedCount - FREE_TRIES))

export const signIn = publicCommand({
  name: 'team.signIn',
  ...team.signIn,
  summary: 'Signs a person in with login and password and sets the session cookie.',
  public: true,
  errors: [errors.wrongLogin, errors.accountFrozen, errors.signInBlocked],
  async run(context, input) {
    const login = normaliseLogin(input.login)
    const found = await context.directory((directory) =>
      directory.maybe<{ merchant_id: string; account_id: string }>(
        sql`select merchant_id, account_id from directory.logins where login = ${login}`,
      ),
    )
    if (!found) {
      await verifyDecoy(input.password)
      return fail(errors.wrongLogin)
    }
    const merchant = merchantId(found.merchant_id)
    const account = await inMerchant(context.database, merchant, 'read', (reader) =>
      readAccount(reader, found.account_id, context.ip),
    )
    if (!account) return fail(errors.wrongLogin)
    const wait = waitMinutes(account.failed_count ?? 0)
    const waitedMs = context.now.getTime() - Date.parse(account.last_failed_at ?? context.now.toISOString())
    if (wait > 0 && waitedMs < wait * 60_000) return fail(errors.signInBlocked, { minutes: wait })
    if (!(await verifyPassword(account.password_hash, input.password))) {
      await noteFailure(context, merchant, account)
      return fail(errors.wrongLogin)
    }
    if (account.state === 'frozen') return fail(errors.accountFrozen)
    if (account.state !== 'active') return fail(errors.wrongLogin)
    const token = await inMerchant(context.database, merchant, 'write', async (tx) => {
      await tx.write(
        sql`delete from sign_in_failures where merchant_id = ${merchant} and account_id = ${account.account_id} and ip = ${context.ip}`,
      )
      return openSession(tx, context, 'team.signIn', account)
    })
    context.setSession(token, new Date(context.now.getTime() + SESSION_LIFE_MS))
    return { accountId: account.account_id, name: account.name }
  },
})

const readAccount = (reader: Pick<Tx, 'maybe' | 'merchantId'>, accountId: string, ip: string): Promise<Account | undefined> =>
  reader.maybe<Account>(sql`
    select a.account_id, a.name, a.state, a.password_hash, f.failed_count, f.last_failed_at
    from accounts a left join sign_in_failures f on f.merchant_id = ${reader.merchantId} and f.account_id = a.account_id and f.ip = ${ip}
    where a.merchant_id = ${reader.merchantId} and a.account_id = ${accountId}`)

function noteFailure(context: PublicContext, merchant: MerchantId, account: Account): Promise<void> {
  return inMerchant(context.database, merchant, 'write', async (tx) => {
    await tx.write(sql`
      insert into sign_in_failures (merchant_id, account_id, ip, failed_count, last_failed_at) values (${merchant}, ${account.account_id}, ${context.ip}, 1, ${context.now})
      on conflict (merchant_id, account_id, ip) do update set failed_count = sign_in_failures.failed_count + 1, last_failed_at = excluded.last_failed_at`)
    await logVisit(tx, context, {
      operation: 'team.signIn',
      outcome: 'refused',
      account,
      sessionId: null,
      details: { code: errors.wrongLogin.code },
    })
  })
}
