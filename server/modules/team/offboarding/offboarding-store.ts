import { errors } from '#contract/errors.ts'
import { CHECKLIST } from '#contract/team-leaving.ts'
import { sql, type Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'

export type HandedOver = { kind: string; count: number; toAccountId: string | null; toName: string; note: string }
export type Ticked = { item: (typeof CHECKLIST)[number]; doneName: string | null; doneAt: string | null }
export type Offboarding = {
  offboarding_id: string
  account_id: string
  state: 'open' | 'signed' | 'cancelled'
  state_before: string
  started_by: string
  checklist: Ticked[]
  version: number
}
type Starter = { accountId: string; name: string; now: Date; isAutomatic: boolean }

export async function insertOffboarding(
  tx: Tx,
  account: { accountId: string; stateBefore: string },
  handedOver: readonly HandedOver[],
  by: Starter,
): Promise<string> {
  const id = newId()
  const checklist = CHECKLIST.map((item): Ticked => ({ item, doneName: null, doneAt: null }))
  await tx.write(sql`
    insert into offboardings (merchant_id, offboarding_id, account_id, state, is_automatic, started_by, started_name, started_at, handed_over,
      checklist, state_before)
    values (${tx.merchantId}, ${id}, ${account.accountId}, 'open', ${by.isAutomatic}, ${by.accountId}, ${by.name}, ${by.now},
      ${JSON.stringify(handedOver)}::jsonb, ${JSON.stringify(checklist)}::jsonb, ${account.stateBefore})`)
  return id
}

/** Throws notFound for one that is not open, stale. Call it under `lockTeam`. */
export async function openOffboarding(tx: Tx, wanted: { offboardingId: string; version?: number }): Promise<Offboarding> {
  const found = await tx.maybe<Offboarding>(sql`
    select offboarding_id, account_id, state, state_before, started_by, checklist, version from offboardings
    where merchant_id = ${tx.merchantId} and offboarding_id = ${wanted.offboardingId} and state = 'open'`)
  if (!found) return fail(errors.notFound)
  if (wanted.version !== undefined && found.version !== wanted.version) return fail(errors.stale, { changed: '' })
  return found
}

export async function setChecklist(tx: Tx, offboardingId: string, checklist: readonly Ticked[]): Promise<void> {
  await tx.write(sql`
    update offboardings set checklist = ${JSON.stringify(checklist)}::jsonb, version = version + 1
    where merchant_id = ${tx.merchantId} and offboarding_id = ${offboardingId}`)
}

export async function closeOffboarding(
  tx: Tx,
  offboardingId: string,
  state: 'signed' | 'cancelled',
  by: { accountId: string; name: string; now: Date },
): Promise<void> {
  await tx.write(sql`
    update offboardings set state = ${state}, signed_by = ${by.accountId}, signed_name = ${by.name}, signed_at = ${by.now}, version = version + 1
    where merchant_id = ${tx.merchantId} and offboarding_id = ${offboardingId}`)
}
