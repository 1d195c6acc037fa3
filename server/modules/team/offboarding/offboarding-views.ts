import type { OffboardingView } from '#contract/team-leaving.ts'
import { inRows, type Principal, reachesRow, type Scope, scopeOf } from '#kernel/access.ts'
import { type Reader, sql } from '#kernel/db.ts'
import { readCursor, writeCursor } from '#kernel/keyset.ts'

const PAGE = 50
type Row = {
  offboarding_id: string
  account_id: string
  name: string
  login: string
  state: OffboardingView['state']
  is_automatic: boolean
  started_by: string
  started_name: string
  started_at: string
  handed_over: OffboardingView['handedOver']
  checklist: OffboardingView['checklist']
  signed_name: string | null
  signed_at: string | null
  version: number
}
type Wanted = { accountId?: string; state?: string | undefined; cursor?: string | null | undefined }

/** Cases of people inside the scope, the newest first. */
export async function offboardingList(
  reader: Reader,
  actor: Principal & { scope: Scope },
  wanted: Wanted,
): Promise<{ rows: OffboardingView[]; next: string | null }> {
  const position = readCursor(wanted.cursor)
  const rows = await reader.rows<Row>(sql`
    select o.offboarding_id, o.account_id, a.name, a.login, o.state, o.is_automatic, o.started_by, o.started_name, o.started_at, o.handed_over,
      o.checklist, o.signed_name, o.signed_at, o.version
    from offboardings o join accounts a on a.merchant_id = ${reader.merchantId} and a.account_id = o.account_id
    where o.merchant_id = ${reader.merchantId} and ${inRows(actor.scope, { holder: sql`o.account_id::text` })}
      and (${wanted.accountId ?? null}::uuid is null or o.account_id = ${wanted.accountId ?? null})
      and (${wanted.state ?? null}::text is null or o.state = ${wanted.state ?? null})
      and (${position?.[0] ?? null}::timestamptz is null or (o.started_at, o.offboarding_id) < (${position?.[0] ?? null}::timestamptz, ${position?.[1] ?? null}::uuid))
    order by o.started_at desc, o.offboarding_id desc limit ${PAGE + 1}`)
  const manages = scopeOf(actor, 'team.manage', 'staff')
  const othersSign = await othersMaySign(reader, actor.accountId)
  const shown = rows.slice(0, PAGE)
  const last = rows.length > PAGE ? shown.at(-1) : undefined
  return {
    rows: shown.map((row) => ({
      offboardingId: row.offboarding_id,
      accountId: row.account_id,
      name: row.name,
      login: row.login,
      state: row.state,
      isAutomatic: row.is_automatic,
      startedName: row.started_name,
      startedAt: row.started_at,
      handedOver: row.handed_over,
      checklist: row.checklist,
      signedName: row.signed_name,
      signedAt: row.signed_at,
      version: row.version,
      maySign:
        row.state === 'open' &&
        manages !== undefined &&
        reachesRow(manages, { holderId: row.account_id }) &&
        (row.started_by !== actor.accountId || !othersSign),
    })),
    next: last ? writeCursor([last.started_at, last.offboarding_id]) : null,
  }
}

/** Is there anybody besides this person who could sign: another owner, or an active account that manages staff? */
export async function othersMaySign(reader: Reader, accountId: string): Promise<boolean> {
  const found = await reader.maybe(sql`
    select 1 from accounts a
    where a.merchant_id = ${reader.merchantId} and a.state = 'active' and a.account_id::text <> ${accountId}
      and (a.is_owner or exists (
        select from grants g
        left join departments d on d.merchant_id = ${reader.merchantId} and d.department_id = a.department_id
        left join roles r on r.merchant_id = ${reader.merchantId} and r.role_id::text = g.role
        where g.merchant_id = ${reader.merchantId} and (g.account_id = a.account_id or g.department_id = any(d.path))
          and (g.role in ('administrator', 'supervisor') or 'team.manage' = any(r.permissions)))) limit 1`)
  return found !== undefined
}
