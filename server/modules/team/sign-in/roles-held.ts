import type { Tx } from '#kernel/db.ts'
import { heldGrants } from '../grants/grant-views.ts'

/** Codes of the roles an account holds, also those not in force at this hour; the owner's is `owner`. */
export async function rolesHeldBy(tx: Tx, account: { account_id: string; is_owner: boolean }): Promise<Set<string>> {
  const grants = (await heldGrants(tx, [account.account_id])).get(account.account_id) ?? []
  return new Set([...(account.is_owner ? ['owner'] : []), ...grants.map(({ role }) => role)])
}
