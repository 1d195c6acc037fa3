/**
 * Who may do what, on which rows. A grant is a *pair* of permissions and reach: the rows an actor reaches with a permission are the
 * union over the grants that carry **that** permission, never all rights times all reaches. docs/access-model.md is the specification;
 * a Cedar translation of it is held against this file by tests.
 */

import { errors } from '#contract/errors.ts'
import { type Permission, permissions } from '#contract/permissions.ts'
import { joinSql, type Sql, sql } from './db.ts'
import { fail } from './failure.ts'
import type { Branded, MerchantId } from './ids.ts'

/**
 * `shop`: rows belong to shops and are filtered. `staff`: rows are persons and what is theirs, filtered by the data range. `merchant`:
 * counts everywhere, needs a grant without any limit. `shared`: belongs to nobody and changes nothing for others, any grant will do.
 */
export type ScopeKind = 'shop' | 'staff' | 'merchant' | 'shared'
export type AccessRule = { permission: Permission; scope: ScopeKind }

export type IdReach = 'all' | ReadonlySet<string>
/** Whose rows: everybody's, or those of these accounts; `departments` are the ones in which all present and future members count. */
export type HolderReach = 'all' | { accounts: ReadonlySet<string>; departments: ReadonlySet<string> }
export type Reach = { shops: IdReach; warehouses: IdReach; holders: HolderReach }
export const everywhere: Reach = { shops: 'all', warehouses: 'all', holders: 'all' }

/** What one grant allows per act and per day; null = no limit. Money in fen. */
export type Limits = {
  refundPerActFen: number | null
  refundPerDayFen: number | null
  exportsPerDay: number | null
  revealsPerDay: number | null
}
export const noLimits: Limits = { refundPerActFen: null, refundPerDayFen: null, exportsPerDay: null, revealsPerDay: null }

/** A grant in force now: its time has come and not gone, its conditions (on shift, address) are met. */
export type Grant = {
  grantId: string
  role: string
  permissions: ReadonlySet<string>
  reach: Reach
  limits: Limits
  /** ISO 8601; null = until withdrawn. */
  until: string | null
  onShift: boolean
  /** CIDR; empty = from everywhere. */
  ipRanges: readonly string[]
}

/** A grant without limit, time or condition: what the owner and the machines of the house hold. */
export const unlimitedGrant = (grantId: string, permissions: Iterable<string>): Grant => ({
  ...{ grantId, role: grantId, permissions: new Set(permissions), reach: everywhere, limits: noLimits },
  ...{ until: null, onShift: false, ipRanges: [] },
})

export type ActorKind = 'person' | 'system' | 'app' | 'agent'
/** Who acts. Made only by the sign-in of the team module or by the system itself. */
export type Principal = {
  kind: ActorKind
  merchantId: MerchantId
  accountId: string
  name: string
  isOwner: boolean
  /** Rises with every change of this account's rights or state, and of the team's roles and departments. */
  epoch: number
  grants: readonly Grant[]
  /** Every decision must be allowed by each of these too: the installer of an app, the person responsible for an agent. */
  bounds?: readonly Principal[]
  /** By which app this request came. */
  app?: { appId: string; name: string }
  /** For whom: the person an agent acts for, or whose view is looked at. */
  onBehalfOf?: { accountId: string; name: string }
  /** Who really sits there: the owner, looking through this account's eyes until this moment, reading only. */
  viewedBy?: Principal & { readonly until: string }
}

/** The rows an actor reaches for one operation: in each clause at least one reach must hold. Only this file makes one, so a request can never bring its own. */
export type Scope = Branded<{ readonly merchantId: MerchantId; readonly clauses: readonly (readonly Reach[])[] }, 'scope'>

export type Decision =
  | { allowed: true; scope: Scope; why: { grantId: string; role: string }[] }
  | { allowed: false; missing: Permission }

export const isUnlimited = ({ shops, warehouses, holders }: Reach): boolean =>
  shops === 'all' && warehouses === 'all' && holders === 'all'

/** Decides one access rule for one principal. Pure. */
export function decide(principal: Principal, rule: AccessRule): Decision {
  const carrying = principal.grants.filter((grant) => grant.permissions.has(rule.permission))
  const relevant = rule.scope === 'merchant' ? carrying.filter(({ reach }) => isUnlimited(reach)) : carrying
  if (relevant.length === 0) return { allowed: false, missing: rule.permission }
  const clauses = [clauseOf(carrying, rule.scope)]
  for (const bound of principal.bounds ?? []) {
    const bounded = decide(bound, rule)
    if (!bounded.allowed) return bounded
    clauses.push(...bounded.scope.clauses)
  }
  const scope = { merchantId: principal.merchantId, clauses: clauses.filter((clause) => clause.length > 0) } as unknown as Scope
  return { allowed: true, scope, why: relevant.map(({ grantId, role }) => ({ grantId, role })) }
}

/** What counts of a reach for operations of this kind. */
export const reachFor = (kind: ScopeKind, reach: Reach): Reach =>
  kind === 'staff' ? { ...everywhere, holders: reach.holders } : reach

/** Empty = everything. Rows of persons have neither shop nor warehouse. */
function clauseOf(grants: readonly Grant[], kind: ScopeKind): readonly Reach[] {
  const reaches = grants.map(({ reach }) => reachFor(kind, reach))
  return reaches.some(isUnlimited) ? [] : reaches
}

export function requireAccess(principal: Principal, rule: AccessRule): Extract<Decision, { allowed: true }> {
  const decision = decide(principal, rule)
  if (decision.allowed) return decision
  return fail(errors.notPermitted, { permission: permissions[decision.missing].zh })
}

/** The scope of a second permission inside an operation (e.g. plain receivers in an order page); undefined when not held. */
export function scopeOf(principal: Principal, permission: Permission, kind: ScopeKind = 'shop'): Scope | undefined {
  const decision = decide(principal, { permission, scope: kind })
  return decision.allowed ? decision.scope : undefined
}

/** The same actor with no more than these permissions: what an app or a token may use of its person's rights. */
export function narrow(principal: Principal, allowed: ReadonlySet<string>): Principal {
  const grants = principal.grants
    .map((grant) => ({ ...grant, permissions: new Set([...grant.permissions].filter((code) => allowed.has(code))) }))
    .filter((grant) => grant.permissions.size > 0)
  return { ...principal, grants }
}

/** One row as rights see it. A dimension its kind does not have is left out; `null` = has none yet (nobody holds it, no warehouse). */
export type Row = { shopId?: string | null; warehouseId?: string | null; holderId?: string | null }

const inIds = (reach: IdReach, id: string | null | undefined): boolean =>
  reach === 'all' || id === undefined || (id !== null && reach.has(id))
/** What nobody holds lies in the pool, open to everybody whose other limits fit. */
const inHolders = (reach: HolderReach, id: string | null | undefined): boolean =>
  reach === 'all' || id === undefined || id === null || reach.accounts.has(id)
export const inReach = (reach: Reach, row: Row): boolean =>
  inIds(reach.shops, row.shopId) && inIds(reach.warehouses, row.warehouseId) && inHolders(reach.holders, row.holderId)

/** Why this reach does not contain the row; undefined when it does. */
export function whyOutside(reach: Reach, row: Row): 'otherShop' | 'otherWarehouse' | 'otherHolder' | undefined {
  if (!inIds(reach.shops, row.shopId)) return 'otherShop'
  if (!inIds(reach.warehouses, row.warehouseId)) return 'otherWarehouse'
  return inHolders(reach.holders, row.holderId) ? undefined : 'otherHolder'
}

export const reachesRow = (scope: Scope, row: Row): boolean =>
  scope.clauses.every((clause) => clause.some((reach) => inReach(reach, row)))
export const reachesShop = (scope: Scope, shopId: string): boolean => reachesRow(scope, { shopId })

/** The shops of a scope, for lists that walk shop by shop; the predicate below still decides each row. */
export function shopsOf(scope: Scope): IdReach {
  const limited = scope.clauses.map((clause) => clause.map(({ shops }) => shops)).filter(areListed)
  const [first, ...others] = limited.map((lists) => new Set(lists.flatMap((shops) => [...shops])))
  return first ? new Set([...first].filter((shop) => others.every((shops) => shops.has(shop)))) : 'all'
}
const areListed = (reaches: IdReach[]): reaches is ReadonlySet<string>[] => !reaches.includes('all')

/** Does the scope depend on nothing but the shop? Where it does not, who listens is told that something moved and reads again. */
export const isByShopAlone = (scope: Scope): boolean =>
  scope.clauses.every((clause) => clause.every(({ warehouses, holders }) => warehouses === 'all' && holders === 'all'))

/** Does it matter who holds a row? */
export const isByHolder = (scope: Scope): boolean =>
  scope.clauses.some((clause) => clause.some(({ holders }) => holders !== 'all'))

/** Departments all of whose members, also future ones, lie in this scope (of kind `staff`). */
export const reachesDepartment = (scope: Scope, departmentId: string | null): boolean =>
  scope.clauses.every((clause) =>
    clause.some(({ holders }) => holders === 'all' || (departmentId !== null && holders.departments.has(departmentId))),
  )

/** Columns of a kind of row; `holder` is text: the account that holds it, null = nobody. Left out = rows of this kind have none. */
export type RowColumns = { shop?: Sql; warehouse?: Sql; holder?: Sql }

/** The scope as a predicate: the SQL twin of `reachesRow`. */
export function inRows(scope: Scope, columns: RowColumns): Sql {
  const clauses = scope.clauses.map((clause) => clausePredicate(clause, columns)).filter((one) => one !== undefined)
  return clauses.length === 0 ? sql`true` : sql`(${joinSql(clauses, ' and ')})`
}
/** For rows that have a shop and nothing else. */
export const inScope = (scope: Scope, shopColumn: Sql): Sql => inRows(scope, { shop: shopColumn })

/** undefined = holds for every row. Reaches that differ in their shops alone become one list. */
function clausePredicate(clause: readonly Reach[], columns: RowColumns): Sql | undefined {
  const shopsOnly: string[] = []
  const alternatives: Sql[] = []
  for (const reach of clause) {
    const parts: Sql[] = []
    if (columns.warehouse && reach.warehouses !== 'all')
      parts.push(sql`coalesce(${columns.warehouse} = any(${[...reach.warehouses]}::uuid[]), false)`)
    if (columns.holder && reach.holders !== 'all')
      parts.push(sql`(${columns.holder} is null or ${columns.holder} = any(${[...reach.holders.accounts]}::text[]))`)
    if (columns.shop && reach.shops !== 'all') {
      if (parts.length === 0) {
        shopsOnly.push(...reach.shops)
        continue
      }
      parts.unshift(sql`${columns.shop} = any(${[...reach.shops]}::uuid[])`)
    }
    if (parts.length === 0) return undefined
    alternatives.push(sql`(${joinSql(parts, ' and ')})`)
  }
  if (shopsOnly.length > 0 && columns.shop) alternatives.push(sql`${columns.shop} = any(${[...new Set(shopsOnly)]}::uuid[])`)
  return alternatives.length === 0 ? sql`false` : sql`(${joinSql(alternatives, ' or ')})`
}
