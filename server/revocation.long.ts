/** How soon what is taken away at one of three servers is gone at all of them: docs/access-model.md, "Freshness". */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { createVault, readMasterKey } from '#kernel/vault.ts'
import { readBatch } from '#modules/fulfilment/operations/read-batch.ts'
import { askNode, type Nodes, startNodes } from './testing/nodes.ts'
import { areSilent, aScene, aVictim, revocations, revoke, type Scene } from './testing/revocation.ts'
import { aSession } from './testing/sessions.ts'
import { aWarehouse, type Warehouse } from './testing/warehouse.ts'

const ROUNDS = 5
const PAGES_MS = 1000
const PAGES_CUT_MS = 5000
const BATCH_ORDERS = 100
let w: Warehouse
let scene: Scene
let servers: Nodes
before(async () => {
  w = await aWarehouse({ vaultOf: (t) => createVault(readMasterKey(t.home)) })
  const { appKey, appSecret, gatewayUrl } = w.t.app.kernel.world.config.taobao
  servers = await startNodes(w.t, 3, {
    TAOBAO_APP_KEY: appKey ?? '',
    TAOBAO_APP_SECRET: appSecret ?? '',
    TAOBAO_GATEWAY: gatewayUrl,
  })
  scene = await aScene(w.t, servers.nodes)
})
after(async () => {
  await servers.stop()
  await w.drop()
})

for (const one of revocations)
  test(`whoever ${one.name}: the next request at every server knows, open pages within a second`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const tookMs = await revoke(scene, one)
      assert.ok(tookMs <= PAGES_MS, `open pages after ${Math.round(tookMs)} ms`)
    }
  })

test('with the notifications between the servers cut, open pages are shut within five seconds', async () => {
  const cut = await servers.cutNotifications()
  try {
    for (const one of revocations.filter(({ left }) => left.pages === 'closed')) {
      const tookMs = await revoke(scene, one)
      assert.ok(tookMs <= PAGES_CUT_MS, `${one.name}: open pages after ${Math.round(tookMs)} ms`)
    }
  } finally {
    await cut.mend()
  }
})

test('whoever loses grants while the notifications are cut hears nothing once they are mended', async () => {
  const victim = await aVictim(scene)
  const cut = await servers.cutNotifications()
  const [first] = scene.nodes
  if (!first) return assert.fail('there is no server')
  const taken = await askNode(first, scene.owner, 'team.setGrants', { accountId: victim.accountId, version: 1, grants: [] })
  assert.equal(taken.code, '')
  await wait(PAGES_CUT_MS)
  await cut.mend()
  // The bridges come back after a second.
  await wait(3000)
  assert.ok(await areSilent(scene, victim.pages))
})

test('a batch stops at whichever server works on it within a hundred orders of its starter’s freezing', async () => {
  const parcelIds = await w.orders(600)
  const accountId = await w.t.staff('仓管', [{ role: 'warehouseKeeper' }])
  const [first, second] = scene.nodes
  if (!first || !second) return assert.fail('there are no servers')
  const cookie = { cookie: await aSession(w.t, accountId) }
  const { body } = await askNode(second, cookie, 'fulfilment.requestWaybills', { parcelIds })
  assert.ok(body.batchId, JSON.stringify(body))
  const batchId = String(body.batchId)
  const read = () => w.t.call('warehouseKeeper', readBatch, { batchId })
  while ((await read()).done < 1) await wait(5)
  const frozen = await askNode(first, scene.owner, 'team.freezeStaff', { accountIds: [accountId] })
  assert.equal(frozen.code, '')
  const doneThen = (await read()).done
  while ((await read()).waiting > 0) await wait(20)
  const ended = await read()
  assert.ok(ended.done - doneThen <= BATCH_ORDERS, `${ended.done - doneThen} orders after the freezing`)
  assert.ok(ended.refused.some(({ code }) => code === 'starterLostRights'))
})
