/**
 * From a row of log_entries straight to the canonical entry: what `entryOf` and `canonicalJson` make, without the objects in between
 * and as one text per row, because a walk over a million rows spends most of its time on taking columns apart. A test holds both
 * ways against each other.
 */

import type { LogKind } from '#contract/log.ts'
import { type Sql, sql } from './db.ts'
import { canonicalJsonb } from './jsonb-canonical.ts'
import { bodyHash, headerText } from './log-entry.ts'

/** Between the columns, as PostgreSQL and as JavaScript write it. Where people choose the text it is written as JSON, so it cannot hold one. */
export const separator = sql`chr(31)`
export const SEPARATOR = '\x1f'
const COLUMNS = 23

const json = (column: Sql): Sql => sql`coalesce(to_json(${column})::text, 'null')`
/** An id that may be missing: nothing, or the id behind a mark. */
const optional = (column: Sql): Sql => sql`coalesce('=' || ${column}, '')`
/** A row `e` of log_entries as one text; the session's time zone must be UTC. */
export const entryText = sql`concat_ws(${separator}, e.entry_id, e.version, e.at, e.kind, e.operation, e.outcome, e.actor_kind, e.actor_id,
  ${json(sql`e.actor_name`)}, ${optional(sql`e.app_id`)}, ${json(sql`e.app_name`)}, ${optional(sql`e.on_behalf_id`)},
  ${json(sql`e.on_behalf_name`)}, e.via, ${optional(sql`e.session_id`)}, e.ip, ${json(sql`e.user_agent`)}, e.request_id, e.why, e.objects, coalesce(e.before::text, 'null'),
  coalesce(e.after::text, 'null'), e.details)`

/** What is hashed, and what a walk wants to know besides. */
export type CanonicalRow = { entryId: string; leafData: string; body: string; kind: LogKind; at: string; entry: string }

/** `columns[first]` and what follows are the columns of `entryText`. */
export function canonicalRow(columns: readonly string[], first = 0): CanonicalRow {
  const c = first === 0 ? columns : columns.slice(first)
  const [entryId = '', version, at = '', kind] = c
  const facts = { entryId, kind: kind as LogKind, at: isoOf(at) }
  // A separator where the application writes none: whatever this is, it is not what was sealed.
  if (c.length !== COLUMNS) return { ...facts, entry: '', body: '', leafData: '' }
  if (version === '1') {
    const entry = version1(c, facts.at)
    return { ...facts, entry, body: '', leafData: entry }
  }
  const entry = version2(c, facts.at)
  const body = bodyHash(entry)
  return { ...facts, entry, body, leafData: headerText({ ...facts, body }) }
}

/** Ids, codes and addresses need no escapes; finding that out costs less than asking for them. */
const PLAIN = /^[\w.:-]*$/
const str = (value = ''): string => (PLAIN.test(value) ? `"${value}"` : JSON.stringify(value))
const optionalId = (id = ''): string => (id === '' ? 'null' : str(id.slice(1)))
const named = (idField: string, id: string | undefined, name: string | undefined): string =>
  id === '' ? 'null' : `{"${idField}":${optionalId(id)},"name":${name === 'null' ? '""' : name}}`

function version2(c: readonly string[], at: string): string {
  return (
    `{"actorId":${str(c[7])},"actorKind":${str(c[6])},"actorName":${c[8]},"after":${canonical(c[21])},"app":${named('appId', c[9], c[10])},` +
    `"at":"${at}","before":${canonical(c[20])},"details":${canonical(c[22])},"entryId":"${c[0]}","ip":${str(c[15])},"kind":${str(c[3])},` +
    `"objects":${canonical(c[19])},"onBehalfOf":${named('accountId', c[11], c[12])},"operation":${str(c[4])},"outcome":${str(c[5])},` +
    `"requestId":${str(c[17])},"sessionId":${optionalId(c[14])},"userAgent":${c[16]},"version":${c[1]},"via":${str(c[13])},"why":${repeated(c[18])}}`
  )
}

/** Version 1 had no more; a row that claims to is a forgery and hashes to something else. */
function version1(c: readonly string[], at: string): string {
  const nothing = { 9: '', 10: 'null', 11: '', 12: 'null', 16: '""', 20: 'null', 21: 'null' }
  const added = Object.entries(nothing).some(([place, text]) => c[Number(place)] !== text)
  return (
    `{"actorId":${str(c[7])},"actorKind":${str(c[6])},"actorName":${c[8]},"at":"${at}","details":${canonical(c[22])},"entryId":"${c[0]}",` +
    `"ip":${str(c[15])},"objects":${canonical(c[19])},"operation":${str(c[4])},"outcome":${str(c[5])},"requestId":${str(c[17])},` +
    `"sessionId":${optionalId(c[14])},"version":1,"via":${str(c[13])},"why":${repeated(c[18])}}` +
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
const canonical = (text = 'null'): string => (text === 'null' || text === '{}' || text === '[]' ? text : canonicalJsonb(text))

/** Which grants allowed an act repeats from row to row. */
const known = new Map<string, string>()
const KNOWN_LIMIT = 1000

function repeated(text = 'null'): string {
  const seen = known.get(text)
  if (seen !== undefined) return seen
  const made = canonical(text)
  if (known.size >= KNOWN_LIMIT) known.clear()
  known.set(text, made)
  return made
}
