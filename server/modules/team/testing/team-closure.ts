/**
 * What everybody may, written out right by right, as the naive reading of docs/access-model.md has it: permission × shop × warehouse ×
 * whose rows × address, with the limit, end and shift under which it holds. Shares nothing with the envelope that it judges.
 */
import { type BuiltInRole, builtInRoles, isBuiltInRole } from '#contract/permissions.ts'
import { type Reader, sql } from '#kernel/db.ts'

export type AccountFact = {
  id: string
  kind: string
  state: string
  isOwner: boolean
  department: string | null
  endsAt: string | null
  responsible: string | null
  version: number
}
type DepartmentFact = { id: string; path: string[]; version: number; name: string }
type RoleFact = { id: string; permissions: string[]; version: number }
type GrantFact = {
  account: string | null
  department: string | null
  role: string
  shops: string[] | null
  warehouses: string[] | null
  range: 'own' | 'department' | 'all'
  rangeDepartment: string | null
  from: string | null
  until: string | null
  limit: number | null
  onShift: boolean
  ipRanges: string[]
}
type InvitationFact = { id: string; account: string; sentBy: string; state: string; version: number }
export type World = {
  accounts: AccountFact[]
  departments: DepartmentFact[]
  roles: RoleFact[]
  grants: GrantFact[]
  invitations: InvitationFact[]
  seats: number
}

export async function readWorld(reader: Reader): Promise<World> {
  const merchant = reader.merchantId
  const row = await reader.maybe<World>(sql`select
    (select json_agg(json_build_object('id', account_id, 'kind', kind, 'state', state, 'isOwner', is_owner, 'department', department_id,
      'endsAt', ends_at, 'responsible', responsible_id, 'version', version, 'hours', work_hours) order by created_at, account_id)
      from accounts where merchant_id = ${merchant}) as accounts,
    (select coalesce(json_agg(json_build_object('id', department_id, 'path', path, 'version', version, 'name', name) order by created_at, department_id), '[]')
      from departments where merchant_id = ${merchant}) as departments,
    (select coalesce(json_agg(json_build_object('id', role_id, 'permissions', permissions, 'version', version) order by created_at, role_id), '[]')
      from roles where merchant_id = ${merchant}) as roles,
    (select coalesce(json_agg(json_build_object('account', account_id, 'department', department_id, 'role', role, 'shops', shop_ids,
      'warehouses', warehouse_ids, 'range', data_range, 'rangeDepartment', range_department_id, 'from', from_at, 'until', until_at,
      'limit', limits -> 'refundPerActFen', 'onShift', on_shift, 'ipRanges', ip_ranges) order by grant_id), '[]')
      from grants where merchant_id = ${merchant}) as grants,
    (select coalesce(json_agg(json_build_object('id', invitation_id, 'account', account_id, 'sentBy', sent_by, 'state', state, 'version', version)
      order by invitation_id), '[]') from invitations where merchant_id = ${merchant}) as invitations,
    (select count(*)::int from seats where merchant_id = ${merchant} and holder_id is not null) as seats`)
  if (!row) throw new Error('there is no merchant')
  return row
}

/** Those that escalate or expose; roles differ in them. */
export const watched = [
  'team.manage',
  'team.grant',
  'team.roles',
  'team.departments',
  'orders.view',
  'orders.review',
  'orders.viewReceiver',
  'fulfilment.print',
] as const
/** Addresses that tell the ranges below apart. */
const addresses = ['10.1', '10.200', '192.168', 'elsewhere'] as const
export const rangeOptions: Record<string, readonly string[]> = {
  '10.0.0.0/8': ['10.1', '10.200'],
  '10.1.0.0/16': ['10.1'],
  '192.168.0.0/16': ['192.168'],
}
const FUTURE = 'every other one'
const NEVER = Number.POSITIVE_INFINITY

/** Under what a right holds: until when (ms), up to which amount, only on shift. */
type Quality = { until: number; limit: number; onShift: boolean }
export type Rights = Map<string, Quality[]>
export type Places = { shops: readonly string[]; warehouses: readonly string[] }

const isAtLeast = (outer: Quality, inner: Quality): boolean =>
  outer.until >= inner.until && outer.limit >= inner.limit && (!outer.onShift || inner.onShift)
const meet = (a: Quality, b: Quality): Quality => ({
  until: Math.min(a.until, b.until),
  limit: Math.min(a.limit, b.limit),
  onShift: a.onShift || b.onShift,
})

/** The first right of `inner` that nothing in `outer` covers. */
export function beyond(inner: Rights, outer: Rights): string | undefined {
  for (const [right, qualities] of inner) {
    const own = outer.get(right) ?? []
    const uncovered = qualities.find((quality) => !own.some((each) => isAtLeast(each, quality)))
    if (uncovered) return `${right} ${JSON.stringify(uncovered)}`
  }
  return undefined
}
export const gained = (before: Rights, now: Rights): Rights =>
  new Map(
    [...now].flatMap(([right, qualities]) => {
      const more = qualities.filter((quality) => !(before.get(right) ?? []).some((each) => isAtLeast(each, quality)))
      return more.length > 0 ? [[right, more] as const] : []
    }),
  )

export type Asked = {
  /** Grants that do not hold at this moment from this address are left out; `null` = also those that will hold later. */
  at: { now: number; address: (typeof addresses)[number] } | null
  /** Ids that did not exist before count as the place they came to. */
  newcomers?: ReadonlyMap<string, string>
  /** Whatever the state of the account: what it would have. */
  evenIfIdle?: boolean
}

/** Everything an account may. */
export function rightsOf(world: World, accountId: string, places: Places, asked: Asked): Rights {
  const account = world.accounts.find(({ id }) => id === accountId)
  const rights: Rights = new Map()
  const endsAt = account?.endsAt ? Date.parse(account.endsAt) : NEVER
  if (!account || (!asked.evenIfIdle && (account.state !== 'active' || endsAt <= (asked.at?.now ?? 0)))) return rights
  if (account.isOwner) addGrant(rights, world, account, { ...ownersGrant, account: accountId }, { places, asked, endsAt })
  const path = world.departments.find(({ id }) => id === account.department)?.path ?? []
  for (const grant of world.grants)
    if (grant.account === accountId || (grant.department !== null && path.includes(grant.department)))
      addGrant(rights, world, account, grant, { places, asked, endsAt })
  if (account.responsible === null) return rights
  return bothOf(rights, agentsPerson(world, account.id, account.responsible, places, asked))
}

const ownersGrant: GrantFact = {
  ...{
    account: null,
    department: null,
    role: 'administrator',
    shops: null,
    warehouses: null,
    range: 'all',
    rangeDepartment: null,
  },
  ...{ from: null, until: null, limit: null, onShift: false, ipRanges: [] },
}

/** What the person responsible may; what the agent holds counts as theirs. */
function agentsPerson(world: World, agentId: string, personId: string, places: Places, asked: Asked): Rights {
  const person = rightsOf(world, personId, places, asked)
  for (const [right, qualities] of [...person]) {
    const [permission, shop, warehouse, holder, address] = right.split('|')
    if (holder !== personId) continue
    const ofAgent = [permission, shop, warehouse, agentId, address].join('|')
    person.set(ofAgent, [...(person.get(ofAgent) ?? []), ...qualities])
  }
  return person
}
const bothOf = (a: Rights, b: Rights): Rights =>
  new Map(
    [...a].flatMap(([right, qualities]) => {
      const others = b.get(right) ?? []
      const met = qualities.flatMap((one) => others.map((other) => meet(one, other)))
      return met.length > 0 ? [[right, met] as const] : []
    }),
  )

type Context = { places: Places; asked: Asked; endsAt: number }
function addGrant(
  rights: Rights,
  world: World,
  account: AccountFact,
  grant: GrantFact,
  { places, asked, endsAt }: Context,
): void {
  const { at, newcomers } = asked
  const reaching = grant.ipRanges.length === 0 ? [...addresses] : grant.ipRanges.flatMap((range) => rangeOptions[range] ?? [])
  const from = grant.from === null ? 0 : Date.parse(grant.from)
  const until = grant.until === null ? NEVER : Date.parse(grant.until)
  if (at && (from > at.now || until <= at.now || !reaching.includes(at.address))) return
  const permissions = isBuiltInRole(grant.role)
    ? builtInRoles[grant.role as BuiltInRole].permissions
    : (world.roles.find(({ id }) => id === grant.role)?.permissions ?? [])
  const quality = { until: Math.min(until, endsAt), limit: grant.limit ?? NEVER, onShift: grant.onShift }
  const holders = new Set(holdersOf(world, account, grant).map((holder) => newcomers?.get(holder) ?? holder))
  for (const permission of watched.filter((code) => (permissions as readonly string[]).includes(code)))
    for (const shop of grant.shops ?? [...places.shops, FUTURE])
      for (const warehouse of grant.warehouses ?? [...places.warehouses, FUTURE])
        for (const holder of holders)
          for (const address of reaching) {
            const right = [permission, shop, warehouse, holder, address].join('|')
            rights.set(right, [...(rights.get(right) ?? []), quality])
          }
}

/** Accounts and departments whose rows a grant reaches; a department stands for whoever will be in it. */
function holdersOf(world: World, account: AccountFact, { range, rangeDepartment }: GrantFact): string[] {
  if (range === 'own') return [account.id]
  const below = world.departments
    .filter(({ path }) => range === 'all' || (rangeDepartment !== null && path.includes(rangeDepartment)))
    .map(({ id }) => id)
  const members = world.accounts.filter(
    ({ department }) => range === 'all' || (department !== null && below.includes(department)),
  )
  return [...members.map(({ id }) => id), ...below, ...(range === 'all' ? [FUTURE] : [])]
}

/** What appeared between two worlds, each standing for the place it came to. */
export function newcomersBetween(before: World, now: World): Map<string, string> {
  const known = new Set([...before.accounts, ...before.departments].map(({ id }) => id))
  const places = new Map<string, string>()
  for (const { id, path } of now.departments) if (!known.has(id)) places.set(id, path.at(-2) ?? FUTURE)
  for (const { id, department } of now.accounts) if (!known.has(id)) places.set(id, department ?? FUTURE)
  return places
}
