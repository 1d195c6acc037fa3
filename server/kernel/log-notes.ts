/** What the runner writes into the log about an act it ran or refused. */
import { isDeepStrictEqual } from 'node:util'
import type { Principal } from './access.ts'
import type { NewLogEntry } from './audit-log.ts'
import type { Failure } from './failure.ts'
import type { Actor, Command, LogNote, Query } from './operation.ts'
import type { Caller } from './run-operation.ts'
import { triedObjects } from './tried-objects.ts'

type Fields = Record<string, unknown>
export type FieldChange = { before: Fields; after: Fields }

/** The fields that differ, added to what was told before. */
export function changedFields(before: Fields, after: Fields, earlier: FieldChange = { before: {}, after: {} }): FieldChange {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !isDeepStrictEqual(before[name] ?? null, after[name] ?? null),
  )
  const part = (fields: Fields): Fields => Object.fromEntries(names.map((name) => [name, fields[name] ?? null]))
  return { before: { ...earlier.before, ...part(before) }, after: { ...earlier.after, ...part(after) } }
}

/** Who looks through somebody else's eyes does it himself: he is the actor, on behalf of whom he looks as. */
const inWhoseName = ({ viewedBy, accountId, name, onBehalfOf }: Principal) => (viewedBy ? { accountId, name } : onBehalfOf)

const factsOf = (principal: Principal, caller: Caller, sessionId: string | null) => ({
  actorKind: (principal.viewedBy ?? principal).kind,
  actorId: (principal.viewedBy ?? principal).accountId,
  actorName: (principal.viewedBy ?? principal).name,
  app: principal.app,
  onBehalfOf: inWhoseName(principal),
  via: caller.via,
  sessionId,
  ip: caller.ip,
  userAgent: caller.userAgent,
  requestId: caller.requestId,
})

type Done = { operation: Command | Query; actor: Actor; caller: Caller; now: Date; why: NewLogEntry['why'] }
export function entryFor({ operation, actor, caller, now, why }: Done, note: LogNote, change?: FieldChange): NewLogEntry {
  const isChange = change !== undefined && Object.keys(change.after).length > 0
  return {
    ...factsOf(actor, caller, actor.sessionId),
    at: now.toISOString(),
    kind: note.kind ?? (operation.kind === 'query' ? 'read' : 'command'),
    operation: operation.name,
    outcome: 'done',
    why,
    objects: note.objects,
    before: note.before ?? (isChange ? change.before : null),
    after: note.after ?? (isChange ? change.after : null),
    details: note.details ?? {},
  }
}

type Refused = {
  operation: string
  input: unknown
  actor: Principal
  sessionId: string | null
  caller: Caller
  failure: Failure
  now: Date
}
export function refusalEntry({ operation, input, actor, sessionId, caller, failure, now }: Refused): NewLogEntry {
  return {
    ...factsOf(actor, caller, sessionId),
    at: now.toISOString(),
    kind: 'refusal',
    operation,
    outcome: 'refused',
    why: [],
    objects: triedObjects(input),
    details: { code: failure.definition.code, ...failure.params },
  }
}
