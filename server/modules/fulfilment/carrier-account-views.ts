import { type Reader, sql } from '#kernel/db.ts'
import type { Sender } from '#server/carriers/carrier.ts'

export type CarrierAccount = {
  carrierAccountId: string
  carrier: string
  interfaceName: string
  shopId: string | null
  sender: Sender
  isDefault: boolean
  version: number
  failedCount: number
  waitUntil: string | null
  problem: string
  unservedProvinces: string[]
}

/** All accounts of the merchant: a few. */
export function carrierAccounts(reader: Reader): Promise<CarrierAccount[]> {
  return reader.rows<CarrierAccount>(sql`
    select carrier_account_id as "carrierAccountId", carrier, interface_name as "interfaceName", shop_id as "shopId", sender,
      is_default as "isDefault", version, failed_count as "failedCount", wait_until as "waitUntil", last_problem as problem,
      unserved_provinces as "unservedProvinces"
    from carrier_accounts where merchant_id = ${reader.merchantId} and ended_at is null order by created_at, carrier_account_id`)
}

/** What was typed for an account, sealed; null inside = it has none, undefined = there is no such account. */
export function sealedAccount(reader: Reader, carrierAccountId: string): Promise<{ sealed: Buffer | null } | undefined> {
  return reader.maybe<{ sealed: Buffer | null }>(sql`
    select account_sealed as sealed from carrier_accounts
    where merchant_id = ${reader.merchantId} and carrier_account_id = ${carrierAccountId}`)
}
