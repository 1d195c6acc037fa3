import { type Reader, sql, type Tx } from '#kernel/db.ts'
import type { RealNameState } from './invitation.ts'

export async function askRealName(tx: Tx, invitationId: string, sealed: Buffer): Promise<void> {
  await tx.write(sql`
    update invitations set real_name = 'checking', real_name_sealed = ${sealed}, real_name_tries = real_name_tries + 1, version = version + 1
    where merchant_id = ${tx.merchantId} and invitation_id = ${invitationId}`)
}

/** `sealed`: what is still needed of it; null forgets name and card. */
export async function noteRealName(tx: Tx, invitationId: string, state: RealNameState, sealed: Buffer | null): Promise<void> {
  await tx.write(sql`
    update invitations set real_name = ${state}, real_name_sealed = ${sealed}, version = version + 1
    where merchant_id = ${tx.merchantId} and invitation_id = ${invitationId}`)
}

/** Another account of this merchant that goes by this card and has not left. */
export async function isCardTaken(reader: Reader, identityPrint: string, accountId: string): Promise<boolean> {
  const row = await reader.maybe(sql`
    select 1 from real_names r join accounts a on a.merchant_id = ${reader.merchantId} and a.account_id = r.account_id
    where r.merchant_id = ${reader.merchantId} and r.identity_print = ${identityPrint} and r.account_id <> ${accountId} and a.state <> 'left'`)
  return row !== undefined
}

/** Call it under `lockTeam` once `isCardTaken` says no: a card that belonged to somebody who left passes on. */
export async function holdCard(tx: Tx, identityPrint: string, accountId: string, now: Date): Promise<void> {
  await tx.write(sql`delete from real_names where merchant_id = ${tx.merchantId} and account_id = ${accountId}`)
  await tx.write(sql`
    insert into real_names (merchant_id, identity_print, account_id, proved_at)
    values (${tx.merchantId}, ${identityPrint}, ${accountId}, ${now})
    on conflict (merchant_id, identity_print) do update set account_id = excluded.account_id, proved_at = excluded.proved_at`)
}
