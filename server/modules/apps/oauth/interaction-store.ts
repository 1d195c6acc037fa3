/** Visits that ask for consent. They begin before anybody is signed in, so they stand beside the merchants' tables; all expire in minutes. */
import { type Directory, type Reader, sql, type Tx } from '#kernel/db.ts'
import { hashSecret } from '../secrets.ts'

/** The visit's id stands in its own payload; there it is replaced, or the hash would hide nothing. */
const ID_PLACE = '{visit}'
const hideId = (payload: unknown, id: string): string => JSON.stringify(payload).replaceAll(id, ID_PLACE)
const showId = (payload: unknown, id: string): Record<string, unknown> =>
  JSON.parse(JSON.stringify(payload).replaceAll(ID_PLACE, id)) as Record<string, unknown>

export async function saveInteraction(
  directory: Directory,
  visit: { id: string; clientId: string; payload: Record<string, unknown>; now: Date; expiresAt: Date },
): Promise<void> {
  await directory.write(sql`delete from directory.oauth_interactions where expires_at < ${visit.now}`)
  await directory.write(sql`
    insert into directory.oauth_interactions (interaction_hash, merchant_id, payload, expires_at)
    select ${hashSecret(visit.id)}, c.merchant_id, ${hideId(visit.payload, visit.id)}::jsonb, ${visit.expiresAt}
    from directory.oauth_clients c where c.client_id = ${visit.clientId}
    on conflict (interaction_hash) do update set payload = excluded.payload`)
}

export type Interaction = { merchantId: string; payload: Record<string, unknown>; decidedSession: string | null }
type Row = { merchant_id: string; payload: unknown; decided_session: string | null }

const toInteraction = (row: Row | undefined, id: string): Interaction | undefined =>
  row && { merchantId: row.merchant_id, payload: showId(row.payload, id), decidedSession: row.decided_session }

export async function findInteraction(reader: Pick<Reader, 'maybe'>, id: string, now: Date): Promise<Interaction | undefined> {
  const row = await reader.maybe<Row>(sql`
    select merchant_id, payload, decided_session from directory.oauth_interactions
    where interaction_hash = ${hashSecret(id)} and expires_at > ${now}`)
  return toInteraction(row, id)
}

/** Held until the decision is written: it is made once. */
export async function lockInteraction(tx: Tx, id: string, now: Date): Promise<Interaction | undefined> {
  const row = await tx.maybe<Row>(sql`
    select merchant_id, payload, decided_session from directory.oauth_interactions
    where interaction_hash = ${hashSecret(id)} and merchant_id = ${tx.merchantId} and expires_at > ${now} for update`)
  return toInteraction(row, id)
}

export async function decideInteraction(
  tx: Tx,
  id: string,
  decision: { result: Record<string, unknown>; sessionId: string },
): Promise<void> {
  await tx.write(sql`
    update directory.oauth_interactions
    set payload = jsonb_set(payload, '{result}', ${JSON.stringify(decision.result)}::jsonb), decided_session = ${decision.sessionId}
    where interaction_hash = ${hashSecret(id)} and merchant_id = ${tx.merchantId}`)
}

export async function deleteInteraction(directory: Directory, id: string): Promise<void> {
  await directory.write(sql`delete from directory.oauth_interactions where interaction_hash = ${hashSecret(id)}`)
}
