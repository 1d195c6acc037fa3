import type { z } from 'zod'
import type { LogRowView, log } from '#contract/log.ts'
import { inRows, type Scope } from '#kernel/access.ts'
import { addedByVersion2, type LogRow } from '#kernel/audit-log.ts'
import { joinSql, type Reader, type Sql, sql } from '#kernel/db.ts'
import { readCursor, writeCursor } from '#kernel/keyset.ts'

type Filter = z.output<typeof log.readLog.input>
const PAGE = 50

/** One page of the log, newest first. */
export async function logPage(
  reader: Reader,
  filter: Filter,
  visible: Sql,
): Promise<{ rows: LogRowView[]; next: string | null }> {
  const merchant = reader.merchantId
  const wanted: Sql[] = [visible]
  if (filter.actorId) wanted.push(sql`e.actor_id = ${filter.actorId}`)
  if (filter.operation) wanted.push(sql`e.operation = ${filter.operation}`)
  if (filter.outcome) wanted.push(sql`e.outcome = ${filter.outcome}`)
  if (filter.from) wanted.push(sql`e.at >= ${filter.from}`)
  if (filter.to) wanted.push(sql`e.at < ${filter.to}`)
  if (filter.objectId) {
    wanted.push(sql`e.entry_id in (select o.entry_id from log_objects o where o.merchant_id = ${merchant} and o.object_id = ${filter.objectId}
      and o.object_kind = coalesce(${filter.objectKind ?? null}::text, o.object_kind))`)
  }
  const position = readCursor(filter.cursor)
  if (position) wanted.push(sql`(e.at, e.entry_id) < (${position[0]}::timestamptz, ${position[1]}::uuid)`)
  const rows = await reader.rows<LogRow & { seq: string | null }>(sql`
    select e.*, l.seq from log_entries e left join log_leaves l on l.merchant_id = ${merchant} and l.entry_id = e.entry_id
    where e.merchant_id = ${merchant} and ${joinSql(wanted, ' and ')} order by e.at desc, e.entry_id desc limit ${PAGE + 1}`)
  const shown = rows.slice(0, PAGE)
  const last = rows.length > PAGE ? shown.at(-1) : undefined
  return { rows: shown.map(viewOf), next: last ? writeCursor([last.at, last.entry_id]) : null }
}

const viewOf = (row: LogRow & { seq: string | null }): LogRowView => ({
  entryId: row.entry_id,
  at: row.at,
  operation: row.operation,
  outcome: row.outcome,
  actorKind: row.actor_kind,
  actorId: row.actor_id,
  actorName: row.actor_name,
  via: row.via,
  ip: row.ip,
  requestId: row.request_id,
  ...addedByVersion2(row),
  why: row.why,
  objects: row.objects,
  details: row.details,
  seq: row.seq,
})

/** One entry with its place in the sealed log, when `visible` lets the reader see it. */
export const logEntryRow = (
  reader: Reader,
  entryId: string,
  visible: Sql,
): Promise<(LogRow & { seq: string | null }) | undefined> =>
  reader.maybe<LogRow & { seq: string | null }>(sql`
    select e.*, l.seq from log_entries e left join log_leaves l on l.merchant_id = ${reader.merchantId} and l.entry_id = e.entry_id
    where e.merchant_id = ${reader.merchantId} and e.entry_id = ${entryId} and ${visible}`)

/** Whose entries an actor sees: what the persons in its reach did, and what others did for them. */
export const visibleTo = (scope: Scope): Sql =>
  sql`(${inRows(scope, { holder: sql`e.actor_id` })} or (e.on_behalf_id is not null and ${inRows(scope, { holder: sql`e.on_behalf_id` })}))`
