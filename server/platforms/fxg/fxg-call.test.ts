import assert from 'node:assert/strict'
import { test } from 'node:test'
import { douyin } from '#server/platforms/douyin/douyin.ts'
import { type Visit, withPeer } from '#server/platforms/douyin/testing/peer.ts'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import { callDouyin, callDouyinAsApp, type DouyinCall } from './fxg-call.ts'
import { signDouyin } from './fxg-sign.ts'

const read: DouyinCall = { method: 'order.orderDetail', params: { shop_order_id: '1', remark: '加急<&>' }, canRepeat: true }
const ship: DouyinCall = { ...read, canRepeat: false }
const kindOf = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'answered',
    (error: unknown) => (error instanceof PlatformFailure ? error.kind : String(error)),
  )

test('a call carries its signature in the address and, byte for byte, what was signed in its body', async () => {
  const visits: Visit[] = []
  const answer = (visit: Visit) => {
    visits.push(visit)
    visit.response.end('{"code":10000,"msg":"success","data":{"id":6900000000000000001}}')
  }
  let paced = 0
  await withPeer(answer, async (connection) => {
    const pace = () => Promise.resolve(void paced++)
    assert.deepEqual(await callDouyin({ ...connection, pace }, read), { id: '6900000000000000001' })
    await callDouyinAsApp({ ...connection, accessToken: '' } as Connection, read)
  })
  const url = new URL(visits[0]?.request.url ?? '', 'http://peer')
  const paramJson = '{"remark":"加急<&>","shop_order_id":"1"}'
  const sign = signDouyin({ appKey: '7', method: read.method, paramJson, timestamp: '1700000000' }, 'secret', 'hmac-sha256')
  assert.deepEqual(
    [url.pathname, Object.fromEntries(url.searchParams), visits[0]?.body],
    [
      '/order/orderDetail',
      {
        ...{ app_key: '7', method: 'order.orderDetail', timestamp: '1700000000', v: '2', sign_method: 'hmac-sha256', sign },
        access_token: 'token-1',
      },
      paramJson,
    ],
  )
  assert.equal(visits[0]?.request.headers['content-type'], 'application/json;charset=utf-8')
  assert.equal(new URL(visits[1]?.request.url ?? '', 'http://peer').searchParams.has('access_token'), false)
  assert.equal(paced, 1)
})

test('the old envelope and a partial success are answers, too', async () => {
  for (const reply of ['{"err_no":0,"message":"success","data":[1]}', '{"code":10001,"msg":"部分成功","data":[1]}'])
    await withPeer(
      ({ response }) => response.end(reply),
      async (connection) => assert.deepEqual(await callDouyin(connection, read), [1]),
    )
})

const BROKEN: [title: string, answer: (visit: Visit) => void][] = [
  ['a connection cut before the answer', ({ request }) => request.socket.destroy()],
  ['an error page of a proxy', ({ response }) => response.writeHead(502).end('<html>Bad Gateway</html>')],
  ['an empty answer', ({ response }) => response.end()],
  ['JSON of somebody else', ({ response }) => response.end('{"error":"nobody"}')],
]
for (const [title, answer] of BROKEN) {
  test(`${title} leaves a shipment unknown and a reading to be repeated`, async () => {
    await withPeer(answer, async (connection) => {
      assert.equal(await kindOf(callDouyin(connection, ship)), 'unknown_outcome')
      assert.equal(await kindOf(callDouyin(connection, read)), 'retry')
    })
  })
}

test('a platform that lets a repeated shipment pass has confirmed it', async () => {
  const report = { platformOrderId: '1', platformLineIds: [], carrier: 'YTO', waybillNumber: 'YT0000000000001' }
  await withPeer(
    ({ response }) => response.end('{"code":10000,"msg":"success","data":{}}'),
    async (connection) => {
      assert.deepEqual(await douyin.reportShipment(connection, report), { outcome: 'confirmed' })
      assert.deepEqual(await douyin.reportShipment(connection, report), { outcome: 'confirmed' })
    },
  )
})

test('the owner is sent to the platform’s own page, and to the gateway’s where that is not the platform’s', () => {
  const { authorisation } = douyin
  assert.ok(authorisation.way === 'code')
  const app = { appKey: '7', appSecret: 's', serviceId: '42', now: Date.now }
  const at = (gatewayUrl: string) =>
    new URL(authorisation.url({ ...app, gatewayUrl }, { redirectUrl: 'https://me.example/back', state: 'x y' }))
  const real = at('https://openapi-fxg.jinritemai.com')
  assert.equal(real.origin + real.pathname, 'https://fuwu.jinritemai.com/authorize')
  assert.deepEqual([real.searchParams.get('service_id'), real.searchParams.get('state')], ['42', 'x y'])
  assert.equal(at('http://127.0.0.1:9/douyin/').href.split('?')[0], 'http://127.0.0.1:9/douyin/authorize')
  assert.equal(at('https://evil.example/.jinritemai.com/').origin, 'https://evil.example')
})

test('a code that was used and a refresh token that was renewed ask for a new authorisation', async () => {
  const { authorisation } = douyin
  assert.ok(authorisation.way === 'code')
  for (const reason of ['code-expired', 'token-expired'])
    await withPeer(
      ({ response }) => response.end(`{"code":50001,"msg":"失败","sub_code":"dop.token-generate-failed:${reason}","sub_msg":""}`),
      async (connection) => assert.equal(await kindOf(authorisation.exchange(connection, 'c', '')), 'reauthorise'),
    )
})
