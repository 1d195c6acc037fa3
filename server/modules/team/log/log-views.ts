import type { z } from 'zod'
import type { LogRowView, log } from '#contract/log.ts'
import { inRows, type Scope } from '#kernel/access.ts'
import { addedByVersion2, type LogRow } from '#kernel/audit-log.ts'
import { joinSql, type Reader, type Sql, sql } from '#kernel/db.ts'
import { readCursor, writeCursor } from '#kernel/keyset.ts'
import type { ObjectRef } from '#kernel/operation.ts'

type Filter = z.output<typeof log.readLog.input>
type Row = LogRow & { seq: string | null }
const PAGE = 50
const OBJECTS_SHOWN = 50

/** Whose entries an actor sees: what the persons in its reach did, and what others did for them. */
export const visibleTo = (scope: Scope): Sql =>
  sql`(${inRows(scope, { holder: sql`e.actor_id` })} or (e.on_behalf_id is not null and ${inRows(scope, { holder: sql`e.on_behalf_id` })}))`

export const ownOf = (accountId: string): Sql => sql`(e.actor_id = ${accountId} or e.on_behalf_id = ${accountId})`

const touching = (reader: Reader, objectId: string, objectKind: string | null): Sql => sql`
  e.entry_id in (select o.entry_id from log_objects o where o.merchant_id = ${reader.merchantId} and o.object_id = ${objectId}
    and o.object_kind = coalesce(${objectKind}::text, o.object_kind))`

function conditions(reader: Reader, filter: Filter): Sql[] {
  const { actorId, personId, operation, operations, kind, outcome, objectKind, objectId, appId, requestId, from, to } = filter
  const position = readCursor(filter.cursor)
  return [
    ...(actorId ? [sql`e.actor_id = ${actorId}`] : []),
    ...(personId ? [sql`(${ownOf(personId)} or ${touching(reader, personId, 'account')})`] : []),
    ...(operation ? [sql`e.operation = ${operation}`] : []),
    ...(operations ? [sql`e.operation = any(${operations}::text[])`] : []),
    ...(kind ? [sql`e.kind = ${kind}`] : []),
    ...(outcome ? [sql`e.outcome = ${outcome}`] : []),
    ...(objectId ? [touching(reader, objectId, objectKind ?? null)] : []),
    ...(appId ? [sql`e.app_id = ${appId}`] : []),
    ...(requestId ? [sql`e.request_id = ${requestId}`] : []),
    ...(from ? [sql`e.at >= ${from}`] : []),
    ...(to ? [sql`e.at < ${to}`] : []),
    ...(position ? [sql`(e.at, e.entry_id) < (${position[0]}::timestamptz, ${position[1]}::uuid)`] : []),
  ]
}

/** One page of the log, newest first. */
export async function logPage(
  reader: Reader,
  filter: Filter,
  visible: Sql,
): Promise<{ rows: LogRowView[]; next: string | null }> {
  const merchant = reader.merchantId
  const wanted = joinSql([visible, ...conditions(reader, filter)], ' and ')
  const rows = await reader.rows<Row>(sql`
    select e.*, l.seq from log_entries e left join log_leaves l on l.merchant_id = ${merchant} and l.entry_id = e.entry_id
    where e.merchant_id = ${merchant} and ${wanted} order by e.at desc, e.entry_id desc limit ${PAGE + 1}`)
  const shown = rows.slice(0, PAGE)
  const last = rows.length > PAGE ? shown.at(-1) : undefined
  const nameOf = await objectNames(reader, shown)
  return { rows: shown.map((row) => viewOf(row, nameOf)), next: last ? writeCursor([last.at, last.entry_id]) : null }
}

const viewOf = (row: Row, nameOf: NameOf): LogRowView => ({
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
  objects: row.objects.slice(0, OBJECTS_SHOWN).map((object) => ({ ...object, name: nameOf(object) })),
  objectCount: row.objects.length,
  details: row.details,
  seq: row.seq,
})

type NameOf = (object: ObjectRef) => string | null

/** Names of the persons, departments and roles among the objects, as they are called today. */
async function objectNames(reader: Reader, rows: readonly Row[]): Promise<NameOf> {
  const objects = rows.flatMap((row) => row.objects.slice(0, OBJECTS_SHOWN))
  const ids = (kind: string) => [
    ...new Set(objects.filter((object) => object.kind === kind && isUuid(object.id)).map(({ id }) => id)),
  ]
  const named = await reader.rows<{ kind: string; id: string; name: string }>(sql`
    select 'account' as kind, account_id as id, name from accounts
      where merchant_id = ${reader.merchantId} and account_id = any(${ids('account')}::uuid[])
    union all select 'department', department_id, name from departments
      where merchant_id = ${reader.merchantId} and department_id = any(${ids('department')}::uuid[])
    union all select 'role', role_id, name from roles
      where merchant_id = ${reader.merchantId} and role_id = any(${ids('role')}::uuid[])`)
  const names = new Map(named.map(({ kind, id, name }) => [`${kind}/${id}`, name]))
  return ({ kind, id }) => names.get(`${kind}/${id}`) ?? null
}
/** A refused request may have named anything. */
const isUuid = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)

/** One entry with its place in the sealed log, when `visible` lets the reader see it. */
export const logEntryRow = (reader: Reader, entryId: string, visible: Sql): Promise<Row | undefined> =>
  reader.maybe<Row>(sql`
    select e.*, l.seq from log_entries e left join log_leaves l on l.merchant_id = ${reader.merchantId} and l.entry_id = e.entry_id
    where e.merchant_id = ${reader.merchantId} and e.entry_id = ${entryId} and ${visible}`)
