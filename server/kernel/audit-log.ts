/** Log entries: written by the runner, in the transaction of the act; `log_pending` queues them for sealing. */

import { recordset, sql, type Tx } from './db.ts'
import { leafHash } from './merkle.ts'
import type { ObjectRef } from './operation.ts'

export type LogOutcome = 'done' | 'refused'
/** Exactly what is hashed; a change of this shape needs a new `version`. */
export type LogEntry = {
  version: 1
  entryId: string
  /** ISO 8601 UTC with milliseconds. */
  at: string
  operation: string
  outcome: LogOutcome
  actorKind: string
  actorId: string
  actorName: string
  /** web, cli, api, job, mcp */
  via: string
  sessionId: string | null
  ip: string
  requestId: string
  /** The grants that allowed it. */
  why: { grantId: string; role: string }[]
  objects: ObjectRef[]
  details: Record<string, unknown>
}

/** Canonical form: keys in the order of code points at every depth, no white space, UTF-8. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  members.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`
}

export const entryHash = (entry: LogEntry): Buffer => leafHash(Buffer.from(canonicalJson(entry), 'utf8'))

export async function writeLogEntry(tx: Tx, entry: LogEntry): Promise<void> {
  await tx.write(sql`
    with entry as (
      insert into log_entries (merchant_id, entry_id, version, at, operation, outcome, actor_kind, actor_id, actor_name, via, session_id, ip, request_id, why, objects, details)
      values (${tx.merchantId}, ${entry.entryId}, ${entry.version}, ${entry.at}, ${entry.operation}, ${entry.outcome}, ${entry.actorKind}, ${entry.actorId},
        ${entry.actorName}, ${entry.via}, ${entry.sessionId}, ${entry.ip}, ${entry.requestId}, ${JSON.stringify(entry.why)}::jsonb,
        ${JSON.stringify(entry.objects)}::jsonb, ${JSON.stringify(entry.details)}::jsonb)),
    touched as (
      insert into log_objects (merchant_id, object_kind, object_id, entry_id)
      select distinct ${tx.merchantId}::bigint, o.kind, o.id, ${entry.entryId}::uuid from jsonb_to_recordset(${recordset(entry.objects)}::jsonb) as o(kind text, id text))
    insert into log_pending (merchant_id, entry_id) values (${tx.merchantId}, ${entry.entryId})`)
}

export type LogRow = {
  entry_id: string
  version: number
  at: string
  operation: string
  outcome: LogOutcome
  actor_kind: string
  actor_id: string
  actor_name: string
  via: string
  session_id: string | null
  ip: string
  request_id: string
  why: { grantId: string; role: string }[]
  objects: ObjectRef[]
  details: Record<string, unknown>
}

/** The entry exactly as it was hashed, rebuilt from its row. */
export function entryOf(row: LogRow): LogEntry {
  return {
    version: row.version as 1,
    entryId: row.entry_id,
    at: row.at,
    operation: row.operation,
    outcome: row.outcome,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    actorName: row.actor_name,
    via: row.via,
    sessionId: row.session_id,
    ip: row.ip,
    requestId: row.request_id,
    why: row.why,
    objects: row.objects,
    details: row.details,
  }
}
