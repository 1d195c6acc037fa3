/** Takes a merchant back to the day it began, past the application: for tests that play many teams on one merchant. */
import type { TestTeam } from '#server/testing/team.ts'

/** What is kept of somebody and goes before the account itself. */
const ofPersons = [
  ...['invitations', 'sessions', 'known_devices', 'known_networks', 'notice_reads', 'notices', 'totp_factors', 'passkeys'],
  ...['recovery_codes', 'approvals', 'sign_in_challenges'],
]

/** Takes everybody but the owner out, as if the merchant had just begun. */
export async function clearTeam(t: TestTeam, admin: { query(text: string, values: unknown[]): Promise<unknown> }): Promise<void> {
  const merchant = t.merchantId
  for (const table of [...ofPersons, 'grants', 'roles'])
    await admin.query(`delete from ${table} where merchant_id = $1`, [merchant])
  await admin.query('update seats set holder_id = null where merchant_id = $1 and holder_id <> $2', [merchant, t.ownerId])
  await admin.query('delete from accounts where merchant_id = $1 and kind = $2', [merchant, 'agent'])
  await admin.query('delete from accounts where merchant_id = $1 and account_id <> $2', [merchant, t.ownerId])
  await admin.query(
    "update accounts set is_owner = true, state = 'active', department_id = null, epoch = epoch + 1 where merchant_id = $1",
    [merchant],
  )
  await admin.query('update departments set parent_id = null where merchant_id = $1', [merchant])
  await admin.query('delete from departments where merchant_id = $1', [merchant])
}
