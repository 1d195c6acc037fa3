/** A person's own saved filters of lists. */
import { type Reader, sql, type Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'

export type SavedView = { viewId: string; name: string; page: 'orders' | 'parcels'; filters: Record<string, unknown> }

export const viewsOf = (reader: Reader, accountId: string): Promise<SavedView[]> =>
  reader.rows<SavedView>(sql`
    select view_id as "viewId", name, page, filters from saved_views
    where merchant_id = ${reader.merchantId} and account_id = ${accountId} order by page, name`)

/** Answers the id. A view of the same page and name is written over (constraint saved_views unique per account, page, name). */
export async function putView(tx: Tx, accountId: string, view: Omit<SavedView, 'viewId'>): Promise<string> {
  const [row] = await tx.rows<{ view_id: string }>(sql`
    insert into saved_views (merchant_id, view_id, account_id, name, page, filters)
    values (${tx.merchantId}, ${newId()}, ${accountId}, ${view.name}, ${view.page}, ${JSON.stringify(view.filters)}::jsonb)
    on conflict (merchant_id, account_id, page, name) do update set filters = excluded.filters
    returning view_id`)
  if (!row) throw new Error('a saved view was neither inserted nor updated')
  return row.view_id
}

/** False when this person has no such view. */
export const dropView = async (tx: Tx, accountId: string, viewId: string): Promise<boolean> =>
  (await tx.write(
    sql`delete from saved_views where merchant_id = ${tx.merchantId} and account_id = ${accountId} and view_id = ${viewId}`,
  )) > 0
