/**
 * From the texts of a row of log_entries straight to the canonical entry: what `entryOf` and `canonicalJson` make, without the
 * objects in between. A test holds both against each other.
 */

import type { LogKind } from '#contract/log.ts'
import { sql } from './db.ts'
import { canonicalJsonb } from './jsonb-canonical.ts'
import { bodyHash, headerText } from './log-entry.ts'

/** The columns in the order of `EntryTexts`; the session's time zone must be UTC. */
export const entryColumns = sql`e.entry_id, e.version, e.at, e.kind, e.operation, e.outcome, e.actor_kind, e.actor_id, e.actor_name, e.app_id, e.app_name,
  e.on_behalf_id, e.on_behalf_name, e.via, e.session_id, e.ip, e.user_agent, e.request_id, e.why, e.objects, e.before, e.after, e.details`
export const ENTRY_COLUMNS = 23

type Text = string | null
/** What is hashed, and what the walk wants to know besides; undefined when the row has no entry. */
export type CanonicalRow = { entryId: string; leafData: string; body: string; kind: LogKind; at: string; entry: string }

/** `columns` holds `entryColumns` from `start` on. */
export function canonicalRow(columns: readonly Text[], start: number): CanonicalRow | undefined {
  const entryId = columns[start]
  if (entryId == null) return undefined
  const text = (place: number): string => columns[start + place] ?? ''
  const at = isoOf(text(2))
  if (text(1) === '1') {
    const entry = version1(columns, start, entryId, at)
    return { entryId, at, kind: text(3) as LogKind, entry, body: '', leafData: entry }
  }
  const entry = version2(columns, start, entryId, at)
  const body = bodyHash(entry)
  const kind = text(3) as LogKind
  return { entryId, at, kind, entry, body, leafData: headerText({ at, body, entryId, kind }) }
}

const str = (value: Text | undefined): string => JSON.stringify(value ?? null)

function version2(c: readonly Text[], s: number, entryId: string, at: string): string {
  const app = c[s + 9] == null ? 'null' : `{"appId":${str(c[s + 9])},"name":${JSON.stringify(c[s + 10] ?? '')}}`
  const person = c[s + 11] == null ? 'null' : `{"accountId":${str(c[s + 11])},"name":${JSON.stringify(c[s + 12] ?? '')}}`
  return (
    `{"actorId":${str(c[s + 7])},"actorKind":${str(c[s + 6])},"actorName":${str(c[s + 8])},"after":${json(c[s + 21])},"app":${app},` +
    `"at":"${at}","before":${json(c[s + 20])},"details":${json(c[s + 22])},"entryId":"${entryId}","ip":${str(c[s + 15])},` +
    `"kind":${str(c[s + 3])},"objects":${json(c[s + 19])},"onBehalfOf":${person},"operation":${str(c[s + 4])},"outcome":${str(c[s + 5])},` +
    `"requestId":${str(c[s + 17])},"sessionId":${str(c[s + 14])},"userAgent":${str(c[s + 16])},"version":${c[s + 1]},"via":${str(c[s + 13])},` +
    `"why":${knownJson(c[s + 18])}}`
  )
}

/** Version 1 had no more; a row that claims to is a forgery and hashes to something else. */
function version1(c: readonly Text[], s: number, entryId: string, at: string): string {
  const added = [9, 10, 11, 12, 20, 21].some((place) => c[s + place] != null) || c[s + 16] !== ''
  return (
    `{"actorId":${str(c[s + 7])},"actorKind":${str(c[s + 6])},"actorName":${str(c[s + 8])},"at":"${at}","details":${json(c[s + 22])},` +
    `"entryId":"${entryId}","ip":${str(c[s + 15])},"objects":${json(c[s + 19])},"operation":${str(c[s + 4])},"outcome":${str(c[s + 5])},` +
    `"requestId":${str(c[s + 17])},"sessionId":${str(c[s + 14])},"version":1,"via":${str(c[s + 13])},"why":${knownJson(c[s + 18])}}` +
    (added ? ' with fields that version 1 did not have' : '')
  )
}

/** `2026-11-30 14:45:13.12+00` → `2026-11-30T14:45:13.120Z`; finer digits stay, so that they show. */
function isoOf(text: string): string {
  if (!text.endsWith('+00') || text[10] !== ' ') return text
  const fraction = text.length > 22 ? text.slice(20, -3) : ''
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.padEnd(3, '0')}Z`
}

/** The canonical form of a jsonb column's text. */
const json = (text: Text | undefined): string =>
  text == null ? 'null' : text === '{}' || text === '[]' ? text : canonicalJsonb(text)

/** Which grants allowed an act repeats from row to row. */
const known = new Map<string, string>()
const KNOWN_LIMIT = 1000

function knownJson(text: Text | undefined): string {
  const seen = known.get(text ?? '')
  if (seen !== undefined) return seen
  const canonical = json(text)
  if (known.size >= KNOWN_LIMIT) known.clear()
  known.set(text ?? '', canonical)
  return canonical
}
