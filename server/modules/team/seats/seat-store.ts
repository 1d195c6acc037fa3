/**
 * Seats are rows: the level's and those of packs. Whoever joins writes itself into a free row, so no number of joiners at the same time
 * can hold more seats than there are (primary key and unique holder of `seats`). Who leaves frees the row.
 */
import { errors } from '#contract/errors.ts'
import { recordset, sql, type Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { ruleValue } from '#kernel/rule-packs.ts'

export type ShopLevel = 'heart' | 'diamond' | 'crown' | 'redCrown' | 'tmall'
export const LEVEL_SOURCE = 'level'

/** Takes a free seat that is valid now. Throws noSeat. */
export async function takeSeat(tx: Tx, accountId: string, now: Date): Promise<void> {
  await ensureSeats(tx)
  const taken = await tx.write(sql`
    update seats set holder_id = ${accountId} where merchant_id = ${tx.merchantId} and holder_id is null and seat_no = (
      select s.seat_no from seats s
      where s.merchant_id = ${tx.merchantId} and s.holder_id is null and (s.valid_until is null or s.valid_until > ${now})
      order by s.seat_no limit 1 for update)`)
  if (taken === 1) return
  const count = await tx.maybe<{ n: number }>(sql`
    select count(*)::int as n from seats where merchant_id = ${tx.merchantId} and (valid_until is null or valid_until > ${now})`)
  fail(errors.noSeat, { seats: count?.n ?? 0 })
}

export async function freeSeats(tx: Tx, accountIds: readonly string[]): Promise<void> {
  await tx.write(sql`
    update seats set holder_id = null where merchant_id = ${tx.merchantId} and holder_id = any(${[...accountIds]}::uuid[])`)
}

/** A merchant that has no seat rows yet gets those of its level. */
export async function ensureSeats(tx: Tx): Promise<void> {
  const known = await tx.maybe(sql`select 1 from seats where merchant_id = ${tx.merchantId} limit 1`)
  if (known) return
  const state = await tx.maybe<{ shop_level: ShopLevel }>(
    sql`select shop_level from team_state where merchant_id = ${tx.merchantId}`,
  )
  await addSeats(tx, LEVEL_SOURCE, ruleValue('seats', state?.shop_level ?? 'tmall', 'seats'), null)
}

export async function addSeats(tx: Tx, source: string, count: number, validUntil: string | null): Promise<void> {
  const last = await tx.maybe<{ n: number }>(
    sql`select coalesce(max(seat_no), 0)::int as n from seats where merchant_id = ${tx.merchantId}`,
  )
  const rows = Array.from({ length: count }, (_, place) => ({ seat_no: (last?.n ?? 0) + place + 1 }))
  await tx.write(sql`
    insert into seats (merchant_id, seat_no, source, valid_until)
    select ${tx.merchantId}, s.seat_no, ${source}, ${validUntil}::timestamptz from jsonb_to_recordset(${recordset(rows)}::jsonb) as s(seat_no int)`)
}

type Held = { seat_no: number; holder_id: string | null }
/**
 * Takes seats away: of a source until `keep` of it are left, or those whose time is over. Holders move to free seats; where there are
 * none, the newest pending invitations go first, then the people who were away longest are frozen. Nobody is deleted.
 */
export async function withdrawSeats(
  tx: Tx,
  which: { source: string; keep: number } | { over: Date },
  now: Date,
): Promise<{ voided: string[]; frozen: string[] }> {
  const going =
    'over' in which
      ? await tx.rows<Held>(sql`
          select seat_no, holder_id from seats where merchant_id = ${tx.merchantId} and valid_until <= ${which.over} order by seat_no`)
      : await tx.rows<Held>(sql`
          select seat_no, holder_id from seats where merchant_id = ${tx.merchantId} and source = ${which.source}
          order by holder_id is not null desc, seat_no offset ${which.keep}`)
  if (going.length === 0) return { voided: [], frozen: [] }
  await tx.write(sql`
    delete from seats where merchant_id = ${tx.merchantId} and seat_no = any(${going.map((seat) => seat.seat_no)}::int[])`)
  const homeless = going.flatMap((seat) => seat.holder_id ?? [])
  const free = await tx.rows<Held>(sql`
    select seat_no, holder_id from seats
    where merchant_id = ${tx.merchantId} and holder_id is null and (valid_until is null or valid_until > ${now}) order by seat_no`)
  const evicted = await firstToGo(tx, homeless, homeless.length - free.length)
  const gone = new Set([...evicted.voided, ...evicted.frozen])
  await freeSeats(tx, [...gone])
  for (const accountId of homeless.filter((id) => !gone.has(id))) await takeSeat(tx, accountId, now)
  return evicted
}

/** Among all who hold a seat or just lost theirs. */
async function firstToGo(tx: Tx, homeless: readonly string[], count: number): Promise<{ voided: string[]; frozen: string[] }> {
  if (count <= 0) return { voided: [], frozen: [] }
  const rows = await tx.rows<{ account_id: string; state: string }>(sql`
    select a.account_id, a.state from accounts a
    where a.merchant_id = ${tx.merchantId} and (a.account_id = any(${[...homeless]}::uuid[])
      or exists (select from seats s where s.merchant_id = ${tx.merchantId} and s.holder_id = a.account_id))
    order by a.state = 'invited' desc, case when a.state = 'invited' then a.created_at end desc,
      (select max(v.last_seen_at) from sessions v where v.merchant_id = ${tx.merchantId} and v.account_id = a.account_id) asc nulls first,
      a.created_at, a.account_id
    limit ${count}`)
  const of = (isInvited: boolean) =>
    rows.filter(({ state }) => (state === 'invited') === isInvited).map(({ account_id: accountId }) => accountId)
  return { voided: of(true), frozen: of(false) }
}

/** Gives these accounts a seat again where they have lost theirs. Throws noSeat. */
export async function requireSeats(tx: Tx, accountIds: readonly string[], now: Date): Promise<void> {
  const without = await tx.rows<{ account_id: string }>(sql`
    select a.account_id from accounts a
    where a.merchant_id = ${tx.merchantId} and a.account_id = any(${[...accountIds]}::uuid[]) and a.kind = 'person' and not a.is_owner
      and not exists (select from seats s where s.merchant_id = ${tx.merchantId} and s.holder_id = a.account_id) order by a.account_id`)
  for (const { account_id: accountId } of without) await takeSeat(tx, accountId, now)
}

export async function setShopLevelTo(tx: Tx, level: ShopLevel): Promise<void> {
  await ensureSeats(tx)
  await tx.write(sql`update team_state set shop_level = ${level} where merchant_id = ${tx.merchantId}`)
}
