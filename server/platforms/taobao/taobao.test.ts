import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Connection } from '#server/platforms/platform.ts'
import { taobao } from './taobao.ts'
import { failureOf, sandboxShops } from './testing/sandbox-shops.ts'

const { sandbox, connection, openShop } = await sandboxShops()
const HOUR_MS = 3_600_000
const queue = taobao.pushes.way === 'queue' ? taobao.pushes : assert.fail('Taobao has a queue')
const grants = taobao.authorisation.way === 'code' ? taobao.authorisation : assert.fail('Taobao gives codes')

describe('an order through its life', () => {
  const read = async (shop: Connection, tid: string) => taobao.readOrder(await taobao.fetchOrder(shop, tid))

  test('unpaid, paid, forbidden, asked back, refunded and closed are told apart', async () => {
    const { shopId, shop } = openShop('life')
    const { control } = sandbox
    const tid = control.createOrders(1, { shopId, unpaid: true, lineCount: 1 })[0]?.tid ?? ''
    const unpaid = await read(shop, tid)
    assert.deepEqual([unpaid.status, unpaid.paidFen, unpaid.paidAt, unpaid.shipBy], ['unpaid', 0, null, null])
    control.payOrder(tid)
    assert.equal((await read(shop, tid)).status, 'paid')
    control.forbidShipping(tid)
    const forbidden = await read(shop, tid)
    assert.deepEqual([forbidden.status, forbidden.shipForbidden], ['paid', true])
    control.allowShipping(tid)
    control.askRefund(tid)
    assert.equal((await read(shop, tid)).lines[0]?.refundState, 'asked')
    control.refuseRefund(tid)
    assert.equal((await read(shop, tid)).lines[0]?.refundState, 'refused')
    control.settleRefund(tid)
    const closed = await read(shop, tid)
    assert.deepEqual(
      [closed.status, closed.lines[0]?.refundState, closed.refundedFen],
      ['closed', 'refunded', closed.lines[0]?.paidFen],
    )
    const never = control.createOrders(1, { shopId, unpaid: true })[0]?.tid ?? ''
    control.closeOrder(never)
    assert.equal((await read(shop, never)).status, 'cancelled')
  })

  test('an order of another shop does not exist', async () => {
    const foreign = sandbox.control.createOrders(1)[0]?.tid ?? ''
    assert.equal((await failureOf(taobao.fetchOrder(openShop('foreign').shop, foreign))).kind, 'refused')
  })
})

describe('failures of the platform', () => {
  const fetchAny = () => failureOf(taobao.fetchOrder(connection, '1'))

  test('an expired session asks for a new authorisation', async () => {
    sandbox.control.setFault({ kind: 'tokenExpired' })
    assert.equal((await fetchAny()).kind, 'reauthorise')
    assert.equal(
      (await failureOf(taobao.fetchOrder({ ...connection, accessToken: '' }, '1'))).platformCode,
      'isv.missing-session',
    )
  })
  test('a rate limit names the moment from which to try again', async () => {
    sandbox.control.setFault({ kind: 'rateLimit', callsPerSecond: 0, banSeconds: 30 })
    const { kind, retryAt } = await fetchAny()
    const waitMs = Date.parse(retryAt ?? '') - Date.now()
    assert.equal(kind, 'wait')
    assert.ok(waitMs > 25_000 && waitMs <= 31_000, `${waitMs} ms`)
  })
  test('an error on the platform side, an outage and a lost answer to a reading are tried again', async () => {
    sandbox.control.setFault({ kind: 'error' })
    assert.deepEqual([(await fetchAny()).kind, (await fetchAny()).platformCode], ['retry', 'isp.remote-service-error'])
    sandbox.control.clearFaults()
    sandbox.control.setFault({ kind: 'outage', httpStatus: 503 })
    assert.equal((await fetchAny()).kind, 'retry')
    sandbox.control.setFault({ kind: 'outage' })
    assert.equal((await fetchAny()).kind, 'retry')
    sandbox.control.clearFaults()
    sandbox.control.setFault({ kind: 'lostReply' })
    assert.equal((await fetchAny()).kind, 'retry')
  })
  test('a wrong secret and a wrong clock are our mistakes', async () => {
    const wrongSecret = await failureOf(taobao.fetchOrder({ ...connection, appSecret: 'other' }, '1'))
    assert.deepEqual([wrongSecret.kind, wrongSecret.platformCode], ['our_fault', '25'])
    const wrongClock = await failureOf(taobao.fetchOrder({ ...connection, now: () => Date.now() - HOUR_MS }, '1'))
    assert.deepEqual([wrongClock.kind, wrongClock.platformCode], ['our_fault', 'isv.invalid-timestamp'])
  })
})

describe('push', () => {
  test('notices name shop and order, come again until acknowledged, and then never', async () => {
    sandbox.control.setMessageRedelivery(0)
    const all = await queue.consume(connection, 200)
    await queue.acknowledge(
      connection,
      all.map(({ ack }) => ack),
    )
    for (let rest = await queue.consume(connection, 200); rest.length > 0; rest = await queue.consume(connection, 200)) {
      await queue.acknowledge(
        connection,
        rest.map(({ ack }) => ack),
      )
    }
    const { shopId } = openShop('push')
    const tid = sandbox.control.createOrders(1, { shopId, unpaid: true })[0]?.tid ?? ''
    const first = await queue.consume(connection, 200)
    assert.deepEqual(
      first.map(({ platformShopId, platformOrderId }) => [platformShopId, platformOrderId]),
      [[shopId, tid]],
    )
    assert.deepEqual(await queue.consume(connection, 200), first)
    await queue.acknowledge(
      connection,
      first.map(({ ack }) => ack),
    )
    assert.deepEqual(await queue.consume(connection, 200), [])
    await queue.acknowledge(connection, [])
  })
})

describe('authorisation', () => {
  const redirectUrl = 'http://127.0.0.1:8080/authorised'

  async function grantedCode(shopId: string): Promise<string> {
    const url = new URL(grants.url(connection, { redirectUrl, state: 'state 1&2' }))
    url.searchParams.set('shop', shopId)
    const response = await fetch(url, { redirect: 'manual' })
    const back = new URL(response.headers.get('location') ?? '')
    assert.equal(back.searchParams.get('state'), 'state 1&2')
    return back.searchParams.get('code') ?? ''
  }

  test('a granted code becomes tokens that read orders, and renewed tokens do too', async () => {
    const { shopId } = openShop('授权 店')
    sandbox.control.setTokenLife({ accessSeconds: 3600, refreshSeconds: 7200 })
    const code = await grantedCode(shopId)
    const tokens = await grants.exchange(connection, code, redirectUrl)
    assert.deepEqual([tokens.platformShopId, tokens.platformShopName], [shopId, '授权 店'])
    const lives = [tokens.accessExpiresAt, tokens.refreshExpiresAt].map((at) =>
      Math.round((Date.parse(at) - Date.now()) / 60_000),
    )
    assert.deepEqual(lives, [60, 120])
    const tid = sandbox.control.createOrders(1, { shopId })[0]?.tid ?? ''
    assert.equal((await taobao.fetchOrder({ ...connection, accessToken: tokens.accessToken }, tid)).platformOrderId, tid)
    const renewed = await grants.refresh(connection, tokens.refreshToken)
    assert.equal((await taobao.fetchOrder({ ...connection, accessToken: renewed.accessToken }, tid)).platformOrderId, tid)
    assert.equal((await failureOf(grants.exchange(connection, code, redirectUrl))).kind, 'reauthorise')
    assert.equal((await failureOf(grants.refresh(connection, tokens.refreshToken))).kind, 'reauthorise')
  })

  test('a wrong app secret is our mistake', async () => {
    assert.equal((await failureOf(grants.refresh({ ...connection, appSecret: 'x' }, 'r'))).kind, 'our_fault')
  })

  test('shops of the real platform are sent to its own login', () => {
    for (const gatewayUrl of [
      'https://eco.taobao.com',
      'https://eco.taobao.com/router/rest',
      'https://gw.api.taobao.com/router/rest',
    ]) {
      const url = grants.url({ ...connection, gatewayUrl }, { redirectUrl, state: 's' })
      assert.ok(url.startsWith('https://oauth.taobao.com/authorize?response_type=code&client_id=12345678&'), url)
    }
  })
})
