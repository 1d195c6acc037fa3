import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { listOrders } from '#modules/orders/operations/list-orders.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { findConflictingDuties } from './operations/find-conflicting-duties.ts'
import { findUnusedRights } from './operations/find-unused-rights.ts'
import { weighGrants } from './operations/weigh-grants.ts'
import { weigh } from './privilege-rules.ts'
import { writeUses } from './use-store.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

const noteUses = () => writeUses(t.app.kernel.database, t.app.takeUses(), t.clock.now)

test('rights that were used are not called unused, those that were not are, and young grants are left alone', async () => {
  const accountId = await t.staff('用一半', [{ role: 'preSaleService' }])
  await t.call({ accountId }, listOrders, {})
  await noteUses()
  const ask = async () =>
    (await t.call('owner', findUnusedRights, { days: 30, accountId })).rows[0]?.permissions.map(({ permission }) => permission) ??
    []
  assert.deepEqual(await ask(), [], 'granted today')
  t.clock.advance(29 * 86_400_000)
  await t.call({ accountId }, listOrders, {})
  await noteUses()
  t.clock.advance(2 * 86_400_000)
  assert.deepEqual(await ask(), ['catalog.view', 'inventory.view', 'reviews.view', 'shops.view'])
  t.clock.advance(40 * 86_400_000)
  assert.ok((await ask()).includes('orders.view'))
})

test('duties that should be apart are found, also when they come from two roles', async () => {
  const accountId = await t.staff('两手抓', [{ role: 'warehouseKeeper' }, { role: 'supervisor' }])
  const { rows } = await t.call('owner', findConflictingDuties, {})
  const own = rows.filter((row) => row.accountId === accountId).map(({ first, second }) => `${first} ${second}`)
  assert.ok(own.includes('orders.reviewForced fulfilment.ship'))
  assert.ok(own.includes('inventory.adjust orders.reviewForced'))
})

test('before granting, what peers do not have is named', async () => {
  for (const name of ['甲', '乙', '丙', '丁', '戊']) await t.staff(`同岗${name}`, [{ role: 'designer' }])
  const accountId = await t.staff('新人', [{ role: 'designer' }])
  const { warnings } = await t.call('owner', weighGrants, {
    ...{
      accountId,
      grants: [
        { role: 'designer', shopIds: null },
        { role: 'administrator', shopIds: null },
      ],
    },
  })
  assert.ok(warnings.some(({ kind, permission }) => kind === 'peers' && permission === 'team.grant'))
  assert.ok(warnings.some(({ kind, permission }) => kind === 'risk' && permission === 'team.manage'))
  assert.ok(
    !warnings.some(({ kind, permission }) => kind === 'peers' && permission === 'catalog.manage'),
    'what one has already is no news',
  )
})

test('a right that no peer used in 90 days is named as such', () => {
  const peer = { permissions: new Set(['orders.note']) }
  const uses = new Map([['orders.note', { holders: 3, users: 0 }]])
  const kinds = (used: typeof uses) =>
    weigh(new Set(), new Set(['orders.note']), [peer, peer, peer], used).map(({ kind }) => kind)
  assert.deepEqual(kinds(uses), ['unused'])
  assert.deepEqual(kinds(new Map([['orders.note', { holders: 3, users: 1 }]])), [])
})
