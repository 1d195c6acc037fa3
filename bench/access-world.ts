/** A large team on paper: 10,000 sub-accounts, 30 roles, 200 permissions, 50 shops, one to three scoped grants each; the same in every run. */
import { everywhere, type Grant, type Principal, unlimitedGrant } from '#kernel/access.ts'
import { merchantId, newId } from '#kernel/ids.ts'
import { type Rights, rightsOf } from '#kernel/rights.ts'

const PEOPLE = 10_000
const ROLES = 30
const PERMISSIONS = 200
const SHOPS = 50

export type ScopedGrant = { role: number; shops: number[] }
export type Question = { person: number; permission: number; shop: number }
export type AccessWorld = {
  permissions: string[]
  shops: string[]
  /** Permission codes of each role. */
  roles: string[][]
  /** What each person may, made ready as an open page keeps it. */
  rights: Rights[]
  grantsOf(person: number): readonly ScopedGrant[]
  /** One bit for each person, permission and shop, written out: what no engine can beat. */
  bits: Uint32Array
  isSet(bits: Uint32Array, question: Question): boolean
  questions(count: number, people?: readonly number[]): Question[]
}

/** Numbers that repeat themselves (mulberry32). */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below)
  }
}
const some = (roll: (below: number) => number, count: number, below: number): number[] => [
  ...new Set(Array.from({ length: count }, () => roll(below))),
]

export function anAccessWorld(): AccessWorld {
  const roll = dice(7)
  const permissions = Array.from({ length: PERMISSIONS }, (_, n) => `module${n % 20}.act${n}`)
  const shops = Array.from({ length: SHOPS }, newId)
  const rolePlans = Array.from({ length: ROLES }, () => some(roll, 40, PERMISSIONS))
  const plans = Array.from({ length: PEOPLE }, () =>
    Array.from({ length: 1 + roll(3) }, () => ({ role: roll(ROLES), shops: some(roll, 1 + roll(10), SHOPS) })),
  )
  const roles = rolePlans.map((codes) => codes.map((code) => permissions[code] ?? ''))
  // One set a role, shared by all who hold it, as the product keeps them.
  const sets = roles.map((codes) => new Set(codes))
  const grantOf = ({ role, shops: chosen }: ScopedGrant): Grant => ({
    ...unlimitedGrant(`role${role}`, []),
    permissions: sets[role] ?? new Set(),
    reach: { ...everywhere, shops: new Set(chosen.map((shop) => shops[shop] ?? '')) },
  })
  const principals = plans.map(
    (plan, person): Principal => ({
      ...{ kind: 'person', merchantId: merchantId('1'), accountId: `p${person}`, name: `p${person}`, isOwner: false, epoch: 1 },
      grants: plan.map(grantOf),
    }),
  )
  return {
    ...{ permissions, shops, roles, rights: principals.map(rightsOf), bits: bitsOf(plans, rolePlans), isSet },
    grantsOf: (person) => plans[person] ?? [],
    questions: (count, people) =>
      Array.from({ length: count }, () => ({
        person: people ? (people[roll(people.length)] ?? 0) : roll(PEOPLE),
        permission: roll(PERMISSIONS),
        shop: roll(SHOPS),
      })),
  }
}

const placeOf = (person: number, permission: number, shop: number): number => (person * PERMISSIONS + permission) * SHOPS + shop
const isSet = (bits: Uint32Array, { person, permission, shop }: Question): boolean => {
  const place = placeOf(person, permission, shop)
  return ((bits[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0
}

function bitsOf(plans: readonly (readonly ScopedGrant[])[], roles: readonly (readonly number[])[]): Uint32Array {
  const bits = new Uint32Array(Math.ceil((PEOPLE * PERMISSIONS * SHOPS) / 32))
  for (const [person, plan] of plans.entries())
    for (const { role, shops } of plan)
      for (const permission of roles[role] ?? [])
        for (const shop of shops) {
          const place = placeOf(person, permission, shop)
          bits[place >>> 5] = (bits[place >>> 5] ?? 0) | (1 << (place & 31))
        }
  return bits
}
