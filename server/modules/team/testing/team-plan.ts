/** Random teams, by numbers, so that a counterexample reads the same in every run; as the real database and as Cedar's oracle get them. */
import fc from 'fast-check'
import { grantablePermissions, type Permission } from '#contract/permissions.ts'

const HOUR = 3_600_000
/** A Friday, 20:00 in Shanghai. */
const NOON = Date.parse('2026-11-27T12:00:00Z')
export const atHour = (hours: number): number => NOON + hours * HOUR

const departmentCount = 5
export const accountCount = 6
const shopCount = 3
const warehouseCount = 2
const ownRoleCount = 2

/** Few permissions, so that grants meet; one that only owners hold and one that only machines hold. */
const asked: readonly Permission[] = [
  'orders.view',
  'orders.review',
  'team.view',
  'fulfilment.print',
  'team.ownership',
  'system.jobs',
]
export const builtIn = ['administrator', 'supervisor', 'orderReviewer', 'warehouseKeeper', 'marketer'] as const
const addresses = [null, '10.1.2.3', '10.200.0.9', '192.168.7.1', '2001:db8::17', '::ffff:10.1.2.3'] as const
const ranges = ['10.0.0.0/8', '10.1.0.0/16', '192.168.7.1', '2001:db8::/32', '0.0.0.0/0', '::/0'] as const
export const shifts = [
  { days: [1, 2, 3, 4, 5], from: '09:00', to: '21:00', zone: 'Asia/Shanghai', offsetMinutes: 480 },
  { days: [5], from: '19:00', to: '03:00', zone: 'Asia/Shanghai', offsetMinutes: 480 },
  { days: [5, 6], from: '17:30', to: '17:30', zone: 'Asia/Kolkata', offsetMinutes: 330 },
  { days: [6, 7], from: '00:00', to: '12:00', zone: 'UTC', offsetMinutes: 0 },
] as const

const oneOf = (count: number) => fc.nat({ max: count - 1 })
/** `weight` values to one null. */
const perhaps = <T>(value: fc.Arbitrary<T>, weight = 1) => fc.option(value, { nil: null, freq: weight + 1 })
const hour = fc.integer({ min: -30, max: 30 })

const account = fc.record({
  state: fc.oneof(
    { weight: 9, arbitrary: fc.constant('active') },
    fc.constantFrom('invited', 'frozen', 'penalty_frozen', 'left'),
  ),
  isOwner: fc.constantFrom(false, false, false, false, false, true),
  department: perhaps(oneOf(departmentCount), 5),
  endsAt: fc.oneof({ weight: 7, arbitrary: fc.constant(null) }, hour),
  shift: perhaps(oneOf(shifts.length), 3),
  /** An agent of this account; those before it are people. */
  agentOf: perhaps(fc.constantFrom(0, 0, 1, 2), 2),
})
const grant = fc.record({
  /** Accounts first, then departments. */
  subject: oneOf(accountCount + departmentCount),
  /** Built-in ones first, then own ones, then one that is gone. */
  role: oneOf(builtIn.length + ownRoleCount + 1),
  /** Bit sets; 0 = all. */
  shops: fc.constantFrom(0, 0, 1, 2, 3, 4, 5, 6, 7),
  warehouses: fc.constantFrom(0, 0, 0, 0, 1, 2, 3),
  /** `own`, `all`, or the department of this number. */
  holders: fc.oneof(fc.constant('all' as const), fc.constant('own' as const), oneOf(departmentCount)),
  from: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, hour),
  until: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, hour),
  onShift: fc.constantFrom(false, false, false, true),
  ipRanges: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.subarray([...ranges], { minLength: 1, maxLength: 2 })),
})
const row = fc.record({
  kind: fc.constantFrom('order', 'parcel', 'parcel', 'parcel', 'account', 'entry'),
  shop: oneOf(shopCount),
  warehouse: perhaps(oneOf(warehouseCount), 3),
  holder: perhaps(oneOf(accountCount), 3),
})
const question = fc.record({
  by: oneOf(accountCount),
  permission: fc.constantFrom('orders.view', 'orders.view', 'orders.review', ...asked),
  hour,
  ip: fc.constantFrom(...addresses),
  /** An app or a token is limited to its functions; most name what is asked, so that cases in which they allow are not rare. */
  functions: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, fc.subarray([...asked], { minLength: 3 })),
})

const plan = fc.record({
  /** Parent by number, of those before it. */
  parents: fc.tuple(
    ...Array.from({ length: departmentCount }, (_, place) => perhaps(fc.nat({ max: Math.max(0, place - 1) }), 3)),
  ),
  /** Roles of one's own; a corrupt one may name what no role can carry. */
  roles: fc.tuple(
    ...Array.from({ length: ownRoleCount }, () => fc.subarray([...asked, ...grantablePermissions.slice(0, 3)], { minLength: 1 })),
  ),
  accounts: fc.array(account, { minLength: accountCount, maxLength: accountCount }),
  grants: fc.array(grant, { minLength: 10, maxLength: 20, size: 'max' }),
  rows: fc.array(row, { minLength: 8, maxLength: 8 }),
  questions: fc.array(question, { minLength: 5, maxLength: 5 }),
})
export const teamPlan = plan
export type TeamPlan = typeof plan extends fc.Arbitrary<infer T> ? T : never
export type GrantPlan = TeamPlan['grants'][number]
export type RowPlan = TeamPlan['rows'][number]
export type Question = TeamPlan['questions'][number]
