import { sql, type Tx } from '#kernel/db.ts'
import type { Sender } from '#server/carriers/carrier.ts'

export type NewCarrierAccount = {
  carrierAccountId: string
  carrier: string
  interfaceName: string
  shopId: string | null
  sender: Sender
  isDefault: boolean
  accountSealed: Buffer | null
  unservedProvinces?: readonly string[] | undefined
}

/** A new default takes the place of the old one for the same shop (or for all shops). */
export async function insertCarrierAccount(tx: Tx, account: NewCarrierAccount, now: Date): Promise<void> {
  const { carrierAccountId, carrier, interfaceName, shopId, sender, isDefault, accountSealed } = account
  if (isDefault) await clearDefault(tx, shopId)
  await tx.write(sql`
    insert into carrier_accounts (merchant_id, carrier_account_id, carrier, interface_name, shop_id, sender, is_default, account_sealed, unserved_provinces, created_at)
    values (${tx.merchantId}, ${carrierAccountId}, ${carrier}, ${interfaceName}, ${shopId}, ${JSON.stringify(sender)}::jsonb, ${isDefault}, ${accountSealed}, ${[...(account.unservedProvinces ?? [])]}::text[], ${now})`)
}

export async function setCarrierProblem(tx: Tx, carrierAccountId: string, problem: string, waitUntil: string): Promise<void> {
  await tx.write(sql`
    update carrier_accounts set failed_count = failed_count + 1, wait_until = ${waitUntil}, last_problem = ${problem.slice(0, 500)}
    where merchant_id = ${tx.merchantId} and carrier_account_id = ${carrierAccountId}`)
}

export async function clearCarrierProblem(tx: Tx, carrierAccountId: string): Promise<void> {
  await tx.write(sql`
    update carrier_accounts set failed_count = 0, wait_until = null, last_problem = ''
    where merchant_id = ${tx.merchantId} and carrier_account_id = ${carrierAccountId} and failed_count > 0`)
}

const clearDefault = (tx: Tx, shopId: string | null): Promise<number> =>
  tx.write(sql`
    update carrier_accounts set is_default = false
    where merchant_id = ${tx.merchantId} and is_default and shop_id is not distinct from ${shopId}::uuid`)

type AccountChange = Pick<NewCarrierAccount, 'carrierAccountId' | 'shopId' | 'sender' | 'isDefault'> & {
  unservedProvinces: readonly string[]
  /** undefined = as it was. */
  accountSealed: Buffer | undefined
}
/** False when somebody has changed it since `version`. */
export async function updateCarrierAccount(tx: Tx, change: AccountChange, version: number): Promise<boolean> {
  const { carrierAccountId, shopId, sender, isDefault, unservedProvinces, accountSealed } = change
  if (isDefault) await clearDefault(tx, shopId)
  const changed = await tx.write(sql`
    update carrier_accounts set sender = ${JSON.stringify(sender)}::jsonb, is_default = ${isDefault}, version = version + 1,
      unserved_provinces = ${[...unservedProvinces]}::text[], account_sealed = coalesce(${accountSealed ?? null}::bytea, account_sealed),
      failed_count = case when ${accountSealed !== undefined} then 0 else failed_count end,
      wait_until = case when ${accountSealed !== undefined} then null else wait_until end
    where merchant_id = ${tx.merchantId} and carrier_account_id = ${carrierAccountId} and version = ${version} and ended_at is null`)
  return changed === 1
}

/** `open`: numbers of it are still being asked for or given back. */
export async function endAccount(
  tx: Tx,
  carrierAccountId: string,
  version: number,
  now: Date,
): Promise<'ended' | 'open' | 'stale' | 'none'> {
  const account = await tx.maybe<{ version: number }>(sql`
    select version from carrier_accounts
    where merchant_id = ${tx.merchantId} and carrier_account_id = ${carrierAccountId} and ended_at is null for update`)
  if (!account) return 'none'
  if (account.version !== version) return 'stale'
  const open = await tx.maybe(sql`
    select 1 from waybills where merchant_id = ${tx.merchantId} and carrier_account_id = ${carrierAccountId}
      and ((state = 'requested' and voided_at is null) or (state = 'issued' and voided_at is not null and cancelled_at is null and cancel_problem = ''))
    limit 1`)
  if (open) return 'open'
  await tx.write(sql`
    update carrier_accounts set ended_at = ${now}, account_sealed = null, is_default = false, version = version + 1
    where merchant_id = ${tx.merchantId} and carrier_account_id = ${carrierAccountId}`)
  return 'ended'
}
