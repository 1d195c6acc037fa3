import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { sql } from '#kernel/db.ts'
import { startDuePulls } from '#modules/intake/operations/start-due-pulls.ts'
import { addShop } from '#modules/shops/operations/add-shop.ts'
import { finishAuthorisation } from '#modules/shops/operations/finish-authorisation.ts'
import { startAuthorisation } from '#modules/shops/operations/start-authorisation.ts'
import { sandboxDouyinApp } from '#sandbox/douyin/app.ts'
import { pushSignature } from '#sandbox/douyin/signature.ts'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { consent, REDIRECT_URL } from '../testing/platform-shops.ts'

const { appKey, appSecret, serviceId } = sandboxDouyinApp
let [sandbox, t, web, address, shopId, platformShopId]: [Sandbox, TestTeam, FastifyInstance, string, string, string] = [] as never
before(async () => {
  sandbox = await startSandbox({ printers: [] })
  t = await aTeam({
    environment: {
      ...{ DOUYIN_APP_KEY: appKey, DOUYIN_APP_SECRET: appSecret, DOUYIN_SERVICE_ID: serviceId },
      DOUYIN_GATEWAY: sandbox.gateways.douyin,
    },
  })
  web = await aWebServer(t.app)
  address = `${await web.listen({ port: 0, host: '127.0.0.1' })}/push/douyin`
  platformShopId = sandbox.control.addShop({ name: '抖店甲', platform: 'douyin' }).id
  shopId = (await t.call('owner', addShop, { platform: 'douyin', name: '抖店甲' })).shopId
  const { url } = await t.call('owner', startAuthorisation, { shopId, redirectUrl: REDIRECT_URL })
  await t.call('owner', finishAuthorisation, await consent(url, platformShopId))
  await t.runJobs()
})
after(async () => {
  await web.close()
  await t.drop()
  await sandbox.stop()
})

const storedOrders = async () => {
  const rows = await t.read((reader) =>
    reader.rows<{ order: string }>(sql`
      select distinct platform_order_id as order from intake_messages
      where merchant_id = ${reader.merchantId} and shop_id = ${shopId} order by 1`),
  )
  return rows.map(({ order }) => order)
}
const noticeCount = async () =>
  (
    await t.read((reader) =>
      reader.rows(sql`select 1 from push_notices where merchant_id = ${reader.merchantId} and shop_id = ${shopId}`),
    )
  ).length

test('a shop let in through Douyin’s own page hears of its orders at the address in the console, over the wire and signed', async () => {
  const kept = await fetch(`${sandbox.gateways.douyin}/console`, {
    ...{ method: 'POST', body: new URLSearchParams({ address }), redirect: 'manual' },
  })
  assert.equal(kept.status, 303)
  sandbox.control.setFault({ kind: 'duplicatePush' })
  const made = sandbox.control.createOrders(3, { shopId: platformShopId }).map(({ tid }) => tid)
  // Created and paid, each told twice, each kept once.
  while ((await noticeCount()) < 6) await new Promise((resolve) => setTimeout(resolve, 20))
  await t.runJobs()
  assert.equal(await noticeCount(), 6)
  assert.deepEqual(await storedOrders(), made.toSorted())
})

test('what no push told is read by the next pull, and the shop is fresh again', async () => {
  const [quiet] = sandbox.control.createOrders(1, { shopId: platformShopId })
  await t.callAsSystem(startDuePulls, {})
  await t.runJobs()
  assert.ok((await storedOrders()).includes(quiet?.tid ?? ''))
  const rows = await t.read((reader) =>
    reader.rows<{ problem: string | null; pulled: boolean }>(sql`
      select last_error as problem, pulled_until is not null as pulled from shop_sync
      where merchant_id = ${reader.merchantId} and shop_id = ${shopId}`),
  )
  assert.deepEqual(rows, [{ problem: null, pulled: true }])
})

test('a forged push keeps nothing and asks nothing of the platform', async () => {
  const [order] = sandbox.control.createOrders(1, { shopId: sandbox.control.addShop({ name: '别家', platform: 'douyin' }).id })
  const body = JSON.stringify([{ tag: '101', msg_id: 'forged', data: `{"p_id":${order?.tid},"shop_id":${platformShopId}}` }])
  const known = await noticeCount()
  for (const signature of ['', pushSignature(appKey, body, 'another secret', 'hmac-sha256')]) {
    const headers = {
      'content-type': 'application/json',
      'app-id': appKey,
      'sign-method': 'hmac-sha256',
      'event-sign': signature,
    }
    const answer = await fetch(address, { method: 'POST', headers, body })
    assert.notEqual(((await answer.json()) as { code: number }).code, 0)
  }
  assert.equal(await noticeCount(), known)
  const genuine = await fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'app-id': appKey,
      'event-sign': pushSignature(appKey, body, appSecret, 'md5'),
    },
    body,
  })
  assert.deepEqual(await genuine.json(), { code: 0, msg: 'success' })
})
