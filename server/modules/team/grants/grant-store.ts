import { recordset, sql, type Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { GrantPair, Subject } from './grant.ts'
import { contentOf } from './grant-rules.ts'
import { storedGrants } from './grant-views.ts'

/** Makes these pairs the only ones of the subject; a grant that stays the same keeps its id, its giver and its day. Answers what it had before. */
export async function replaceGrants(
  tx: Tx,
  subject: Subject,
  pairs: readonly GrantPair[],
  grantedBy: string,
): Promise<GrantPair[]> {
  const [accountId, departmentId] = 'accountId' in subject ? [subject.accountId, null] : [null, subject.departmentId]
  const known = await storedGrants(tx, accountId ? { accountIds: [accountId] } : { departmentIds: [departmentId ?? ''] })
  const wanted = new Map(pairs.map((pair) => [contentOf(pair), pair]))
  const kept = new Set(known.map(contentOf).filter((content) => wanted.has(content)))
  const gone = known.filter((grant) => !kept.has(contentOf(grant))).map(({ grantId }) => grantId)
  const rows = [...wanted].filter(([content]) => !kept.has(content)).map(([, pair]) => rowOf(pair))
  await tx.write(sql`delete from grants where merchant_id = ${tx.merchantId} and grant_id = any(${gone}::uuid[])`)
  await tx.write(sql`
    insert into grants (merchant_id, grant_id, account_id, department_id, role, shop_ids, warehouse_ids, data_range, range_department_id, from_at,
      until_at, limits, on_shift, ip_ranges, granted_by)
    select ${tx.merchantId}, g.grant_id, ${accountId}::uuid, ${departmentId}::uuid, g.role, g.shop_ids, g.warehouse_ids, g.data_range,
      g.range_department_id, g.from_at, g.until_at, g.limits, g.on_shift, g.ip_ranges, ${grantedBy}
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as g(grant_id uuid, role text, shop_ids uuid[], warehouse_ids uuid[], data_range text,
      range_department_id uuid, from_at timestamptz, until_at timestamptz, limits jsonb, on_shift boolean, ip_ranges text[])`)
  return known
}

const rowOf = (pair: GrantPair) => ({
  grant_id: newId(),
  role: pair.role,
  shop_ids: pair.shopIds,
  warehouse_ids: pair.warehouseIds,
  data_range: pair.range,
  range_department_id: pair.range === 'department' ? pair.departmentId : null,
  from_at: pair.from,
  until_at: pair.until,
  limits: Object.fromEntries(Object.entries(pair.limits).filter(([, limit]) => limit !== null)),
  on_shift: pair.onShift,
  ip_ranges: pair.ipRanges,
})
