import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import { shopKeysOf } from '#sandbox/wechat/shop-keys.ts'
import { failureOf, startBench } from '#server/platforms/testing/contract-bench.ts'
import { wechatUnderTest } from './testing/wechat-bench.ts'
import { wechat } from './wechat.ts'

const bench = await startBench(wechatUnderTest)
const { control } = bench.sandbox
afterEach(() => control.clearFaults())
after(() => bench.stop())

const { authorisation } = wechat
assert.ok(authorisation.way === 'credentials')
const exchange = (given: Record<string, string>) => authorisation.exchange(bench.app, given)

test('the fields ask for what the console shows, and each takes what stands there', async () => {
  const { shopId } = await bench.openShop()
  const keys: Record<string, string> = shopKeysOf(shopId)
  for (const { name, pattern } of authorisation.fields) assert.match(keys[name] ?? '', pattern)
  assert.deepEqual(
    authorisation.fields.filter(({ secret }) => !secret).map(({ name }) => name),
    ['appId'],
  )
})
test('credentials become a token, the shop’s name and its id; they are kept to renew it', async () => {
  const { shopId } = await bench.openShop()
  const tokens = await exchange(shopKeysOf(shopId))
  assert.equal(tokens.platformShopId, shopId)
  assert.match(tokens.platformShopName, /^店 /)
  assert.deepEqual(JSON.parse(tokens.refreshToken), shopKeysOf(shopId))
  assert.ok(Date.parse(tokens.refreshExpiresAt) > Date.now() + 10 * 365 * 86_400_000)
  // Two servers that renew do not take each other's token away.
  assert.equal((await authorisation.refresh(bench.app, tokens.refreshToken)).accessToken, tokens.accessToken)
})
test('a shop without keys for pushes can be connected; with one of the two it cannot', async () => {
  const { appId, appSecret, messageToken } = shopKeysOf((await bench.openShop()).shopId)
  assert.equal((await exchange({ appId, appSecret })).platformShopId, appId)
  const half = await failureOf(exchange({ appId, appSecret, messageToken }))
  assert.deepEqual([half.kind, half.platformCode], ['reauthorise', 'half-a-push'])
})
test('a wrong secret and an unknown AppID say in both languages what to do', async () => {
  const keys = shopKeysOf((await bench.openShop()).shopId)
  for (const wrong of [{ appSecret: '0'.repeat(32) }, { appId: 'wx0000000000000000' }]) {
    const failure = await failureOf(exchange({ ...keys, ...wrong }))
    assert.equal(failure.kind, 'reauthorise')
    assert.match(failure.message, /请.*WeChat Store console/)
  }
})
test('credentials that cannot be read any more are asked for again', async () => {
  for (const broken of ['', '{}', 'no json']) {
    assert.equal((await failureOf(authorisation.refresh(bench.app, broken))).kind, 'reauthorise')
  }
})
test('an outage is tried again', async () => {
  const keys = shopKeysOf((await bench.openShop()).shopId)
  control.setFault({ kind: 'outage', target: 'cgi-bin/stable_token', times: 1 })
  assert.equal((await failureOf(exchange(keys))).kind, 'retry')
})
