import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { principalOf } from '#modules/team/public.ts'
import { appHoldings, consentHoldings, tokenHoldings } from './app-holdings.ts'
import { readApp } from './operations/read-app.ts'
import { type AppWorld, anAppWorld, authorise } from './testing/app-world.ts'
import { createToken } from './tokens/operations/create-token.ts'

let w: AppWorld
before(async () => {
  w = await anAppWorld()
})
after(() => w.stop())

test('who leaves holds tokens and consents, which end, and apps, which a colleague with all their rights takes over', async () => {
  const leaver = await w.person('leaver', 'administrator')
  const heir = await w.person('heir', 'administrator')
  const poor = await w.person('poor', 'warehouseKeeper')
  const app = await w.install(['orders.view', 'orders.note'], { installer: { accountId: leaver.accountId } })
  await w.switchOn(app, leaver.accountId, ['orders.view'])
  await authorise(app, leaver, 'openid orders.view')
  await w.t.call({ accountId: leaver.accountId }, createToken, {
    name: '夜间对账',
    permissions: ['orders.view'],
    shopIds: null,
    expiresAt: new Date(w.t.clock.now.getTime() + 24 * 3600_000).toISOString(),
  })
  const now = w.t.clock.now
  const kinds = [appHoldings, tokenHoldings, consentHoldings]
  const held = () => Promise.all(kinds.map((kind) => w.t.read((reader) => kind.read(reader, leaver.accountId, now))))
  assert.deepEqual(
    (await held()).map(({ count, examples }) => [count, ...examples]),
    [
      [1, '打单助手'],
      [1, '夜间对账'],
      [1, '打单助手'],
    ],
  )
  const give = (kind: (typeof kinds)[number], to: string | null) =>
    w.t.write(async (tx) =>
      kind.release(tx, leaver.accountId, to === null ? null : await principalOf(tx, to, { now, ip: '' }), now),
    )
  assert.equal(await give(appHoldings, poor.accountId), 0)
  assert.equal(await give(appHoldings, null), 0)
  assert.equal(await give(appHoldings, heir.accountId), 1)
  assert.equal(await give(tokenHoldings, null), 1)
  assert.equal(await give(consentHoldings, null), 1)
  assert.deepEqual(
    (await held()).map(({ count }) => count),
    [0, 0, 0],
  )
  assert.equal((await w.t.call('owner', readApp, { appId: app.appId })).installer.accountId, heir.accountId)
  const users = await w.t.read((reader) => reader.rows(sql`select 1 from app_users where merchant_id = ${reader.merchantId}`))
  assert.equal(users.length, 0)
})
