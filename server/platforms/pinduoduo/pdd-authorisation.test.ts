import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import { messageBase, routerUrl } from '#server/platforms/pop/pdd-hosts.ts'
import { failureOf, startBench } from '#server/platforms/testing/contract-bench.ts'
import { pinduoduo } from './pinduoduo.ts'
import { pinduoduoUnderTest } from './testing/pinduoduo-bench.ts'

const bench = await startBench(pinduoduoUnderTest)
const { control } = bench.sandbox
afterEach(() => control.clearFaults())
after(() => bench.stop())
const grants = pinduoduo.authorisation.way === 'code' ? pinduoduo.authorisation : assert.fail('Pinduoduo gives codes')
const redirectUrl = 'http://127.0.0.1:8080/authorised'

async function codeFor(shopId: string): Promise<string> {
  const url = new URL(grants.url(bench.app, { redirectUrl, state: 'state 1&2' }))
  const page = await (await fetch(url)).text()
  assert.match(page, /授权店铺/)
  url.searchParams.set('shop', shopId)
  const back = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '')
  assert.equal(back.searchParams.get('state'), 'state 1&2')
  return back.searchParams.get('code') ?? ''
}

test('a code becomes the tokens of its shop once; a refresh token works once', async () => {
  const { shopId } = await bench.openShop()
  control.setTokenLife({ accessSeconds: 3600, refreshSeconds: 7200 })
  const code = await codeFor(shopId)
  const tokens = await grants.exchange(bench.app, code, redirectUrl)
  assert.equal(tokens.platformShopId, shopId)
  assert.match(tokens.platformShopName, /^店 /)
  const lives = [tokens.accessExpiresAt, tokens.refreshExpiresAt].map((at) => Math.round((Date.parse(at) - Date.now()) / 60_000))
  assert.deepEqual(lives, [60, 120])
  assert.equal((await failureOf(grants.exchange(bench.app, code, redirectUrl))).kind, 'reauthorise')
  const renewed = await grants.refresh(bench.app, tokens.refreshToken)
  assert.notEqual(renewed.accessToken, tokens.accessToken)
  assert.equal((await failureOf(grants.refresh(bench.app, tokens.refreshToken))).kind, 'reauthorise')
})

test('the messages of a shop are asked for with its tokens, and where that fails the tokens are good all the same', async () => {
  const { shopId } = await bench.openShop()
  control.resetCallCounts()
  control.setFault({ kind: 'error', target: 'pdd.pmc.user.permit', times: 1 })
  const tokens = await grants.exchange(bench.app, await codeFor(shopId), redirectUrl)
  assert.equal(tokens.platformShopId, shopId)
  await grants.refresh(bench.app, tokens.refreshToken)
  assert.equal(control.callCounts()['pdd.pmc.user.permit'], 2)
})

test('trouble at the platform is not taken for a bad code, and a wrong secret is our mistake', async () => {
  control.setFault({ kind: 'outage', target: 'pdd.pop.auth.token.refresh', times: 1 })
  assert.equal((await failureOf(grants.refresh(bench.app, 'r'))).kind, 'retry')
  assert.equal((await failureOf(grants.refresh({ ...bench.app, appSecret: 'x' }, 'r'))).kind, 'our_fault')
})

test('shops of the real platform are sent to its own login and listened to at its own address', () => {
  for (const gatewayUrl of ['https://gw-api.pinduoduo.com', 'https://opengw-api.yangkeduo.com/api/router/']) {
    const url = grants.url({ ...bench.app, gatewayUrl }, { redirectUrl, state: 's' })
    assert.ok(url.startsWith('https://fuwu.pinduoduo.com/service-market/auth?response_type=code&client_id='), url)
    assert.equal(messageBase(gatewayUrl), 'wss://message-api.pinduoduo.com')
    assert.match(routerUrl(gatewayUrl), /^https:\/\/[^/]+\/api\/router$/)
  }
  assert.equal(messageBase('https://proxy.example/pdd/api/router'), 'wss://proxy.example/pdd')
})
