/** Log entries: written by the runner, in the transaction of the act; `log_pending` queues them for sealing. */
import type { LogKind } from '#contract/log.ts'
import { recordset, sql, type Tx } from './db.ts'
import { newId } from './ids.ts'
import { canonicalJson, entryLeaf, type LogEntry, type LogEntry2, type LogOutcome } from './log-entry.ts'
import type { ObjectRef } from './operation.ts'

type Optional = 'entryId' | 'kind' | 'app' | 'onBehalfOf' | 'userAgent' | 'before' | 'after'
export type NewLogEntry = Omit<LogEntry2, 'version' | Optional> & { [K in Optional]?: LogEntry2[K] | undefined }

const USER_AGENT_MAX = 200

export async function writeLogEntry(tx: Tx, entry: NewLogEntry): Promise<void> {
  const entryId = entry.entryId ?? newId()
  const kind = entry.kind ?? (entry.outcome === 'refused' ? 'refusal' : 'command')
  await tx.write(sql`
    with entry as (
      insert into log_entries (merchant_id, entry_id, version, at, kind, operation, outcome, actor_kind, actor_id, actor_name, app_id, app_name,
        on_behalf_id, on_behalf_name, via, session_id, ip, user_agent, request_id, why, objects, before, after, details)
      values (${tx.merchantId}, ${entryId}, 2, ${entry.at}, ${kind}, ${entry.operation}, ${entry.outcome}, ${entry.actorKind}, ${entry.actorId},
        ${entry.actorName}, ${entry.app?.appId ?? null}, ${entry.app?.name ?? null}, ${entry.onBehalfOf?.accountId ?? null},
        ${entry.onBehalfOf?.name ?? null}, ${entry.via}, ${entry.sessionId}, ${entry.ip}, ${(entry.userAgent ?? '').slice(0, USER_AGENT_MAX)},
        ${entry.requestId}, ${JSON.stringify(entry.why)}::jsonb, ${JSON.stringify(entry.objects)}::jsonb, ${jsonOrNull(entry.before)}::jsonb,
        ${jsonOrNull(entry.after)}::jsonb, ${JSON.stringify(entry.details)}::jsonb)),
    touched as (
      insert into log_objects (merchant_id, object_kind, object_id, entry_id)
      select distinct ${tx.merchantId}::bigint, o.kind, o.id, ${entryId}::uuid from jsonb_to_recordset(${recordset(entry.objects)}::jsonb) as o(kind text, id text))
    insert into log_pending (merchant_id, entry_id) values (${tx.merchantId}, ${entryId})`)
}

const jsonOrNull = (fields: Record<string, unknown> | null | undefined): string | null => (fields ? JSON.stringify(fields) : null)

export type LogRow = {
  entry_id: string
  version: number
  at: string
  kind: LogKind
  operation: string
  outcome: LogOutcome
  actor_kind: string
  actor_id: string
  actor_name: string
  app_id: string | null
  app_name: string | null
  on_behalf_id: string | null
  on_behalf_name: string | null
  via: string
  session_id: string | null
  ip: string
  user_agent: string
  request_id: string
  why: { grantId: string; role: string }[]
  objects: ObjectRef[]
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  details: Record<string, unknown>
}

/** The entry exactly as it was hashed, rebuilt from its row. */
export function entryOf(row: LogRow): LogEntry {
  const facts = {
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
  if (row.version === 1) return { version: 1, ...facts }
  return { version: row.version as 2, ...facts, ...addedByVersion2(row) }
}

/** What version 1 did not have. */
export const addedByVersion2 = (row: LogRow) => ({
  kind: row.kind,
  app: row.app_id === null ? null : { appId: row.app_id, name: row.app_name ?? '' },
  onBehalfOf: row.on_behalf_id === null ? null : { accountId: row.on_behalf_id, name: row.on_behalf_name ?? '' },
  userAgent: row.user_agent,
  before: row.before,
  after: row.after,
})

export function entryHash(row: LogRow): string {
  const entry = entryOf(row)
  return entryLeaf(entry, canonicalJson(entry))
}
