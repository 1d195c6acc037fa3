/** The tracing services a merchant has bound. What was typed is sealed; it is opened where a service is called or its push is verified. */
import { type Reader, sql, type Tx } from '#kernel/db.ts'

export type BoundService = {
  service: string
  version: number
  problem: string
  waitUntil: string | null
  sealed: Buffer
}

export function boundServices(reader: Reader): Promise<BoundService[]> {
  return reader.rows<BoundService>(sql`
    select service, version, problem, wait_until as "waitUntil", credentials_sealed as sealed
    from tracing_services where merchant_id = ${reader.merchantId} order by service`)
}

/** False when somebody has changed it since `version`; 0 = it is new. */
export async function saveService(tx: Tx, service: string, sealed: Buffer, version: number): Promise<boolean> {
  const saved =
    version === 0
      ? await tx.write(sql`
          insert into tracing_services (merchant_id, service, credentials_sealed) values (${tx.merchantId}, ${service}, ${sealed})
          on conflict (merchant_id, service) do nothing`)
      : await tx.write(sql`
          update tracing_services set credentials_sealed = ${sealed}, version = version + 1, problem = '', wait_until = null
          where merchant_id = ${tx.merchantId} and service = ${service} and version = ${version}`)
  return saved === 1
}

export async function removeService(tx: Tx, service: string, version: number): Promise<boolean> {
  const removed = await tx.write(sql`
    delete from tracing_services where merchant_id = ${tx.merchantId} and service = ${service} and version = ${version}`)
  if (removed === 1)
    await tx.write(
      sql`update traces set subscribed_with = '' where merchant_id = ${tx.merchantId} and subscribed_with = ${service}`,
    )
  return removed === 1
}

export async function noteServiceProblem(tx: Tx, service: string, problem: string, waitUntil: string | null): Promise<void> {
  await tx.write(sql`
    update tracing_services set problem = ${problem.slice(0, 500)}, wait_until = ${waitUntil}
    where merchant_id = ${tx.merchantId} and service = ${service} and (problem, wait_until) is distinct from (${problem.slice(0, 500)}, ${waitUntil}::timestamptz)`)
}

/** Numbers nobody could follow so far are asked about at once. */
export async function askSoon(tx: Tx, since: Date, now: Date): Promise<void> {
  await tx.write(sql`
    update traces set next_query_at = ${now}
    where merchant_id = ${tx.merchantId} and shipped_at >= ${since} and state not in ('delivered', 'returned') and subscribed_with = ''`)
}
