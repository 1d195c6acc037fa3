/** A random team twice: as rows of the real database, and as Cedar's oracle reads docs/access-model.md. */
import { recordset, sql, type Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { wholeGrant } from '#server/testing/team.ts'
import type { GrantPair } from '../grants/grant.ts'
import { replaceGrants } from '../grants/grant-store.ts'
import type { CedarAccount, CedarGrant, CedarRow, CedarTeam } from './cedar-oracle.ts'
import { accountCount, atHour, builtIn, type GrantPlan, type RowPlan, shifts, type TeamPlan } from './team-plan.ts'

/** The ids that the numbers of a plan stand for. */
export type Ids = { departments: string[]; roles: string[]; accounts: string[]; shops: string[]; warehouses: string[] }
export type StoredTeam = { ids: Ids; cedar: CedarTeam }

const idsFor = (plan: TeamPlan): Omit<Ids, 'shops'> => ({
  departments: plan.parents.map(newId),
  roles: plan.roles.map(newId),
  accounts: plan.accounts.map(newId),
  warehouses: [newId(), newId()],
})
const pick = (ids: readonly string[], place: number): string => ids[place] ?? ''
const bits = (ids: readonly string[], chosen: number): string[] | null =>
  chosen === 0 ? null : ids.filter((_, place) => chosen & (1 << place))
const parentOf = (plan: TeamPlan, place: number): number | null => {
  const parent = plan.parents[place] ?? null
  return parent !== null && parent < place ? parent : null
}

/** Stores a plan for good; `shops` are rows that exist. */
export async function storeTeam(tx: Tx, plan: TeamPlan, shops: readonly string[]): Promise<StoredTeam> {
  const ids: Ids = { ...idsFor(plan), shops: [...shops] }
  const accounts = plan.accounts.map((account, place) => accountOf(account, place, ids))
  await storeDepartments(tx, plan, ids)
  await tx.write(sql`
    insert into roles (merchant_id, role_id, name, permissions, created_by)
    select ${tx.merchantId}, r.role_id, r.role_id, r.permissions, 'test'
    from jsonb_to_recordset(${recordset(plan.roles.map((permissions, place) => ({ role_id: ids.roles[place], permissions })))}::jsonb)
      as r(role_id uuid, permissions text[])`)
  await storeAccounts(tx, plan, accounts)
  const bySubject = Map.groupBy(plan.grants, ({ subject }) => subject)
  for (const [subject, grants] of bySubject) {
    const pairs = grants.map((grant) => pairOf(grant, ids))
    const whom =
      subject < accountCount
        ? { accountId: pick(ids.accounts, subject) }
        : { departmentId: pick(ids.departments, subject - accountCount) }
    await replaceGrants(tx, whom, pairs, 'test')
  }
  const departments = ids.departments.map((id, place) => {
    const parent = parentOf(plan, place)
    return { id, parent: parent === null ? null : pick(ids.departments, parent) }
  })
  const roles = new Map(plan.roles.map((permissions, place) => [pick(ids.roles, place), permissions]))
  return { ids, cedar: { departments, roles, accounts, grants: plan.grants.map((grant) => cedarGrantOf(grant, ids)) } }
}

async function storeDepartments(tx: Tx, plan: TeamPlan, ids: Ids): Promise<void> {
  const paths: string[][] = []
  const rows = ids.departments.map((id, place) => {
    const parent = parentOf(plan, place)
    const path = [...(parent === null ? [] : (paths[parent] ?? [])), id]
    paths.push(path)
    return { department_id: id, parent_id: parent === null ? null : ids.departments[parent], path }
  })
  for (const row of rows)
    await tx.write(sql`
      insert into departments (merchant_id, department_id, parent_id, name, path)
      values (${tx.merchantId}, ${row.department_id}, ${row.parent_id}, ${row.department_id}, ${row.path}::uuid[])`)
}

function accountOf(plan: TeamPlan['accounts'][number], place: number, ids: Ids): CedarAccount {
  const responsible = place >= 3 && plan.agentOf !== null ? pick(ids.accounts, plan.agentOf) : null
  const isOwner = plan.isOwner && responsible === null
  const shift = plan.shift === null ? undefined : shifts[plan.shift]
  return {
    id: pick(ids.accounts, place),
    state: plan.state,
    isOwner,
    department: plan.department === null ? null : pick(ids.departments, plan.department),
    endsAt: plan.endsAt === null || isOwner || responsible !== null ? null : atHour(plan.endsAt),
    hours: shift ? { ...shift, days: [...shift.days], from: minutesOf(shift.from), to: minutesOf(shift.to) } : null,
    responsible,
  }
}
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

async function storeAccounts(tx: Tx, plan: TeamPlan, accounts: readonly CedarAccount[]): Promise<void> {
  const rows = accounts.map((account, place) => {
    const shift = plan.accounts[place]?.shift ?? null
    const { days, from, to, zone } = shifts[shift ?? 0] ?? shifts[0]
    return {
      account_id: account.id,
      kind: account.responsible !== null ? 'agent' : account.endsAt !== null ? 'temporary' : 'person',
      state: account.state,
      is_owner: account.isOwner,
      department_id: account.department,
      ends_at: account.endsAt === null ? null : new Date(account.endsAt).toISOString(),
      work_hours: shift === null ? null : { days, from, to, zone },
      responsible_id: account.responsible,
    }
  })
  await tx.write(sql`
    insert into accounts (merchant_id, account_id, login, name, password_hash, kind, state, is_owner, department_id, ends_at, work_hours, responsible_id)
    select ${tx.merchantId}, a.account_id, a.account_id, a.account_id, 'none', a.kind, a.state, a.is_owner, a.department_id, a.ends_at, a.work_hours,
      a.responsible_id
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as a(account_id uuid, kind text, state text, is_owner boolean, department_id uuid,
      ends_at timestamptz, work_hours jsonb, responsible_id uuid)`)
}

const roleOf = (role: number, ids: Ids): string =>
  builtIn[role] ?? ids.roles[role - builtIn.length] ?? '00000000-0000-4000-8000-000000000000'

function pairOf(plan: GrantPlan, ids: Ids): GrantPair {
  const { holders, from, until } = plan
  return wholeGrant({
    role: roleOf(plan.role, ids),
    shopIds: bits(ids.shops, plan.shops),
    warehouseIds: bits(ids.warehouses, plan.warehouses),
    range: typeof holders === 'number' ? 'department' : holders,
    departmentId: typeof holders === 'number' ? pick(ids.departments, holders) : null,
    ...timesOf(from, until),
    onShift: plan.onShift,
    ipRanges: [...plan.ipRanges],
  })
}
/** A grant that ends before it begins cannot be stored; it begins at once. */
const timesOf = (from: number | null, until: number | null) => {
  const at = (hours: number | null) => (hours === null ? null : new Date(atHour(hours)).toISOString())
  return { from: from !== null && until !== null && from >= until ? null : at(from), until: at(until) }
}

function cedarGrantOf(plan: GrantPlan, ids: Ids): CedarGrant {
  const { subject, holders } = plan
  const { from, until } = timesOf(plan.from, plan.until)
  return {
    subject:
      subject < accountCount
        ? { account: pick(ids.accounts, subject) }
        : { department: pick(ids.departments, subject - accountCount) },
    role: roleOf(plan.role, ids),
    shops: bits(ids.shops, plan.shops) ?? 'all',
    warehouses: bits(ids.warehouses, plan.warehouses) ?? 'all',
    holders: typeof holders === 'number' ? { department: pick(ids.departments, holders) } : holders,
    from: from === null ? null : Date.parse(from),
    until: until === null ? null : Date.parse(until),
    onShift: plan.onShift,
    ipRanges: plan.ipRanges,
  }
}

/** The dimensions that rows of this kind have; docs/access-model.md, "A row". */
export function cedarRowOf({ kind, shop, warehouse, holder }: RowPlan, ids: Ids): CedarRow {
  const held = holder === null ? null : pick(ids.accounts, holder)
  if (kind === 'order') return { shop: pick(ids.shops, shop) }
  if (kind === 'account') return { holder: held ?? pick(ids.accounts, 0) }
  // What the house itself does belongs to nobody's range.
  if (kind === 'entry') return { holder: held ?? 'system:test' }
  return { shop: pick(ids.shops, shop), warehouse: warehouse === null ? null : pick(ids.warehouses, warehouse), holder: held }
}
