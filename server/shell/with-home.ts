/** Opens the home for one shell command and closes it whatever happens. */
import { ConfigProblem, readConfig } from '#kernel/config.ts'
import { inDirectory, sql } from '#kernel/db.ts'
import { type MerchantId, merchantId, newId } from '#kernel/ids.ts'
import type { Caller } from '#kernel/run-operation.ts'
import { accountCaller } from '#modules/team/identity.ts'
import { normaliseLogin } from '#modules/team/login-rules.ts'
import { type Home, openHome } from '#server/open-home.ts'

export async function withHome<T>(work: (home: Home) => Promise<T>): Promise<T> {
  const quiet = { LOG_LEVEL: 'error', DATABASE_POOL: '6', ...process.env }
  const home = await openHome(readConfig(quiet))
  try {
    return await work(home)
  } finally {
    await home.close()
  }
}

type LoginRow = { login: string; merchant_id: string; account_id: string }
export type ShellAccount = { merchantId: MerchantId; accountId: string; login: string }

/** The account named by --as, else the only merchant's owner. Throws ConfigProblem when that is not one account. */
export async function chooseAccount(home: Home, login: string | undefined): Promise<ShellAccount> {
  const rows = await inDirectory(home.app.kernel.database, (directory) =>
    login === undefined
      ? directory.rows<LoginRow>(
          sql`select login, merchant_id, account_id from directory.logins where position(':' in login) = 0 order by merchant_id limit 2`,
        )
      : directory.rows<LoginRow>(
          sql`select login, merchant_id, account_id from directory.logins where login = ${normaliseLogin(login)}`,
        ),
  )
  const [row, second] = rows
  if (!row)
    throw new ConfigProblem(
      login === undefined
        ? 'There is no merchant yet. Create one: npx zhanggui init --merchant NAME --owner LOGIN --password-stdin'
        : `There is no account “${login}”. Check the spelling (sub-accounts are main:sub).`,
    )
  if (second) throw new ConfigProblem('There are several merchants here. Say whose account to use: --as LOGIN')
  return { merchantId: merchantId(row.merchant_id), accountId: row.account_id, login: row.login }
}

export const shellCaller = (account: ShellAccount, language: 'zh' | 'en'): Caller =>
  accountCaller(account.merchantId, account.accountId, { via: 'cli', ip: '', language, requestId: newId() })
