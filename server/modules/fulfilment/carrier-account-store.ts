import { sql, type Tx } from '#kernel/db.ts'
import type { Sender } from '#server/carriers/carrier.ts'

export type NewCarrierAccount = {
  carrierAccountId: string
  carrier: string
  interfaceName: string
  shopId: string | null
  sender: Sender
  isDefault: boolean
}

/** A new default takes the place of the old one for the same shop (or for all shops). */
export async function insertCarrierAccount(tx: Tx, account: NewCarrierAccount, now: Date): Promise<void> {
  const { carrierAccountId, carrier, interfaceName, shopId, sender, isDefault } = account
  if (isDefault)
    await tx.write(sql`
      update carrier_accounts set is_default = false
      where merchant_id = ${tx.merchantId} and is_default and shop_id is not distinct from ${shopId}::uuid`)
  await tx.write(sql`
    insert into carrier_accounts (merchant_id, carrier_account_id, carrier, interface_name, shop_id, sender, is_default, created_at)
    values (${tx.merchantId}, ${carrierAccountId}, ${carrier}, ${interfaceName}, ${shopId}, ${JSON.stringify(sender)}::jsonb, ${isDefault}, ${now})`)
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
