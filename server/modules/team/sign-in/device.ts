/**
 * The browsers an account has been used on. Each browser holds a secret in a cookie of its own that outlives sessions; here is only its
 * hash, per account, so that several persons at one desk are known apart.
 */
import { randomBytes } from 'node:crypto'
import { type Reader, sql, type Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { networkOf } from '#kernel/ip-address.ts'
import type { Actor, PublicContext } from '#kernel/operation.ts'
import { deviceName } from './device-rules.ts'
import { hashSecret } from './session-token.ts'

const isDeviceSecret = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text)

/** What this browser is known by; null when it brings nothing. */
export const deviceHashOf = ({ device }: Pick<PublicContext, 'device'>): string | null =>
  isDeviceSecret(device) ? hashSecret(device) : null

export const isKnownDevice = async (reader: Reader, accountId: string, deviceHash: string | null): Promise<boolean> =>
  (await reader.maybe(sql`
    select 1 from known_devices
    where merchant_id = ${reader.merchantId} and account_id = ${accountId} and device_hash = ${deviceHash}`)) !== undefined

export type Familiarity = { deviceId: string; isNewDevice: boolean; isNewNetwork: boolean; isFirst: boolean }

/** Notes that this account (which is locked) came in from this browser and network. Gives the browser its secret when it has none. */
export async function noteDevice(tx: Tx, context: PublicContext, accountId: string): Promise<Familiarity> {
  const secret = isDeviceSecret(context.device) ? context.device : randomBytes(32).toString('base64url')
  // Also an old one is set again, so that it lives on.
  context.setDevice(secret)
  const { now, userAgent, ip } = context
  const before = await tx.maybe<{ devices: number; networks: number }>(sql`
    select (select count(*)::int from known_devices d where d.merchant_id = ${tx.merchantId} and d.account_id = ${accountId}) as devices,
      (select count(*)::int from known_networks n where n.merchant_id = ${tx.merchantId} and n.account_id = ${accountId}) as networks`)
  const known = await tx.maybe<{ device_id: string }>(sql`
    update known_devices set last_seen_at = ${now}, name = ${deviceName(userAgent) ?? ''}
    where merchant_id = ${tx.merchantId} and account_id = ${accountId} and device_hash = ${hashSecret(secret)} returning device_id`)
  const deviceId = known?.device_id ?? newId()
  if (!known)
    await tx.write(sql`
      insert into known_devices (merchant_id, account_id, device_hash, device_id, name, first_seen_at, last_seen_at)
      values (${tx.merchantId}, ${accountId}, ${hashSecret(secret)}, ${deviceId}, ${deviceName(userAgent) ?? ''}, ${now}, ${now})`)
  const network = networkOf(ip)
  const isKnownNetwork = await tx.write(sql`
    update known_networks set last_seen_at = ${now}
    where merchant_id = ${tx.merchantId} and account_id = ${accountId} and network = ${network}`)
  if (isKnownNetwork === 0)
    await tx.write(sql`
      insert into known_networks (merchant_id, account_id, network, first_seen_at, last_seen_at)
      values (${tx.merchantId}, ${accountId}, ${network}, ${now}, ${now})`)
  return {
    deviceId,
    isNewDevice: !known,
    isNewNetwork: isKnownNetwork === 0,
    isFirst: (before?.devices ?? 0) === 0 && (before?.networks ?? 0) === 0,
  }
}

/** The account is known on it no more; sessions there end, but not the one that asks. Answers how many; undefined when it is none of theirs. */
export async function forgetDevice(
  tx: Tx,
  { accountId, sessionId }: Pick<Actor, 'accountId' | 'sessionId'>,
  deviceId: string,
  now: Date,
): Promise<number | undefined> {
  const known = await tx.write(sql`
    delete from known_devices
    where merchant_id = ${tx.merchantId} and account_id = ${accountId} and device_id = ${deviceId}`)
  if (known === 0) return undefined
  return tx.write(sql`
    update sessions set ended_at = ${now}
    where merchant_id = ${tx.merchantId} and account_id = ${accountId} and device_id = ${deviceId} and ended_at is null
      and session_id::text is distinct from ${sessionId}`)
}
