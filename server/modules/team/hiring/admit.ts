/** Somebody joins: the name over all merchants, the account, the seat. Every way in ends here, under `lockTeam`. */
import { errors } from '#contract/errors.ts'
import type { Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import type { AccountKind } from '../account.ts'
import { insertAccount } from '../account-store.ts'
import { mainLogin } from '../account-views.ts'
import { takeLogin } from '../create-merchant.ts'
import { isWellFormedSubName, normaliseLogin } from '../login-rules.ts'
import { takeSeat } from '../seats/seat-store.ts'
import { raiseTeamEpoch } from '../team-lock.ts'

export type Newcomer = {
  subName: string
  name: string
  passwordHash: string
  departmentId: string | null
  /** With an end the account is temporary. */
  endsAt: string | null
  /** The person who answers for it makes it an agent. */
  responsibleId?: string
}

/**
 * Throws loginMalformed, loginTaken, noSeat. Temporary accounts and agents need no seat. Whoever admits a person knows the password: it is
 * good for the first sign-in only.
 */
export async function admit(tx: Tx, newcomer: Newcomer, now: Date): Promise<{ accountId: string; login: string }> {
  const { subName, name, passwordHash, departmentId, endsAt, responsibleId } = newcomer
  const main = await mainLogin(tx)
  if (!isWellFormedSubName(main, subName)) return fail(errors.loginMalformed)
  const accountId = newId()
  const login = normaliseLogin(`${main}:${subName}`)
  const kind: AccountKind = responsibleId !== undefined ? 'agent' : endsAt !== null ? 'temporary' : 'person'
  await takeLogin(tx, login, tx.merchantId, accountId)
  await insertAccount(tx, {
    ...{ accountId, login, name, isOwner: false, passwordHash, kind, departmentId, endsAt },
    ...(responsibleId === undefined ? { isPasswordGiven: true } : { responsibleId }),
  })
  if (kind === 'person') await takeSeat(tx, accountId, now)
  // Everybody who sees the department sees one more.
  if (departmentId !== null) await raiseTeamEpoch(tx)
  return { accountId, login }
}
