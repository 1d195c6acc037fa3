import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everywhere, type Grant, type Limits, noLimits, type Principal, unlimitedGrant } from '#kernel/access.ts'
import { merchantId } from '#kernel/ids.ts'
import { dailyLimit, mayRefundAtOnce, refundLimit } from './budget-rules.ts'

const permission = 'orders.viewReceiver'
const grant = (limits: Partial<Limits>, shops?: string[], permissions: string[] = [permission]): Grant => ({
  ...unlimitedGrant('g', permissions),
  limits: { ...noLimits, ...limits },
  reach: { ...everywhere, shops: shops ? new Set(shops) : 'all' },
})
const person = (grants: Grant[], bounds?: Principal[]): Principal => ({
  ...{ kind: 'person', merchantId: merchantId('1'), accountId: 'a', name: '', isOwner: false, epoch: 1, grants },
  ...(bounds && { bounds }),
})
const inShop = (shopId: string) => ({ shopId, warehouseId: 'w', holderId: null })

const cases: [string, Principal, string[], number | null][] = [
  ['a grant without a limit sets none', person([grant({})]), ['s'], null],
  [
    'the widest of the grants that reach the row decides',
    person([grant({ revealsPerDay: 3 }), grant({ revealsPerDay: 9 })]),
    ['s'],
    9,
  ],
  ['one without a limit is the widest', person([grant({ revealsPerDay: 3 }), grant({})]), ['s'], null],
  ['a wider grant over other shops does not count', person([grant({ revealsPerDay: 3 }), grant({}, ['other'])]), ['s'], 3],
  [
    'a wider grant without the permission does not count',
    person([grant({ revealsPerDay: 3 }), grant({}, ['s'], ['orders.view'])]),
    ['s'],
    3,
  ],
  ['no grant that reaches the row is nothing', person([grant({}, ['other'])]), ['s'], 0],
  [
    'over several rows the tightest counts',
    person([grant({ revealsPerDay: 3 }, ['s']), grant({}, ['other'])]),
    ['s', 'other'],
    3,
  ],
  ['no rows: wherever it is held', person([grant({ revealsPerDay: 3 }, ['s']), grant({ revealsPerDay: 5 }, ['other'])]), [], 5],
  ['a bound narrows', person([grant({})], [person([grant({ revealsPerDay: 2 })])]), ['s'], 2],
  [
    'of several bounds the narrowest',
    person([grant({ revealsPerDay: 9 })], [person([grant({ revealsPerDay: 5 })]), person([grant({ revealsPerDay: 2 })])]),
    ['s'],
    2,
  ],
  ['a bound that does not reach the row stops', person([grant({})], [person([grant({}, ['other'])])]), ['s'], 0],
]
for (const [name, principal, shops, limit] of cases)
  test(`daily budget: ${name}`, () => assert.equal(dailyLimit(principal, permission, 'reveals', shops.map(inShop)), limit))

test('one refund stays within the limit per act of the widest grant that reaches the order', () => {
  const clerk = person([grant({ refundPerActFen: 5000 }), grant({ refundPerActFen: 20_000 }, ['vip'])])
  assert.equal(refundLimit(clerk, permission, { shopId: 's' }), 5000)
  assert.equal(refundLimit(clerk, permission, { shopId: 'vip' }), 20_000)
  const table: [string, number, boolean][] = [
    ['s', 5000, true],
    ['s', 5001, false],
    ['vip', 20_000, true],
    ['vip', 20_001, false],
  ]
  for (const [shopId, fen, allowed] of table) assert.equal(mayRefundAtOnce(clerk, permission, { shopId }, fen), allowed)
  assert.equal(mayRefundAtOnce(person([grant({})]), permission, { shopId: 's' }, 1_000_000_00), true)
  assert.equal(mayRefundAtOnce(person([]), permission, { shopId: 's' }, 1), false)
})
