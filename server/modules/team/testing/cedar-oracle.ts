/**
 * The access model a second time: docs/access-model.md as Cedar policies, decided by Cedar's own engine. Written from that page alone and
 * shares nothing with the product's engine but the list of permissions.
 */
import assert from 'node:assert/strict'
import { type EntityJson, preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs'
import { type BuiltInRole, builtInRoles, isBuiltInRole, type Permission, permissions } from '#contract/permissions.ts'

/** One team as the page describes it; ids are free text. Moments in ms. */
export type CedarTeam = {
  departments: { id: string; parent: string | null }[]
  /** The merchant's own roles: id → permissions. */
  roles: Map<string, readonly string[]>
  accounts: CedarAccount[]
  grants: CedarGrant[]
}
export type CedarAccount = {
  id: string
  state: string
  isOwner: boolean
  department: string | null
  /** End of a temporary account. */
  endsAt: number | null
  hours: CedarHours | null
  /** Who answers for an agent. */
  responsible: string | null
}
/** Minutes of the day; days 1 = Monday … 7; `to` before `from` ends on the next day. The zone has one offset all year round. */
export type CedarHours = { days: number[]; from: number; to: number; offsetMinutes: number }
export type CedarGrant = {
  subject: { account: string } | { department: string }
  role: string
  shops: readonly string[] | 'all'
  warehouses: readonly string[] | 'all'
  holders: 'all' | 'own' | { department: string }
  from: number | null
  until: number | null
  onShift: boolean
  ipRanges: readonly string[]
}
/** A dimension that is absent does not limit rows of this kind; null = a row that has none of it (no warehouse, nobody holds it). */
export type CedarRow = { shop?: string; warehouse?: string | null; holder?: string | null }
/** `anything`, `everything`: not a row, but the questions "is there any grant" and "is there an unlimited one". */
export type CedarTarget = CedarRow | 'anything' | 'everything'
export type CedarMoment = { now: number; ip: string | null }

type Uid = { type: string; id: string }
const uid = (type: string, id: string): Uid => ({ type, id })
const text = (value: string) => JSON.stringify(value)
const set = (values: readonly string[]) => `[${values.map(text).join(', ')}]`

/** While an agent acts, what it holds counts, within its person's `own` range, as held by that person. */
const holderIn = (holders: 'own' | { department: string }): string =>
  holders === 'own'
    ? '(resource.holder == principal || (context has agent && resource.holder == context.agent))'
    : `resource.holder in Department::${text(holders.department)}`

const always = `
  forbid (principal, action, resource) unless { principal.state == "active" };
  forbid (principal, action, resource) when { principal has endsAt && context.now >= principal.endsAt };
  forbid (principal, action, resource) when { context has functions && !context.functions.contains(action) };
  permit (principal, action in Action::"human", resource) when { principal.isOwner };
  permit (principal, action == Action::"account.self", resource == Target::"anything") unless { principal.isAgent };
  permit (principal, action == Action::"account.self", resource is Row)
    when { !principal.isAgent && (!resource.byHolder || !(resource has holder) || ${holderIn('own')}) };
`
const onShift = `principal has hours && (
  if principal.hours.from < principal.hours.to
  then principal.hours.days.contains(context.day) && context.minute >= principal.hours.from && context.minute < principal.hours.to
  else (principal.hours.days.contains(context.day) && context.minute >= principal.hours.from)
    || (principal.hours.days.contains(context.dayBefore) && context.minute < principal.hours.to))`

function policyOf(grant: CedarGrant, roles: CedarTeam['roles']): string {
  const { subject, shops, warehouses, holders, ipRanges } = grant
  const who = 'account' in subject ? `== Account::${text(subject.account)}` : `in Department::${text(subject.department)}`
  const carried = isBuiltInRole(grant.role) ? builtInRoles[grant.role as BuiltInRole].permissions : (roles.get(grant.role) ?? [])
  const actions = carried.map((permission) => `Action::${text(permission)}`).join(', ')
  const isUnlimited = shops === 'all' && warehouses === 'all' && holders === 'all'
  const inForce = [
    grant.from === null ? 'true' : `context.now >= ${grant.from}`,
    grant.until === null ? 'true' : `context.now < ${grant.until}`,
    grant.onShift ? `(${onShift})` : 'true',
    ipRanges.length === 0
      ? 'true'
      : `(context has ip && (${ipRanges.map((range) => `context.ip.isInRange(ip(${text(range)}))`).join(' || ')}))`,
  ].join(' && ')
  const row = [
    shops === 'all' ? 'true' : `(!resource.byShop || (resource has shop && ${set(shops)}.contains(resource.shop)))`,
    warehouses === 'all'
      ? 'true'
      : `(!resource.byWarehouse || (resource has warehouse && ${set(warehouses)}.contains(resource.warehouse)))`,
    holders === 'all' ? 'true' : `(!resource.byHolder || !(resource has holder) || ${holderIn(holders)})`,
  ].join(' && ')
  return `permit (principal ${who}, action in [${actions}], resource)
    when { action in Action::"grantable" && ${inForce} }
    when { resource == Target::"anything" || (resource == Target::"everything" && ${isUnlimited}) || (resource is Row && ${row}) };`
}

export type CedarOracle = {
  /** Steps 1–5 of the page, and 6 for an agent. `functions`: what an app or token is limited to; null = not limited. */
  allows(
    account: string,
    permission: Permission,
    target: CedarTarget,
    moment: CedarMoment,
    functions?: readonly string[],
  ): boolean
}

export function cedarOracle(team: CedarTeam): CedarOracle {
  const parsed = preparsePolicySet('team', {
    staticPolicies: always + team.grants.map((grant) => policyOf(grant, team.roles)).join('\n'),
  })
  assert.equal(parsed.type, 'success', JSON.stringify(parsed))
  const accounts = new Map(team.accounts.map((account) => [account.id, account]))
  const accountOf = (id: string): CedarAccount => accounts.get(id) ?? assert.fail(`no account ${id}`)
  const parents = new Map(team.departments.map(({ id, parent }) => [id, parent]))
  /** An account with its departments up to the root. */
  const chain = (id: string | null | undefined): EntityJson[] => {
    const account = id == null ? undefined : accounts.get(id)
    if (!account) return []
    const places: EntityJson[] = []
    for (let at = account.department; at !== null; at = parents.get(at) ?? null)
      places.push(departmentEntity(at, parents.get(at)))
    return [accountEntity(account), ...places]
  }
  const ask = (account: CedarAccount, permission: Permission, target: CedarTarget, context: ReturnType<typeof contextOf>) => {
    const answer = statefulIsAuthorized({
      preparsedPolicySetId: 'team',
      validateRequest: false,
      principal: uid('Account', account.id),
      action: uid('Action', permission),
      resource: typeof target === 'string' ? uid('Target', target) : uid('Row', 'row'),
      context,
      entities: once([
        ...chain(account.id),
        actionEntity(permission),
        ...(typeof target === 'string' ? [] : [...chain(target.holder), rowEntity(target)]),
      ]),
    })
    if (answer.type !== 'success') return assert.fail(JSON.stringify(answer))
    assert.deepEqual(answer.response.diagnostics.errors, [])
    return answer.response.decision === 'allow'
  }
  return {
    allows(id, permission, target, moment, functions) {
      const account = accountOf(id)
      if (!ask(account, permission, target, contextOf(account, moment, { functions }))) return false
      if (account.responsible === null) return true
      const bound = accountOf(account.responsible)
      return ask(bound, permission, target, contextOf(bound, moment, { agent: id }))
    },
  }
}

type Limited = { functions?: readonly string[] | undefined; agent?: string }
function contextOf(account: CedarAccount, { now, ip }: CedarMoment, { functions, agent }: Limited) {
  const local = Math.floor(now / 60_000) + (account.hours?.offsetMinutes ?? 0)
  // 1 January 1970 was a Thursday, day 4.
  const day = ((Math.floor(local / 1440) + 3) % 7) + 1
  return {
    now,
    minute: local % 1440,
    day,
    dayBefore: day === 1 ? 7 : day - 1,
    ...(ip === null ? {} : { ip: { __extn: { fn: 'ip', arg: ip.replace(/^::ffff:(?=.*\.)/, '') } } }),
    ...(agent === undefined ? {} : { agent: { __entity: uid('Account', agent) } }),
    ...(functions ? { functions: functions.map((code) => ({ __entity: uid('Action', code) })) } : {}),
  }
}

/** Cedar takes each entity once. */
const once = (entities: EntityJson[]): EntityJson[] => [
  ...new Map(entities.map((entity) => [JSON.stringify(entity.uid), entity])).values(),
]
const departmentEntity = (id: string, parent: string | null | undefined): EntityJson => ({
  uid: uid('Department', id),
  attrs: {},
  parents: parent ? [uid('Department', parent)] : [],
})
const accountEntity = ({ id, state, isOwner, department, endsAt, hours, responsible }: CedarAccount): EntityJson => ({
  uid: uid('Account', id),
  attrs: {
    state,
    isOwner,
    isAgent: responsible !== null,
    ...(endsAt === null ? {} : { endsAt }),
    ...(hours === null ? {} : { hours: { days: hours.days, from: hours.from, to: hours.to } }),
  },
  parents: department === null ? [] : [uid('Department', department)],
})
function actionEntity(permission: Permission): EntityJson {
  const { risk, held } = permissions[permission] as { risk: string; held?: string }
  const groups = [risk === 'system' ? [] : ['human'], risk === 'system' || held === 'owner' ? [] : ['grantable']].flat()
  return { uid: uid('Action', permission), attrs: {}, parents: groups.map((group) => uid('Action', group)) }
}
const rowEntity = ({ shop, warehouse, holder }: CedarRow): EntityJson => ({
  uid: uid('Row', 'row'),
  attrs: {
    byShop: shop !== undefined,
    byWarehouse: warehouse !== undefined,
    byHolder: holder !== undefined,
    ...(shop === undefined ? {} : { shop }),
    ...(warehouse == null ? {} : { warehouse }),
    ...(holder == null ? {} : { holder: { __entity: uid('Account', holder) } }),
  },
  parents: [],
})
