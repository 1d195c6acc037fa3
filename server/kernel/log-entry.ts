/**
 * A log entry, and the exact bytes of it that are hashed. The canonical form is RFC 8785 (JCS): keys in the order of UTF-16 code
 * units at every depth, no white space. docs/log-format.md says the same for outsiders.
 *
 * Version 1: leaf data = canonical entry. Version 2: leaf data = canonical *header* {at, body, entryId, kind, version}, where `body`
 * is the SHA-256 of the canonical entry. A purge keeps the header, so the tree goes on proving when the entry was made and of which
 * kind it was, and thereby that its time was over.
 */
import { hash } from 'node:crypto'
import type { LogKind } from '#contract/log.ts'
import { type Hash, leafHash } from './merkle.ts'
import type { ObjectRef } from './operation.ts'

export type LogOutcome = 'done' | 'refused'
type LogFacts = {
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
type LogEntry1 = LogFacts & { version: 1 }
/** Exactly what is hashed; a change of this shape needs a new `version`. */
export type LogEntry2 = LogFacts & {
  version: 2
  kind: LogKind
  /** By which app; null = by none. */
  app: { appId: string; name: string } | null
  /** For whom: a person whose agent acts, or whose view is looked at. */
  onBehalfOf: { accountId: string; name: string } | null
  userAgent: string
  /** What the act changed, field by field; null where it changes nothing that can be shown. */
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}
export type LogEntry = LogEntry1 | LogEntry2

/** RFC 8785; members that are undefined are left out. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const names = Object.keys(value).sort()
  let text = ''
  for (const name of names) {
    const member = (value as Record<string, unknown>)[name]
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(member)}`
  }
  return `{${text}}`
}

/** What a purge leaves of an entry. */
export type LogHeader = Pick<LogEntry2, 'at' | 'entryId' | 'kind'> & {
  /** SHA-256 of the canonical entry, base64. */
  body: string
}
/** Canonical JSON by construction: the members stand in order and hold nothing that JSON would escape. */
export const headerText = ({ at, body, entryId, kind }: LogHeader): string =>
  `{"at":"${at}","body":"${body}","entryId":"${entryId}","kind":"${kind}","version":2}`

export const bodyHash = (canonicalEntry: string): string => hash('sha256', canonicalEntry, 'base64')
const headerOf = (entry: Pick<LogEntry2, 'at' | 'entryId' | 'kind'>, canonicalEntry: string): LogHeader => ({
  at: entry.at,
  entryId: entry.entryId,
  kind: entry.kind,
  body: bodyHash(canonicalEntry),
})

/** The leaf of an entry whose canonical form is known. */
export function entryLeaf(entry: LogEntry, canonicalEntry: string): Hash {
  return leafHash(entry.version === 1 ? canonicalEntry : headerText(headerOf(entry, canonicalEntry)))
}
