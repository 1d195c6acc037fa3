/**
 * Tries to prove oneself: at sign-in per login, later per account. A try is counted before the password is looked at, so that many at the
 * same time are no way past the wait, and whether or not the login exists, so that the wait tells nobody which do.
 */
import { errors } from '#contract/errors.ts'
import { type Directory, sql } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import type { MerchantId } from '#kernel/ids.ts'
import { placeOf } from '#kernel/ip-address.ts'
import { hashSecret } from './session-token.ts'
import { gapSeconds, pressureNow, waitMinutes } from './sign-in-pressure-rules.ts'

const MINUTE_MS = 60_000
/** Longer than the longest wait, and than pressure takes to be forgotten. */
const FORGOTTEN_AFTER_MS = 24 * 60 * MINUTE_MS

export type Try = {
  /** What is being guessed at. */
  subject: string
  ip: string
  /** A device this account has been used on counts by itself and waits for nobody else. */
  knownDevice: string | null
  now: Date
}
/** A second factor or a password asked for again: guessed at by somebody who is past the login already. */
export const factorSubject = (merchant: MerchantId, accountId: string): string => `factor ${merchant} ${accountId}`

const placeOfTry = ({ ip, knownDevice }: Try): string => (knownDevice === null ? placeOf(ip) : `device ${knownDevice}`)

/** Throws signInBlocked. */
export async function takeTry(directory: Directory, attempt: Try): Promise<void> {
  const { subject, now } = attempt
  const place = placeOfTry(attempt)
  const known = await directory.maybe<{ tries: number; last_at: string }>(sql`
    insert into directory.sign_in_tries as t (login_hash, ip, tries, last_at) values (${hashSecret(subject)}, ${place}, 0, ${now})
    on conflict (login_hash, ip) do update set tries = t.tries returning tries, last_at`)
  const leftMs = waitMinutes(known?.tries ?? 0) * MINUTE_MS - (now.getTime() - Date.parse(known?.last_at ?? now.toISOString()))
  if (known && waitMinutes(known.tries) > 0 && leftMs > 0)
    return fail(errors.signInBlocked, { minutes: Math.ceil(leftMs / MINUTE_MS) })
  await addPressure(directory, attempt)
  await directory.write(sql`
    update directory.sign_in_tries set tries = tries + 1, last_at = ${now} where login_hash = ${hashSecret(subject)} and ip = ${place}`)
}

type Pressure = { failures: number; last_at: string; next_try_at: string }
async function addPressure(directory: Directory, { subject, knownDevice, now }: Try): Promise<void> {
  const row = await directory.maybe<Pressure>(sql`
    insert into directory.sign_in_pressure as p (login_hash, failures, last_at, next_try_at) values (${hashSecret(subject)}, 0, ${now}, ${now})
    on conflict (login_hash) do update set failures = p.failures returning failures, last_at, next_try_at`)
  const pressure = pressureNow(row?.failures ?? 0, now.getTime() - Date.parse(row?.last_at ?? now.toISOString()))
  const waitsMs = Date.parse(row?.next_try_at ?? now.toISOString()) - now.getTime()
  const isSpaced = knownDevice === null && gapSeconds(pressure) > 0
  if (isSpaced && waitsMs > 0) return fail(errors.signInBlocked, { minutes: Math.ceil(waitsMs / MINUTE_MS) })
  const nextTryAt = new Date(now.getTime() + gapSeconds(pressure + 1) * 1000)
  await directory.write(sql`
    update directory.sign_in_pressure set failures = ${pressure + 1}, last_at = ${now},
      next_try_at = case when ${knownDevice === null} then ${nextTryAt} else next_try_at end
    where login_hash = ${hashSecret(subject)}`)
}

/** It was the right person: what was counted for this try is taken back. The pressure others made stays. */
export async function forgetTries(directory: Directory, attempt: Try): Promise<void> {
  await directory.write(
    sql`delete from directory.sign_in_tries where login_hash = ${hashSecret(attempt.subject)} and ip = ${placeOfTry(attempt)}`,
  )
  await directory.write(sql`
    update directory.sign_in_pressure set failures = greatest(0, failures - 1) where login_hash = ${hashSecret(attempt.subject)}`)
}

/** A few of those that count no more. */
export async function clearOldTries(directory: Directory, now: Date): Promise<void> {
  const before = new Date(now.getTime() - FORGOTTEN_AFTER_MS)
  await directory.write(sql`
    delete from directory.sign_in_tries where (login_hash, ip) in (
      select login_hash, ip from directory.sign_in_tries where last_at < ${before} order by last_at limit 50 for update skip locked)`)
  await directory.write(sql`
    delete from directory.sign_in_pressure where login_hash in (
      select login_hash from directory.sign_in_pressure where last_at < ${before} order by last_at limit 50 for update skip locked)`)
}
