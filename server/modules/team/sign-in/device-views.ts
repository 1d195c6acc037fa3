import type { DeviceRow } from '#contract/sign-in.ts'
import { type Reader, sql } from '#kernel/db.ts'

type Row = { device_id: string; name: string; first_seen_at: string; last_seen_at: string; is_current: boolean }

/** The latest sign-in first. */
export async function knownDevicesOf(reader: Reader, accountId: string, sessionId: string | null): Promise<DeviceRow[]> {
  const rows = await reader.rows<Row>(sql`
    select d.device_id, d.name, d.first_seen_at, d.last_seen_at,
      exists (select 1 from sessions s where s.merchant_id = ${reader.merchantId} and s.session_id::text = ${sessionId}
        and s.device_id = d.device_id) as is_current
    from known_devices d where d.merchant_id = ${reader.merchantId} and d.account_id = ${accountId}
    order by d.last_seen_at desc, d.device_id limit 100`)
  return rows.map((row) => ({
    deviceId: row.device_id,
    device: row.name === '' ? null : row.name,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    isCurrent: row.is_current,
  }))
}
