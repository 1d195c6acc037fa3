import { type Reader, sql } from '#kernel/db.ts'
import type { Sender } from '#server/carriers/carrier.ts'

export type CarrierAccount = {
  carrierAccountId: string
  carrier: string
  interfaceName: string
  shopId: string | null
  sender: Sender
  isDefault: boolean
  failedCount: number
  waitUntil: string | null
  problem: string
}

/** All accounts of the merchant: a few. */
export function carrierAccounts(reader: Reader): Promise<CarrierAccount[]> {
  return reader.rows<CarrierAccount>(sql`
    select carrier_account_id as "carrierAccountId", carrier, interface_name as "interfaceName", shop_id as "shopId", sender,
      is_default as "isDefault", failed_count as "failedCount", wait_until as "waitUntil", last_problem as problem
    from carrier_accounts where merchant_id = ${reader.merchantId} order by created_at, carrier_account_id`)
}
