/** Receivers on their way from a platform, who waits for them, and the shop's ration. Locks: ration, receiver, budgets, in this order. */
import { dayOf } from '#kernel/clock.ts'
import { type Reader, type Sql, sql, type Tx } from '#kernel/db.ts'
import { type Expiry, keptSince } from '#kernel/upkeep.ts'
import type { Problem, Ration, Reveal } from './reveal.ts'

const columns: Sql = sql`r.order_id as "orderId", r.shop_id as "shopId", r.ask_number as "askNumber", r.state, r.receiver_print as "receiverPrint",
  r.attempts, r.plain_sealed as "plainSealed", r.relay_until as "relayUntil", r.keep_until as "keepUntil"`

/** The row of an order, locked; a new one is asked for from now on. `isNew`: nobody asked before. */
export async function lockReveal(
  tx: Tx,
  order: { orderId: string; shopId: string },
  now: Date,
): Promise<{ reveal: Reveal; isNew: boolean }> {
  const inserted = await tx.write(sql`
    insert into revealed_receivers (merchant_id, order_id, shop_id, state, next_attempt_at, asked_at)
    values (${tx.merchantId}, ${order.orderId}, ${order.shopId}, 'asking', ${now}, ${now})
    on conflict (merchant_id, order_id) do nothing`)
  const reveal = await knownReveal(tx, order.orderId)
  if (!reveal) throw new Error('the row was removed while it was locked')
  return { reveal, isNew: inserted === 1 }
}

export const knownReveal = (tx: Tx, orderId: string): Promise<Reveal | undefined> =>
  tx.maybe<Reveal>(sql`
    select ${columns} from revealed_receivers r where r.merchant_id = ${tx.merchantId} and r.order_id = ${orderId} for update`)

export const readReveal = (reader: Reader, orderId: string): Promise<Reveal | undefined> =>
  reader.maybe<Reveal>(sql`
    select ${columns} from revealed_receivers r where r.merchant_id = ${reader.merchantId} and r.order_id = ${orderId}`)

/** The platform is to be asked anew: what it told before is forgotten. */
export async function askAnew(tx: Tx, orderId: string, now: Date): Promise<void> {
  await tx.write(sql`
    update revealed_receivers r set state = 'asking', ask_number = r.ask_number + 1, attempts = 0, next_attempt_at = ${now}, asked_at = ${now},
      plain_sealed = null, relay_until = null, keep_until = null
    where r.merchant_id = ${tx.merchantId} and r.order_id = ${orderId}`)
}

export async function askAgainAt(tx: Tx, orderId: string, at: Date): Promise<void> {
  await tx.write(sql`
    update revealed_receivers r set attempts = r.attempts + 1, next_attempt_at = ${at}
    where r.merchant_id = ${tx.merchantId} and r.order_id = ${orderId}`)
}

export async function keepPlain(
  tx: Tx,
  orderId: string,
  told: { sealed: Buffer; relayUntil: string | null; keepUntil: string },
): Promise<void> {
  await tx.write(sql`
    update revealed_receivers r set state = 'told', next_attempt_at = null, plain_sealed = ${told.sealed}, relay_until = ${told.relayUntil},
      keep_until = ${told.keepUntil}
    where r.merchant_id = ${tx.merchantId} and r.order_id = ${orderId}`)
  await tx.write(sql`
    update receiver_looks l set state = 'told' where l.merchant_id = ${tx.merchantId} and l.order_id = ${orderId} and l.state = 'waiting'`)
}

type DueAsk = {
  orderId: string
  askNumber: number
  platformOrderId: string
  receiverKey: string
  receiverSealed: Buffer
}
/** The oldest of a shop that may be asked for now, locked. */
export const lockDueAsk = (tx: Tx, shopId: string, now: Date): Promise<DueAsk | undefined> =>
  tx.maybe<DueAsk>(sql`
    select r.order_id as "orderId", r.ask_number as "askNumber", o.platform_order_id as "platformOrderId", o.receiver_key as "receiverKey",
      o.receiver_sealed as "receiverSealed"
    from revealed_receivers r join orders o on o.merchant_id = ${tx.merchantId} and o.order_id = r.order_id
    where r.merchant_id = ${tx.merchantId} and r.shop_id = ${shopId} and r.state = 'asking' and r.next_attempt_at <= ${now}
    order by r.next_attempt_at, r.order_id limit 1 for update of r`)

/** Whose answer the platform gives now. */
export async function markReceiver(tx: Tx, orderId: string, receiverPrint: string): Promise<void> {
  await tx.write(sql`
    update revealed_receivers r set receiver_print = ${receiverPrint} where r.merchant_id = ${tx.merchantId} and r.order_id = ${orderId}`)
}

export const lockWaitingOrders = (tx: Tx, shopId: string): Promise<{ orderId: string }[]> =>
  tx.rows<{ orderId: string }>(sql`
    select r.order_id as "orderId" from revealed_receivers r
    where r.merchant_id = ${tx.merchantId} and r.shop_id = ${shopId} and r.state = 'asking' order by r.order_id for update`)

export type PaidLook = { payerIds: string[]; spentOn: string }
/** Everybody who waits for these orders is told why nothing came; answers what they paid. */
export async function refuseLooks(tx: Tx, orderIds: readonly string[], { code, params }: Problem): Promise<PaidLook[]> {
  await tx.write(sql`
    update revealed_receivers r set state = 'refused', next_attempt_at = null
    where r.merchant_id = ${tx.merchantId} and r.order_id = any(${[...orderIds]}::uuid[]) and r.state = 'asking'`)
  return tx.rows<PaidLook>(sql`
    update receiver_looks l set state = 'refused', problem = ${code}, problem_params = ${JSON.stringify(params)}::jsonb
    where l.merchant_id = ${tx.merchantId} and l.order_id = any(${[...orderIds]}::uuid[]) and l.state = 'waiting'
    returning l.payer_ids as "payerIds", l.spent_on::text as "spentOn"`)
}

type NewLook = { lookId: string; orderId: string; parcelId: string; accountId: string; payerIds: string[]; now: Date }
export async function insertLook(tx: Tx, look: NewLook): Promise<void> {
  await tx.write(sql`
    insert into receiver_looks (merchant_id, look_id, order_id, parcel_id, account_id, state, payer_ids, spent_on, looked_at)
    values (${tx.merchantId}, ${look.lookId}, ${look.orderId}, ${look.parcelId}, ${look.accountId}, 'waiting', ${look.payerIds}::text[],
      ${dayOf(look.now)}::date, ${look.now})`)
}

export type Look = {
  orderId: string
  parcelId: string
  state: 'waiting' | 'told' | 'refused'
  problem: string
  lookedAt: string
} & {
  problemParams: Record<string, string>
}
export const ownLook = (reader: Reader, lookId: string, accountId: string): Promise<Look | undefined> =>
  reader.maybe<Look>(sql`
    select l.order_id as "orderId", l.parcel_id as "parcelId", l.state, l.problem, l.problem_params as "problemParams", l.looked_at as "lookedAt"
    from receiver_looks l where l.merchant_id = ${reader.merchantId} and l.look_id = ${lookId} and l.account_id = ${accountId}`)

const rationColumns: Sql = sql`a.counted_on::text as "countedOn", a.used, a.next_call_at as "nextCallAt", a.wait_until as "waitUntil"`
export const rationOf = async (reader: Reader, shopId: string, now: Date): Promise<Ration> =>
  (await reader.maybe<Ration>(sql`
    select ${rationColumns} from reveal_rations a where a.merchant_id = ${reader.merchantId} and a.shop_id = ${shopId}`)) ?? {
    ...{ countedOn: dayOf(now), used: 0, nextCallAt: null, waitUntil: null },
  }

export async function lockRation(tx: Tx, shopId: string, now: Date): Promise<Ration> {
  await tx.write(sql`
    insert into reveal_rations (merchant_id, shop_id, counted_on) values (${tx.merchantId}, ${shopId}, ${dayOf(now)}::date)
    on conflict (merchant_id, shop_id) do nothing`)
  const locked = await tx.maybe<Ration>(sql`
    select ${rationColumns} from reveal_rations a where a.merchant_id = ${tx.merchantId} and a.shop_id = ${shopId} for update`)
  if (!locked) throw new Error('the ration of the shop cannot be locked')
  return locked
}

export async function saveRation(tx: Tx, shopId: string, ration: Ration): Promise<void> {
  await tx.write(sql`
    update reveal_rations a set counted_on = ${ration.countedOn}::date, used = ${ration.used}, next_call_at = ${ration.nextCallAt},
      wait_until = ${ration.waitUntil}
    where a.merchant_id = ${tx.merchantId} and a.shop_id = ${shopId}`)
}

/** What was told about another receiver than these orders have by now goes. One that is looked at this moment is left: who looks compares too. */
export async function forgetChanged(tx: Tx, receivers: readonly { orderId: string; receiverPrint: string }[]): Promise<void> {
  await tx.write(sql`
    delete from revealed_receivers r where r.merchant_id = ${tx.merchantId} and r.order_id in (
      select k.order_id from revealed_receivers k
      join jsonb_to_recordset(${JSON.stringify(receivers)}::jsonb) as n("orderId" uuid, "receiverPrint" text) on n."orderId" = k.order_id
      where k.merchant_id = ${tx.merchantId} and k.state = 'told' and k.receiver_print <> n."receiverPrint"
      order by k.order_id for update of k skip locked)`)
}

/** Plain receivers whose relay or time has ended, and refusals nobody reads any more. */
export const endedReveals: Expiry = (tx, now, limit) =>
  tx.write(sql`
    delete from revealed_receivers r where r.merchant_id = ${tx.merchantId} and r.order_id in (
      select e.order_id from revealed_receivers e
      where e.merchant_id = ${tx.merchantId} and e.state <> 'asking'
        and coalesce(e.keep_until, e.asked_at) < case when e.state = 'told' then ${now}::timestamptz else ${keptSince('keepReceiverLooks', now)}::timestamptz end
      order by e.order_id limit ${limit} for update skip locked)`)

export const oldLooks: Expiry = (tx, now, limit) =>
  tx.write(sql`
    delete from receiver_looks l where l.merchant_id = ${tx.merchantId} and l.look_id in (
      select o.look_id from receiver_looks o
      where o.merchant_id = ${tx.merchantId} and o.looked_at < ${keptSince('keepReceiverLooks', now)} order by o.looked_at limit ${limit})`)
