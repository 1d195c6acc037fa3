import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import { callPdd, callPddAsApp, type PddCall } from './pdd-call.ts'
import { signPdd } from './pdd-sign.ts'

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
    await act({
      gatewayUrl: `http://127.0.0.1:${port}`,
      appKey: 'client',
      appSecret: 'secret',
      accessToken: 'token-1',
      now: () => 1_700_000_000_999,
    })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
const read: PddCall = {
  type: 'pdd.order.information.get',
  params: { order_sn: '231215-1', note: '加急 & 发顺丰' },
  canRepeat: true,
}
const ship: PddCall = { type: 'pdd.logistics.online.send', params: { order_sn: '231215-1' }, canRepeat: false }
const kindOf = async (connection: Connection, call: PddCall): Promise<string> => {
  try {
    await callPdd(connection, call)
    return 'answered'
  } catch (error) {
    assert.ok(error instanceof PlatformFailure, String(error))
    return error.kind
  }
}

test('a call is a signed form with the second it was made; a call of the app carries no token of a shop', async () => {
  const visits: Visit[] = []
  const answer = (visit: Visit) => {
    visits.push(visit)
    visit.response.end('{"order_info_get_response":{"order_info":{"order_sn":"231215-1","sku_id":9007199254740993}}}')
  }
  let paceCount = 0
  await withPeer(answer, async (connection) => {
    const paced = {
      ...connection,
      pace: async () => {
        paceCount++
      },
    }
    assert.deepEqual(await callPdd(paced, read), { order_info: { order_sn: '231215-1', sku_id: '9007199254740993' } })
    await callPddAsApp({ ...connection, gatewayUrl: `${connection.gatewayUrl}/api/router/` }, read)
  })
  const { sign, ...signed } = visits[0]?.form ?? {}
  assert.deepEqual(signed, {
    order_sn: '231215-1',
    note: '加急 & 发顺丰',
    access_token: 'token-1',
    type: 'pdd.order.information.get',
    client_id: 'client',
    timestamp: '1700000000',
    data_type: 'JSON',
    version: 'V1',
  })
  assert.equal(sign, signPdd(signed, 'secret'))
  assert.deepEqual([visits[0]?.request.url, visits[1]?.request.url], ['/api/router', '/api/router'])
  assert.deepEqual([visits[1]?.form.access_token, paceCount], [undefined, 1])
})

test('an answer under another name is taken when it is alone', async () => {
  await withPeer(
    ({ response }) => response.end('{"order_information_get_response":{"order_info":{}}}'),
    async (connection) => assert.deepEqual(await callPdd(connection, read), { order_info: {} }),
  )
  await withPeer(
    ({ response }) => response.end('{"a_response":{},"b_response":{}}'),
    async (connection) => assert.equal(await kindOf(connection, read), 'retry'),
  )
})

test('an error of the gateway is told with its own words', async () => {
  await withPeer(
    ({ response }) =>
      response.end(
        '{"error_response":{"error_code":10019,"error_msg":"access_token已过期","sub_code":"10019","request_id":"r"}}',
      ),
    (connection) =>
      assert.rejects(callPdd(connection, read), {
        name: 'PlatformFailure',
        kind: 'reauthorise',
        platformCode: '10019',
        message: 'access_token已过期',
      }),
  )
})

const BROKEN_ANSWERS: [title: string, answer: (visit: Visit) => void][] = [
  ['a connection cut before the answer', ({ request }) => request.socket.destroy()],
  ['an error page of a proxy', ({ response }) => response.writeHead(502).end('<html>Bad Gateway</html>')],
  ['an empty answer', ({ response }) => response.end()],
  ['an answer without contents', ({ response }) => response.end('{"logistics_online_send_response":true}')],
]
for (const [title, answer] of BROKEN_ANSWERS) {
  test(`${title} leaves a shipment unknown and a reading to be repeated`, async () => {
    await withPeer(answer, async (connection) => {
      assert.equal(await kindOf(connection, ship), 'unknown_outcome')
      assert.equal(await kindOf(connection, read), 'retry')
    })
  })
}

test('an address that is no gateway is our mistake', async () => {
  await withPeer(
    ({ response }) => response.writeHead(404).end('Not Found'),
    async (connection) => assert.equal(await kindOf(connection, ship), 'our_fault'),
  )
})
