import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aConnectedShop, aPlatformTeam, connect, type PlatformTeam } from '#modules/intake/testing/platform-shops.ts'
import { listNotices } from '#modules/team/notices/operations/list-notices.ts'
import type { Who } from '#server/testing/team.ts'
import { warnOfEndings } from './operations/warn-of-endings.ts'

let world: PlatformTeam
before(async () => {
  world = await aPlatformTeam()
})
after(() => world.stop())

const DAY_MS = 86_400_000
const warnings = async (who: Who): Promise<string[]> => {
  const { rows } = await world.t.call(who, listNotices, {})
  return rows.filter(({ kind }) => kind === 'authorisationEnds').map(({ params }) => params.shop ?? '')
}
const warn = async () => (await world.t.callAsSystem(warnOfEndings, {})).warnedCount

test('three days before the end those who manage the shop are told once, and again before the next end', async () => {
  const { t, sandbox } = world
  const begin = new Date()
  sandbox.control.setTokenLife({ accessSeconds: 86_400, refreshSeconds: 30 * 86_400 })
  const { shopId, platformShopId } = await aConnectedShop(world, 'taobao')
  sandbox.control.setTokenLife({ accessSeconds: 86_400, refreshSeconds: 365 * 86_400 })
  const other = await aConnectedShop(world, 'douyin')
  const keeper = { accountId: await t.staff('店长', [{ role: 'administrator', shopIds: [shopId] }]) }
  const neighbour = { accountId: await t.staff('别店店长', [{ role: 'administrator', shopIds: [other.shopId] }]) }
  const packer = { accountId: await t.staff('打包', [{ role: 'packer', shopIds: null }]) }

  t.clock.now = new Date(begin.getTime() + 26 * DAY_MS)
  assert.equal(await warn(), 0)
  t.clock.now = new Date(begin.getTime() + 27.5 * DAY_MS)
  assert.equal(await warn(), 1)
  assert.equal(await warn(), 0, 'once is enough')
  assert.equal((await warnings('owner')).length, 1)
  assert.equal((await warnings(keeper)).length, 1)
  assert.deepEqual([await warnings(neighbour), await warnings(packer)], [[], []])

  t.clock.now = new Date()
  sandbox.control.setTokenLife({ accessSeconds: 86_400, refreshSeconds: 60 * 86_400 })
  await connect(t, shopId, platformShopId)
  t.clock.now = new Date(begin.getTime() + 30 * DAY_MS)
  assert.equal(await warn(), 0, 'it was prolonged')
  t.clock.now = new Date(begin.getTime() + 57.5 * DAY_MS)
  assert.equal(await warn(), 1)
  assert.equal((await warnings(keeper)).length, 2)
})
