/** docs/access-model.md as Cedar policies against the product, on the real database. `SEED=… npm test -- access-model` repeats a run. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { compareTeam, compareWithCedar } from './testing/access-differential.ts'
import type { TeamPlan } from './testing/team-plan.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

test('in 2,000 random cases Cedar, from the specification, allows exactly what the product allows', async () => {
  await compareWithCedar(t, 2000)
})

/** One person of two departments, an agent of his, and what they hold; each case below says what differs. */
const someone = { state: 'active', isOwner: false, department: 0, endsAt: null, shift: null, agentOf: null } as const
const whole = { shops: 0, warehouses: 0, holders: 'all', from: null, until: null, onShift: false, ipRanges: [] } as const
const parcels = (holders: (number | null)[]) =>
  holders.map((holder) => ({ kind: 'parcel' as const, shop: 0, warehouse: null, holder }))
const asks = { permission: 'orders.view', hour: 0, ip: '10.1.2.3', functions: null } as const
const ofPerson = 0
const ofAgent = 3
const administrator = 0
const own = 5
type Case = { accounts?: Partial<TeamPlan['accounts'][number]>[]; grants: TeamPlan['grants']; questions: TeamPlan['questions'] }
const planOf = ({ accounts = [], grants, questions }: Case): TeamPlan => ({
  parents: [null, 0, null, null, null],
  roles: [['orders.view', 'team.ownership', 'system.jobs'], []],
  accounts: Array.from({ length: 6 }, (_, place) => ({ ...someone, ...accounts[place] })),
  grants,
  rows: parcels([null, 0, 1, 3]),
  questions,
})

const mended: [string, Case, number][] = [
  [
    'who may see a department in which nobody is sees the pool',
    { grants: [{ ...whole, subject: ofPerson, role: administrator, holders: 4 }], questions: [{ ...asks, by: ofPerson }] },
    1,
  ],
  [
    'an IPv4 address lies in no IPv6 range',
    {
      grants: [{ ...whole, subject: ofPerson, role: administrator, ipRanges: ['::/0'] }],
      questions: [{ ...asks, by: ofPerson }],
    },
    0,
  ],
  [
    'a role that names what only owners or machines hold does not carry it',
    {
      grants: [{ ...whole, subject: ofPerson, role: own }],
      questions: (['orders.view', 'team.ownership', 'system.jobs'] as const).map((permission) => ({
        ...asks,
        by: ofPerson,
        permission,
      })),
    },
    5,
  ],
  [
    'what an agent holds is in the range of a department only when the agent itself is in it',
    {
      accounts: [{}, {}, {}, { agentOf: 0, department: 2 }],
      grants: [
        { ...whole, subject: ofAgent, role: administrator },
        { ...whole, subject: ofPerson, role: administrator, holders: 0 },
      ],
      questions: [{ ...asks, by: ofAgent }],
    },
    3,
  ],
  [
    'what an agent holds is in its person’s own range',
    {
      accounts: [{}, {}, {}, { agentOf: 0, department: null }],
      grants: [
        { ...whole, subject: ofAgent, role: administrator },
        { ...whole, subject: ofPerson, role: administrator, holders: 'own' },
      ],
      questions: [
        { ...asks, by: ofAgent },
        { ...asks, by: ofPerson },
      ],
    },
    5,
  ],
  [
    'hours that begin and end at the same time are the whole day',
    {
      accounts: [{ shift: 2 }],
      grants: [{ ...whole, subject: ofPerson, role: administrator, onShift: true }],
      questions: [-12, 0, 12, 24, 36].map((hour) => ({ ...asks, by: ofPerson, hour })),
    },
    20,
  ],
]
for (const [sentence, one, allowed] of mended)
  test(sentence, async () => {
    assert.equal((await compareTeam(t, planOf(one))).allowed, allowed)
  })
