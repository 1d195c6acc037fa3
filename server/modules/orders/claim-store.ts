/** Claims: a parcel lies in one person's hands for a while. Compare and set under the row's lock; a claim that ran out is none. */
import type { Scope } from '#kernel/access.ts'
import { byOnePlan, sql, type Tx } from '#kernel/db.ts'
import { CLAIM_LEASE_MS } from './order.ts'
import { inFreeParcels } from './parcel-scope.ts'

export type Claimer = { accountId: string; name: string; now: Date }
const leaseEnd = (now: Date): Date => new Date(now.getTime() + CLAIM_LEASE_MS)

/** Gives locked parcels into this person's hands, or renews what he holds. */
export async function setClaims(tx: Tx, parcelIds: readonly string[], { accountId, name, now }: Claimer): Promise<void> {
  await tx.write(sql`
    update parcels set claimed_by = ${accountId}, claimed_name = ${name}, claimed_until = ${leaseEnd(now)}, version = version + 1
    where merchant_id = ${tx.merchantId} and parcel_id = any(${parcelIds}::uuid[])`)
}

export async function clearClaims(tx: Tx, parcelIds: readonly string[]): Promise<void> {
  await tx.write(sql`
    update parcels set claimed_by = null, claimed_name = null, claimed_until = null, version = version + 1
    where merchant_id = ${tx.merchantId} and parcel_id = any(${parcelIds}::uuid[])`)
}

/** Whoever acts on a parcel he holds has it for another lease. */
export async function renewClaims(
  tx: Tx,
  parcelIds: readonly string[],
  { accountId, now }: Omit<Claimer, 'name'>,
): Promise<void> {
  await tx.write(sql`
    update parcels set claimed_until = ${leaseEnd(now)}
    where merchant_id = ${tx.merchantId} and parcel_id = any(${parcelIds}::uuid[]) and claimed_by = ${accountId}`)
}

/** Frees claims that ran out, so that the queue shows them again; rows another writer has in hand are left to him. */
async function freeEndedClaims(tx: Tx, now: Date): Promise<void> {
  await tx.write(sql`
    with ended as (
      select p.parcel_id from parcels p
      where p.merchant_id = ${tx.merchantId} and p.claimed_by is not null and p.claimed_until <= ${now}
      limit 1000 for update skip locked)
    update parcels set claimed_by = null, claimed_name = null, claimed_until = null, version = version + 1
    where merchant_id = ${tx.merchantId} and parcel_id in (select parcel_id from ended)`)
}

type Wanted = { count: number; shopIds: readonly string[] | null }

/** Takes up to `count` free parcels that wait for a person, the oldest deadline first. Rivals never get the same one, nor wait. */
export async function claimOldest(tx: Tx, scope: Scope, wanted: Wanted, claimer: Claimer): Promise<string[]> {
  const taken = await claimFree(tx, scope, wanted, claimer)
  if (taken.length === wanted.count) return taken
  // The queue is short: what others let run out comes back to it.
  await freeEndedClaims(tx, claimer.now)
  return [...taken, ...(await claimFree(tx, scope, { ...wanted, count: wanted.count - taken.length }, claimer))]
}

async function claimFree(tx: Tx, scope: Scope, wanted: Wanted, { accountId, name, now }: Claimer): Promise<string[]> {
  const rows = await byOnePlan(tx, () =>
    tx.rows<{ parcel_id: string }>(sql`
      with next as (
        select p.parcel_id from parcels p
        where p.merchant_id = ${tx.merchantId} and p.review_state = 'awaiting' and p.claimed_by is null and p.fulfilment_state <> 'shipped'
          and ${inFreeParcels(scope)} and (${wanted.shopIds}::uuid[] is null or p.shop_id = any(${wanted.shopIds}::uuid[]))
        order by p.ship_by, p.created_at, p.parcel_id limit ${wanted.count} for update skip locked)
      update parcels set claimed_by = ${accountId}, claimed_name = ${name}, claimed_until = ${leaseEnd(now)}, version = version + 1
      where merchant_id = ${tx.merchantId} and parcel_id in (select parcel_id from next)
      returning parcel_id`),
  )
  return rows.map((row) => row.parcel_id)
}
