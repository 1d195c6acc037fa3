import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import { callTop, type TopCall, topRows } from './top-call.ts'
import { signTop } from './top-sign.ts'

type Visit = { request: IncomingMessage; form: Record<string, string>; response: ServerResponse }

/** A bare HTTP peer: these tests are about what travels and what becomes of broken transports. */
async function withPeer(answer: (visit: Visit) => void, act: (connection: Connection) => Promise<void>): Promise<void> {
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => answer({ request, form: Object.fromEntries(new URLSearchParams(body)), response }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  try {
    await act(connectionTo(`http://127.0.0.1:${port}`))
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const connectionTo = (gatewayUrl: string): Connection => ({
  gatewayUrl,
  appKey: '12345678',
  appSecret: 'secret',
  accessToken: 'session-1',
  now: () => Date.UTC(2024, 0, 1, 19, 4, 5),
})
const ship: TopCall = {
  method: 'taobao.logistics.offline.send',
  params: { tid: '3000000000000000001', feature: '' },
  canRepeat: false,
}
const read: TopCall = { method: 'taobao.trade.fullinfo.get', params: { tid: '1', fields: '加急 & 发顺丰' }, canRepeat: true }
const kindOf = async (connection: Connection, call: TopCall): Promise<string> => {
  try {
    await callTop(connection, call)
    return 'answered'
  } catch (error) {
    assert.ok(error instanceof PlatformFailure, String(error))
    return error.kind
  }
}

test('a call is a signed form with Beijing time, JSON asked for and no empty value', async () => {
  const visits: Visit[] = []
  const answer = (visit: Visit) => {
    visits.push(visit)
    visit.response.end('{"trade_fullinfo_get_response":{"trade":{"tid":3000000000000000001}},"x":1}')
  }
  await withPeer(answer, async (connection) => {
    assert.deepEqual(await callTop(connection, read), { trade: { tid: '3000000000000000001' } })
    await callTop(
      { ...connection, gatewayUrl: `${connection.gatewayUrl}/router/rest/` },
      { ...read, params: { empty: '' }, withSession: false },
    )
  })
  const { sign, ...signed } = visits[0]?.form ?? {}
  assert.deepEqual(signed, {
    method: 'taobao.trade.fullinfo.get',
    app_key: '12345678',
    session: 'session-1',
    timestamp: '2024-01-02 03:04:05',
    format: 'json',
    v: '2.0',
    sign_method: 'hmac-sha256',
    tid: '1',
    fields: '加急 & 发顺丰',
  })
  assert.equal(sign, signTop(signed, 'secret', 'hmac-sha256'))
  assert.deepEqual(
    [visits[0]?.request.url, visits[0]?.request.headers['content-type']],
    ['/router/rest', 'application/x-www-form-urlencoded;charset=utf-8'],
  )
  assert.equal(visits[1]?.request.url, '/router/rest')
  assert.deepEqual([visits[1]?.form.session, 'empty' in (visits[1]?.form ?? {})], [undefined, false])
})

test('methods of other families keep their first word in the name of the answer', async () => {
  await withPeer(
    ({ response }) => response.end('{"cainiao_waybill_ii_get_response":{"modules":{}}}'),
    async (connection) =>
      assert.deepEqual(await callTop(connection, { ...read, method: 'cainiao.waybill.ii.get' }), { modules: {} }),
  )
})

test('an error of the gateway is told with its own words', async () => {
  await withPeer(
    ({ response }) => response.end('{"error_response":{"code":27,"msg":"Invalid session","sub_code":"","request_id":"r"}}'),
    (connection) =>
      assert.rejects(callTop(connection, read), {
        name: 'PlatformFailure',
        kind: 'reauthorise',
        platformCode: '27',
        message: 'Invalid session',
      }),
  )
})

test('a gateway nobody listens on was never reached: even a shipment is tried again', async () => {
  let gone = connectionTo('')
  await withPeer(
    () => {},
    async (connection) => {
      gone = connection
    },
  )
  assert.equal(await kindOf(gone, ship), 'retry')
})

const BROKEN_ANSWERS: [title: string, answer: (visit: Visit) => void][] = [
  ['a connection cut before the answer', ({ request }) => request.socket.destroy()],
  [
    'an answer cut in the middle',
    ({ response }) => {
      response.writeHead(200, { 'content-length': 1000 }).write('{"logistics_offline')
      setTimeout(() => response.destroy(), 20)
    },
  ],
  ['an error page of a proxy', ({ response }) => response.writeHead(502).end('<html>Bad Gateway</html>')],
  ['an empty answer', ({ response }) => response.end()],
  ['an answer to another question', ({ response }) => response.end('{"time_get_response":{"time":"2024"}}')],
]
for (const [title, answer] of BROKEN_ANSWERS) {
  test(`${title} leaves a shipment unknown and a reading to be repeated`, async () => {
    await withPeer(answer, async (connection) => {
      assert.equal(await kindOf(connection, ship), 'unknown_outcome')
      assert.equal(await kindOf(connection, read), 'retry')
    })
  })
}

test('a shipment stopped by the caller is unknown once it is on its way, and untouched before', async () => {
  const controller = new AbortController()
  await withPeer(
    () => controller.abort(),
    async (connection) => {
      const stoppable = { ...connection, signal: controller.signal }
      assert.equal(await kindOf(stoppable, ship), 'unknown_outcome')
      assert.equal(await kindOf(stoppable, ship), 'retry')
    },
  )
})

test('an address that is no gateway is our mistake', async () => {
  await withPeer(
    ({ response }) => response.writeHead(404).end('Not Found'),
    async (connection) => assert.equal(await kindOf(connection, ship), 'our_fault'),
  )
})

test('an empty list is a missing key', () => {
  assert.deepEqual(topRows({ total_results: 0 }, 'trades', 'trade'), [])
  assert.deepEqual(topRows({ trades: { trade: [1, 2] } }, 'trades', 'trade'), [1, 2])
})
