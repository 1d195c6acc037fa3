import type { SessionRow } from '#contract/sign-in.ts'
import { type Reader, sql } from '#kernel/db.ts'
import { deviceName } from './device-rules.ts'

type Row = {
  session_id: string
  created_at: string
  last_seen_at: string
  ip: string
  user_agent: string
  came_by: SessionRow['cameBy']
}

/** The newest use first. */
export async function openSessionsOf(
  reader: Reader,
  accountId: string,
  { currentId, now }: { currentId: string | null; now: Date },
): Promise<SessionRow[]> {
  const rows = await reader.rows<Row>(sql`
    select session_id, created_at, last_seen_at, ip, user_agent, came_by from sessions
    where merchant_id = ${reader.merchantId} and account_id = ${accountId} and ended_at is null and expires_at > ${now}
    order by last_seen_at desc limit 100`)
  return rows.map((row) => ({
    sessionId: row.session_id,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    ip: row.ip,
    device: deviceName(row.user_agent),
    cameBy: row.came_by,
    isCurrent: row.session_id === currentId,
  }))
}
