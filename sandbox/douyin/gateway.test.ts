import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, afterEach, describe, test } from 'node:test'
import { toPlatformTime } from '#sandbox/platform-time.ts'
import { startSandbox } from '#sandbox/sandbox.ts'
import { sandboxDouyinApp } from './app.ts'
import { callSignature, pushSignature, type SignMethod } from './signature.ts'

const sandbox = await startSandbox()
after(() => sandbox.stop())
const { control } = sandbox
afterEach(() => control.clearFaults())
const shop = control.addShop({ name: '抖店甲', platform: 'douyin', session: 'token-1' })
const { appKey, appSecret } = sandboxDouyinApp

type Reply = { code: number; sub_code: string; data: Record<string, unknown> | null }
type Change = {
  body?: string
  path?: string
  timestamp?: string
  signMethod?: SignMethod
  query?: Record<string, string>
  viaGet?: boolean
}

/** A call as it should be, but for what is changed. */
async function call(method: string, params: object, change: Change = {}): Promise<Reply> {
  const { timestamp = String(Math.floor(Date.now() / 1000)), signMethod = 'hmac-sha256' } = change
  const body = change.body ?? JSON.stringify(params)
  const sorted = JSON.stringify(Object.fromEntries(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1))))
  const query = new URLSearchParams({
    ...{ app_key: appKey, method, timestamp, v: '2', sign_method: signMethod, access_token: 'token-1' },
    sign: callSignature({ appKey, method, paramJson: sorted, timestamp }, appSecret, signMethod),
    ...change.query,
  })
  for (const [name, value] of [...query]) if (value === '') query.delete(name)
  const path = change.path ?? `/${method.replaceAll('.', '/')}`
  if (change.viaGet) query.set('param_json', body)
  const response = await fetch(`${sandbox.gateways.douyin}${path}?${query}`, change.viaGet ? {} : { method: 'POST', body })
  return (await response.json()) as Reply
}
const list = { order_by: 'update_time', page: 0, size: 10 }

describe('a call is let in', () => {
  test('whichever method it is signed with, and whichever way it writes the time', async () => {
    for (const signMethod of ['md5', 'hmac-sha256'] as const)
      for (const timestamp of [undefined, toPlatformTime(Date.now())])
        assert.equal((await call('order.searchList', list, { signMethod, ...(timestamp ? { timestamp } : {}) })).code, 10000)
    assert.equal((await call('order.searchList', list, { signMethod: 'md5', query: { sign_method: '' } })).code, 10000)
  })
  test('with its members in any order, for the gateway sorts them', async () =>
    assert.equal(
      (await call('order.searchList', list, { body: '{"size": 10, "page": 0, "order_by": "update_time"}' })).code,
      10000,
    ))
  test('in the old way, with its parameters in the address', async () =>
    assert.equal((await call('order.searchList', list, { viaGet: true })).code, 10000))
  test('with ids as bare numbers beyond 2^53, digit for digit', async () => {
    const body = '{"product_id":3600000610000000017,"sku_id":1705100000000031,"stock_num":5}'
    const timestamp = String(Math.floor(Date.now() / 1000))
    const sign = callSignature({ appKey, method: 'sku.syncStock', paramJson: body, timestamp }, appSecret, 'md5')
    assert.equal((await call('sku.syncStock', {}, { body, timestamp, signMethod: 'md5', query: { sign } })).code, 10000)
  })
})

const REFUSED: [title: string, change: Change, subCode: string][] = [
  ['without an application', { query: { app_key: '' } }, 'isv.app-id-missing'],
  ['of an unknown application', { query: { app_key: '7' } }, 'isv.app-id-invalid'],
  ['to another path than its method', { path: '/order/orderDetail' }, 'isv.method-invalid'],
  ['of another version', { query: { v: '1' } }, 'isv.version-invalid'],
  ['without a signature', { query: { sign: '' } }, 'isv.signature-missing'],
  ['with a signature in capitals', { query: { sign: 'A'.repeat(64) } }, 'isv.signature-invalid'],
  ['with a changed body', { body: JSON.stringify({ ...list, size: 11 }) }, 'isv.signature-invalid'],
  ['eleven minutes late', { timestamp: String(Math.floor(Date.now() / 1000) - 660) }, 'isv.timestamp-invalid'],
  ['with a time nobody can read', { timestamp: 'yesterday' }, 'isv.timestamp-invalid'],
  ['with a body that is no object', { body: '[1]' }, 'isv.parameter-format-invalid'],
  ['without a token', { query: { access_token: '' } }, 'isv.access-token-missing'],
  ['with a token nobody has', { query: { access_token: 'x' } }, 'isv.access-token-no-existed'],
  ['with a token of a shop elsewhere', { query: { access_token: 'sandbox_session' } }, 'isv.access-token-no-existed'],
]
for (const [title, change, subCode] of REFUSED)
  test(`a call ${title} is refused with ${subCode}`, async () =>
    assert.equal((await call('order.searchList', list, change)).sub_code, subCode))

test('pages are counted from 0 among orders and from 1 among goods', async () => {
  assert.equal((await call('order.searchList', { ...list, page: -1 })).sub_code, 'isv.parameter-invalid')
  assert.equal((await call('product.listV2', { page: 0, size: 10 })).sub_code, 'isv.parameter-invalid')
  assert.equal((await call('order.searchList', { ...list, size: 101 })).sub_code, 'isv.parameter-invalid')
})

test('an increment of stock needs a key, has its effect once, and never goes below nothing', async () => {
  const sku = { product_id: '3600000610000000017', sku_id: '1705100000000062' }
  const sync = (change: object) => call('sku.syncStock', { ...sku, incremental: true, ...change })
  assert.equal((await sync({ stock_num: 5 })).sub_code, 'isv.missing-parameter')
  assert.equal((await sync({ stock_num: 5, idempotent_id: 'a' })).code, 10000)
  assert.equal((await sync({ stock_num: 5, idempotent_id: 'a' })).sub_code, 'isv.idempotent-id-existed')
  assert.equal((await sync({ stock_num: -506, idempotent_id: 'b' })).sub_code, 'isv.business-failed:4')
})

describe('pushes', () => {
  type Heard = { headers: Record<string, unknown>; body: string }
  async function withReceiver(
    answer: (count: number) => { code: number },
    act: (address: string, heard: Heard[]) => Promise<void>,
  ) {
    const heard: Heard[] = []
    const server = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk
      })
      request.on('end', () => {
        heard.push({ headers: request.headers, body })
        response.end(JSON.stringify(answer(heard.length)))
        server.emit('heard')
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}/push/douyin`, heard)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }
  const setAddress = (address: string) =>
    fetch(`${sandbox.gateways.douyin}/console`, { method: 'POST', body: new URLSearchParams({ address }), redirect: 'manual' })
  /** Polled, for the sender decides when it sends. */
  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20))
  }

  test('the console keeps an address that takes its trial, and no other', async () => {
    assert.equal((await setAddress('http://127.0.0.1:9/nobody')).status, 400)
    await withReceiver(
      () => ({ code: 0 }),
      async (address, heard) => {
        assert.equal((await setAddress(address)).status, 303)
        assert.deepEqual(JSON.parse(heard[0]?.body ?? ''), [{ tag: '0', msg_id: '0', data: '2020-09-10T16:00:00+08:00' }])
      },
    )
  })

  test('a paid order is told, signed over the bytes, again until it is taken, and sometimes twice', async () => {
    await withReceiver(
      (count) => ({ code: count === 2 ? 500 : 0 }),
      async (address, heard) => {
        await setAddress(address)
        control.setFault({ kind: 'duplicatePush', times: 1 })
        const [order] = control.createOrders(1, { shopId: shop.id })
        await until(() => heard.length >= 3)
        const [, first, second] = heard
        assert.equal(second?.body, first?.body)
        assert.equal(first?.headers['event-sign'], pushSignature(appKey, first?.body ?? '', appSecret, 'hmac-sha256'))
        const messages = JSON.parse(first?.body ?? '') as { tag: string; msg_id: string; data: string }[]
        assert.deepEqual(
          messages.map(({ tag }) => tag),
          ['100', '100', '101'],
        )
        assert.equal(messages[0]?.msg_id, messages[1]?.msg_id)
        assert.ok(messages[2]?.data.includes(`"p_id":${order?.tid},`) && messages[2].data.includes(`"shop_id":${shop.id}`))
      },
    )
  })
})
