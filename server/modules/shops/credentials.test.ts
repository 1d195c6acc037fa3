import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, afterEach, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { pullNow } from '#modules/intake/operations/pull-now.ts'
import { aPlatformTeam, type PlatformTeam } from '#modules/intake/testing/platform-shops.ts'
import { readLog } from '#modules/team/log/operations/read-log.ts'
import { shopKeysOf } from '#sandbox/wechat/shop-keys.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { addShop } from './operations/add-shop.ts'
import { enterCredentials } from './operations/enter-credentials.ts'
import { listPlatforms } from './operations/list-platforms.ts'
import { listShops } from './operations/list-shops.ts'

let world: PlatformTeam
let web: FastifyInstance
let count = 0
before(async () => {
  world = await aPlatformTeam()
  web = await aWebServer(world.t.app)
  await web.listen({ port: 0, host: '127.0.0.1' })
})
afterEach(() => world.sandbox.control.clearFaults())
after(async () => {
  await web.close()
  await world.stop()
})

const refusedWith = (code: string) => (error: unknown) => error instanceof Failure && error.definition.code === code
const rowOf = async (shopId: string) => (await world.t.call('owner', listShops, {})).rows.find((row) => row.shopId === shopId)
async function aWechatShop() {
  const name = `微信小店${++count}`
  const { id } = world.sandbox.control.addShop({ name, platform: 'wechat', receivesPushes: true })
  const { shopId } = await world.t.call('owner', addShop, { platform: 'wechat', name })
  return { shopId, keys: shopKeysOf(id), name }
}
async function enter(shopId: string, credentials: Record<string, string>): Promise<void> {
  await world.t.call('owner', enterCredentials, { shopId, credentials })
  await world.t.runJobs()
}

test('the form is told what to ask for, and never what was answered', async () => {
  const { rows } = await world.t.call('owner', listPlatforms, {})
  const platform = rows.find((row) => row.platform === 'wechat')
  assert.equal(platform?.authorisation, 'credentials')
  assert.deepEqual(
    platform.credentialFields.map(({ name, secret, optional, chosenLength }) => [name, secret, optional, chosenLength]),
    [
      ['appId', false, false, null],
      ['appSecret', true, false, null],
      ['messageToken', true, true, 24],
      ['encodingAesKey', true, true, 43],
    ],
  )
})

test('what the owner typed connects the shop, also with blanks copied along', async () => {
  const { shopId, keys, name } = await aWechatShop()
  assert.equal((await rowOf(shopId))?.state, 'unauthorised')
  await enter(shopId, { ...keys, appSecret: ` ${keys.appSecret}\n` })
  const row = await rowOf(shopId)
  assert.deepEqual([row?.state, row?.authorisation, row?.platformShopName], ['active', 'valid', name])
})

test('a wrong secret leaves the shop as it was and says in both languages what to do', async () => {
  const { shopId, keys } = await aWechatShop()
  await enter(shopId, { ...keys, appSecret: '0'.repeat(32) })
  const row = await rowOf(shopId)
  assert.equal(row?.state, 'unauthorised')
  assert.match(row.sync.lastError ?? '', /AppSecret 不正确.*AppSecret is wrong/)
  await enter(shopId, keys)
  assert.deepEqual([(await rowOf(shopId))?.state, (await rowOf(shopId))?.sync.lastError], ['active', null])
})

test('one of the two keys for pushes alone is refused with the reason', async () => {
  const { shopId, keys } = await aWechatShop()
  const { appId, appSecret, messageToken } = keys
  await enter(shopId, { appId, appSecret, messageToken })
  assert.match((await rowOf(shopId))?.sync.lastError ?? '', /要么都填，要么都不填/)
})

test('what cannot be right is refused at once, by the name of its field in both languages and never by its content', async () => {
  const { shopId, keys } = await aWechatShop()
  const tries = [
    { ...keys, appSecret: 'gekürzt' },
    { ...keys, appId: '' },
    { ...keys, other: 'x' },
  ]
  for (const credentials of tries)
    await assert.rejects(world.t.call('owner', enterCredentials, { shopId, credentials }), (error) => {
      assert.ok(error instanceof Failure && error.definition.code === 'credentialWrong')
      assert.doesNotMatch(JSON.stringify(error.params), /gekürzt|[0-9a-f]{32}/)
      return true
    })
  const named = world.t.call('owner', enterCredentials, { shopId, credentials: { ...keys, appId: 'x' } })
  await assert.rejects(named, (error) => error instanceof Failure && error.params.en === 'AppID (shop ID)')
})

test('a platform with a page of its own takes no typed credentials, and a shop outside one’s reach does not exist', async () => {
  const { shopId } = await world.t.call('owner', addShop, { platform: 'taobao', name: '淘宝不用填' })
  await assert.rejects(world.t.call('owner', enterCredentials, { shopId, credentials: {} }), refusedWith('notOffered'))
  const mine = await aWechatShop()
  const keeper = { accountId: await world.t.staff('别店之长', [{ role: 'administrator', shopIds: [shopId] }]) }
  const act = world.t.call(keeper, enterCredentials, { shopId: mine.shopId, credentials: mine.keys })
  await assert.rejects(act, refusedWith('notFound'))
})

test('a token that the platform takes no more is replaced by itself, with what was typed', async () => {
  const { shopId, keys } = await aWechatShop()
  await enter(shopId, keys)
  const token = async () => {
    const row = await world.t.read((reader) =>
      reader.maybe<{ access: Buffer }>(sql`
        select access_token_sealed as access from shop_authorisations where merchant_id = ${reader.merchantId} and shop_id = ${shopId}`),
    )
    return row ? world.t.app.kernel.world.vault.open(world.t.merchantId, row.access) : ''
  }
  const first = await token()
  world.sandbox.control.expireSession(first)
  world.sandbox.control.createOrders(2, { shopId: keys.appId })
  await world.t.call('owner', pullNow, { shopIds: [shopId] })
  await world.t.runJobs()
  assert.notEqual(await token(), first)
  const row = await rowOf(shopId)
  assert.deepEqual([row?.state, row?.authorisation, row?.sync.lastError], ['active', 'valid', null])
})

test('secrets lie sealed, in no log entry and in no answer', async () => {
  const { shopId, keys } = await aWechatShop()
  await enter(shopId, keys)
  const secrets = [keys.appSecret, keys.messageToken, keys.encodingAesKey]
  const log = JSON.stringify(await world.t.call('owner', readLog, { objectKind: 'shop', objectId: shopId }))
  assert.match(log, /shops\.enterCredentials/)
  const answers = JSON.stringify([await world.t.call('owner', listShops, {}), await world.t.call('owner', listPlatforms, {})])
  const stored = await world.t.read((reader) =>
    reader.rows(sql`
      select encode(a.refresh_token_sealed, 'escape') as tokens, encode(r.code_sealed, 'escape') as typed, y.last_error as error
      from shop_authorisations a
      join shop_authorisation_requests r on r.merchant_id = ${reader.merchantId} and r.shop_id = a.shop_id
      join shop_sync y on y.merchant_id = ${reader.merchantId} and y.shop_id = a.shop_id
      where a.merchant_id = ${reader.merchantId} and a.shop_id = ${shopId}`),
  )
  assert.equal(stored.length, 1)
  for (const secret of secrets) for (const text of [log, answers, JSON.stringify(stored)]) assert.ok(!text.includes(secret))
})

test('the platform’s console accepts the shop’s own address, and what it pushes there is read at once', async () => {
  const { shopId, keys } = await aWechatShop()
  await enter(shopId, keys)
  const { port } = web.server.address() as AddressInfo
  const pushPath = (await rowOf(shopId))?.pushPath ?? ''
  const givenTo = (path: string) =>
    fetch(`${world.sandbox.gateways.wechat}/console/push-address`, {
      method: 'POST',
      body: new URLSearchParams({ shop: keys.appId, address: `http://127.0.0.1:${port}${path}` }),
      redirect: 'manual',
    })
  const other = await aWechatShop()
  assert.equal(
    (await givenTo((await rowOf(other.shopId))?.pushPath ?? '')).status,
    400,
    'the address of a shop that is not connected',
  )
  assert.equal((await givenTo(pushPath)).status, 303)
  const [order] = world.sandbox.control.createOrders(1, { shopId: keys.appId })
  const stored = () =>
    world.t.read((reader) =>
      reader.rows<{ id: string }>(sql`
        select distinct platform_order_id as id from intake_messages where merchant_id = ${reader.merchantId} and shop_id = ${shopId}`),
    )
  for (let tries = 0; tries < 100 && (await stored()).length === 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    await world.t.runJobs()
  }
  assert.deepEqual(await stored(), [{ id: order?.tid }])
})
