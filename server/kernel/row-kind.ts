/** Kinds of rows that rights reach, so that "may they, on this row?" can be asked about anything: explanations, AuthZEN. */
import type { AccessRule, Row, Scope } from './access.ts'
import type { Reader } from './db.ts'

/** `limit` ids in ascending order behind `after`; null = from the first. `now`: leases and the like are judged at this moment. */
export type IdPage = { after: string | null; limit: number; now: Date }

/** Contributed by the module whose rows they are. `read` and `ids` must agree: an id is listed exactly when its row is reached. */
export type RowKind = {
  /** The word the log uses for such an object: parcel, shop, account. */
  kind: string
  /** What lets one see rows of this kind at all. */
  view: AccessRule
  /** Where the row lies; undefined when there is none. `id` is a UUID. */
  read(reader: Reader, id: string, now: Date): Promise<Row | undefined>
  ids(reader: Reader, scope: Scope, page: IdPage): Promise<string[]>
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
export const isUuid = (text: string): boolean => UUID.test(text)

/** The row as rights see it; undefined when there is none, or no such kind. */
export async function readRow(
  kinds: ReadonlyMap<string, RowKind>,
  reader: Reader,
  wanted: { kind: string; id: string },
  now: Date,
): Promise<Row | undefined> {
  return isUuid(wanted.id) ? kinds.get(wanted.kind)?.read(reader, wanted.id.toLowerCase(), now) : undefined
}
