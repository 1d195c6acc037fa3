/**
 * Tries to sign in, per login and address. A try is counted before the password is looked at, so that many at the same time are no way
 * past the wait, and whether or not the login exists, so that the wait tells nobody which do.
 */
import { errors } from '#contract/errors.ts'
import { type Directory, sql } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { waitMinutes } from '../login-rules.ts'
import { hashSecret } from './session-token.ts'

const MINUTE_MS = 60_000
/** Longer than the longest wait. */
const FORGOTTEN_AFTER_MS = 24 * 60 * MINUTE_MS

export type Try = { login: string; ip: string; now: Date }

/** Throws signInBlocked. */
export async function takeTry(directory: Directory, { login, ip, now }: Try): Promise<void> {
  const known = await directory.maybe<{ tries: number; last_at: string }>(sql`
    insert into directory.sign_in_tries as t (login_hash, ip, tries, last_at) values (${hashSecret(login)}, ${ip}, 0, ${now})
    on conflict (login_hash, ip) do update set tries = t.tries returning tries, last_at`)
  const leftMs = waitMinutes(known?.tries ?? 0) * MINUTE_MS - (now.getTime() - Date.parse(known?.last_at ?? now.toISOString()))
  if (known && waitMinutes(known.tries) > 0 && leftMs > 0)
    return fail(errors.signInBlocked, { minutes: Math.ceil(leftMs / MINUTE_MS) })
  await directory.write(sql`
    update directory.sign_in_tries set tries = tries + 1, last_at = ${now} where login_hash = ${hashSecret(login)} and ip = ${ip}`)
}

export async function forgetTries(directory: Directory, { login, ip }: Try): Promise<void> {
  await directory.write(sql`delete from directory.sign_in_tries where login_hash = ${hashSecret(login)} and ip = ${ip}`)
}

/** A few of those that count no more. */
export async function clearOldTries(directory: Directory, now: Date): Promise<void> {
  await directory.write(sql`
    delete from directory.sign_in_tries where (login_hash, ip) in (
      select login_hash, ip from directory.sign_in_tries where last_at < ${new Date(now.getTime() - FORGOTTEN_AFTER_MS)}
      order by last_at limit 50 for update skip locked)`)
}
