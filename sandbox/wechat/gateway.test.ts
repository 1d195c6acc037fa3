import assert from 'node:assert/strict'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, afterEach, describe, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { decrypt, getSignature } from '@wecom/crypto'
import { startSandbox } from '../sandbox.ts'
import { shopKeysOf } from './shop-keys.ts'

const startedAt = Date.now()
const clock = { aheadMs: 0 }
// It stands still but for what a test moves it.
const sandbox = await startSandbox({ now: () => startedAt + clock.aheadMs })
const { control } = sandbox
afterEach(() => {
  control.clearFaults()
  clock.aheadMs = 0
})
after(() => sandbox.stop())

type Answer = Record<string, unknown>
const gateway = sandbox.gateways.wechat
let shopCount = 0
function aShop() {
  const session = `own-${++shopCount}`
  return { ...control.addShop({ name: `店 ${shopCount}`, platform: 'wechat', session }), session }
}
async function ask(path: string, token: string, body: unknown, method = 'POST'): Promise<Answer> {
  const response = await fetch(`${gateway}/${path}?access_token=${token}`, {
    method,
    ...(method === 'POST' && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return (await response.json()) as Answer
}
const codeOf = async (answer: Promise<Answer>) => (await answer).errcode
const nowSeconds = () => Math.floor(Date.now() / 1000)
const lastHour = (size: number, more = {}) => ({
  update_time_range: { start_time: nowSeconds() - 3600, end_time: nowSeconds() + 60 },
  page_size: size,
  ...more,
})

describe('stable tokens', () => {
  const grant = (appid: string, more = {}) =>
    ask('cgi-bin/stable_token', '', { grant_type: 'client_credential', appid, secret: shopKeysOf(appid).appSecret, ...more })
  const reads = (token: unknown) => codeOf(ask('channels/ec/order/list/get', String(token), lastHour(1)))

  test('everybody gets the same token, with ever less time left, until five minutes before its end', async () => {
    const { id } = aShop()
    const first = await grant(id)
    assert.equal(first.expires_in, 7200)
    clock.aheadMs = 100 * 60_000
    const later = await grant(id)
    assert.deepEqual([later.access_token, later.expires_in], [first.access_token, 1200])
    clock.aheadMs = 116 * 60_000
    const renewed = await grant(id)
    assert.notEqual(renewed.access_token, first.access_token)
    assert.deepEqual([await reads(first.access_token), await reads(renewed.access_token)], [0, 0])
    clock.aheadMs = 121 * 60_000
    assert.deepEqual([await reads(first.access_token), await reads(renewed.access_token)], [40001, 0])
  })
  test('a forced one leaves the old one five minutes, and cannot be had every second', async () => {
    const { id } = aShop()
    const first = await grant(id)
    const forced = await grant(id, { force_refresh: true })
    assert.notEqual(forced.access_token, first.access_token)
    assert.equal((await grant(id, { force_refresh: true })).errcode, 45011)
    assert.equal(await reads(first.access_token), 0)
    clock.aheadMs = 6 * 60_000
    assert.deepEqual([await reads(first.access_token), await reads(forced.access_token)], [40001, 0])
  })
  test('a wrong secret, an unknown AppID and another grant are told apart', async () => {
    const { id } = aShop()
    assert.equal((await grant(id, { secret: 'x' })).errcode, 40125)
    assert.equal((await grant(id, { appid: 'wx1' })).errcode, 40013)
    assert.equal((await grant(id, { grant_type: 'password' })).errcode, 40002)
  })
})

describe('the gateway', () => {
  test('refuses a missing and a wrong token, another verb, no JSON and an unknown interface', async () => {
    const { session } = aShop()
    const list = 'channels/ec/order/list/get'
    assert.equal(await codeOf(ask(list, '', lastHour(1))), 41001)
    assert.equal(await codeOf(ask(list, 'wrong', lastHour(1))), 40001)
    assert.equal(await codeOf(ask(list, session, null, 'GET')), 43002)
    assert.equal(await codeOf(ask('channels/ec/basics/info/get', session, {})), 43001)
    assert.equal(await codeOf(ask('channels/ec/basics/info/get', session, null, 'GET')), 0)
    assert.equal(await codeOf(ask(list, session, 'no json')), 47001)
    assert.equal(await codeOf(ask('channels/ec/reviews/get', session, {})), 48001)
    // A shop of another platform has no business here.
    assert.equal(await codeOf(ask(list, 'sandbox_session', lastHour(1))), 40001)
  })
  test('a list covers seven days at most, a hundred rows, and its cursor belongs to its conditions', async () => {
    const { id, session } = aShop()
    control.createOrders(5, { shopId: id })
    const list = (body: object) => ask('channels/ec/order/list/get', session, body)
    const now = nowSeconds()
    assert.equal((await list({ page_size: 10 })).errcode, 40097)
    assert.equal((await list(lastHour(101))).errcode, 40097)
    assert.equal(
      (await list({ page_size: 10, update_time_range: { start_time: now - 8 * 86_400, end_time: now } })).errcode,
      40097,
    )
    const conditions = lastHour(2)
    const first = await list(conditions)
    assert.deepEqual([(first.order_id_list as string[]).length, first.has_more], [2, true])
    const second = await list({ ...conditions, next_key: first.next_key })
    const third = await list({ ...conditions, next_key: second.next_key })
    assert.deepEqual([(third.order_id_list as string[]).length, third.has_more], [1, false])
    assert.equal((await list({ ...lastHour(3), next_key: first.next_key })).errcode, 606006)
    assert.equal((await list({ ...conditions, next_key: 'made up' })).errcode, 606006)
  })
  test('"to ship" lists orders of which some have left too', async () => {
    const { id, session } = aShop()
    const [order] = control.createOrders(1, { shopId: id, lineCount: 2 })
    const line = order?.lines[0]
    const parcel = {
      ...{ delivery_id: 'YTO', waybill_id: 'YT0000000000001', deliver_type: 1 },
      product_infos: [{ product_id: line?.itemId, sku_id: line?.skuId, product_cnt: line?.quantity }],
    }
    assert.equal(
      await codeOf(ask('channels/ec/order/delivery/send', session, { order_id: order?.tid, delivery_list: [parcel] })),
      0,
    )
    for (const status of [20, 21])
      assert.deepEqual((await ask('channels/ec/order/list/get', session, lastHour(9, { status }))).order_id_list, [order?.tid])
    assert.deepEqual((await ask('channels/ec/order/list/get', session, lastHour(9, { status: 30 }))).order_id_list, [])
  })
  test('receivers are masked on request even where they would come in plain', async () => {
    const open = await startSandbox({ maskReceivers: false })
    const shop = open.control.addShop({ name: '明文', platform: 'wechat', session: 'plain' })
    const [order] = open.control.createOrders(1, { shopId: shop.id })
    const read = async (body: object) => {
      const url = `${open.gateways.wechat}/channels/ec/order/get?access_token=plain`
      return (await fetch(url, { method: 'POST', body: JSON.stringify({ order_id: order?.tid, ...body }) })).text()
    }
    const name = order?.receiver.name ?? ''
    assert.deepEqual(
      [(await read({})).includes(name), (await read({ encode_sensitive_info: true })).includes(name)],
      [true, false],
    )
    await open.stop()
  })
})

describe('pushes', () => {
  type Received = { query: URLSearchParams; body: string }

  /** A shop's own address, as its software would answer there. */
  async function anAddress(shopId: string, say: (taken: number) => string = () => 'success') {
    const { messageToken } = shopKeysOf(shopId)
    const received: Received[] = []
    const server = createServer((request: IncomingMessage, response) => {
      const query = new URL(request.url ?? '', 'http://x').searchParams
      let body = ''
      request.on('data', (part: Buffer) => {
        body += part.toString()
      })
      request.on('end', () => {
        if (request.method === 'GET') return void response.end(messageToken === '' ? '' : (query.get('echostr') ?? ''))
        received.push({ query, body })
        response.end(say(received.length))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/push`
    return { received, address, stop: () => new Promise((resolve) => server.close(resolve)) }
  }
  const post = (page: string, form: Record<string, string>) =>
    fetch(`${gateway}/console/${page}`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' })
  async function until(isDone: () => boolean): Promise<void> {
    for (let tries = 0; tries < 200 && !isDone(); tries++) await delay(25)
  }
  const opened = (shopId: string, { body }: Received) => {
    const { Encrypt } = JSON.parse(body) as { Encrypt: string }
    return decrypt(shopKeysOf(shopId).encodingAesKey, Encrypt)
  }

  test('an address is kept only when it sends the text of the check back', async () => {
    const { id } = aShop()
    const { address, stop } = await anAddress(id)
    assert.equal((await post('push-address', { shop: id, address: 'http://127.0.0.1:9/nobody' })).status, 400)
    assert.equal((await post('push-address', { shop: id, address })).status, 303)
    assert.ok((await (await fetch(`${gateway}/console`)).text()).includes(address))
    await stop()
  })
  test('a change is told encrypted and signed, again until somebody says success, and twice when the fault is on', async () => {
    const { id } = aShop()
    const { address, received, stop } = await anAddress(id, (taken) => (taken === 1 ? 'busy' : 'success'))
    await post('push-address', { shop: id, address })
    const [order] = control.createOrders(1, { shopId: id, unpaid: true })
    await until(() => received.length === 2)
    const [first, second] = received
    assert.ok(first && second)
    const { messageToken } = shopKeysOf(id)
    const { Encrypt } = JSON.parse(first.body) as { Encrypt: string }
    const [timestamp = '', nonce = ''] = ['timestamp', 'nonce'].map((name) => first.query.get(name) ?? '')
    assert.equal(first.query.get('msg_signature'), getSignature(messageToken, timestamp, nonce, Encrypt))
    const { message, id: appId } = opened(id, second)
    assert.equal(appId, id)
    assert.ok(message.includes(`"Event":"channels_ec_order_new"`) && message.includes(`"order_id":${order?.tid}}`), message)
    control.setFault({ kind: 'duplicatePush', times: 1 })
    control.payOrder(order?.tid ?? '')
    await until(() => received.length === 4)
    assert.equal(received.length, 4)
    await stop()
  })
  test('what a buyer writes is pushed with its id', async () => {
    const { id } = aShop()
    const { address, received, stop } = await anAddress(id)
    await post('push-address', { shop: id, address })
    const { msg_id } = (await (await post('say', { shop: id, openId: 'O1', text: '在吗' })).json()) as { msg_id: string }
    await until(() => received.length === 1)
    const event = JSON.parse(opened(id, received[0] as Received).message) as Answer
    assert.deepEqual(
      [event.Event, event.msg_id, event.FromUserName, event.text],
      ['commkf_send_msg_to_kf', msg_id, 'O1', { content: '在吗' }],
    )
    await stop()
  })
})
