import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, test } from 'node:test'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Connection, PushBatch, PushNotice } from '#server/platforms/platform.ts'
import { type ContractBench, failureOf, startBench } from '#server/platforms/testing/contract-bench.ts'
import { noticeOf, readFrame, receiptOf } from './pdd-message.ts'
import { pinduoduo } from './pinduoduo.ts'
import { pinduoduoUnderTest } from './testing/pinduoduo-bench.ts'

const pushes = pinduoduo.pushes.way === 'socket' ? pinduoduo.pushes : assert.fail('Pinduoduo has a message socket')
const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** Somebody who listens until they stop. */
function listener(connection: Connection) {
  const controller = new AbortController()
  stops.push(() => controller.abort())
  const batches = pushes.listen({ ...connection, signal: controller.signal })[Symbol.asyncIterator]()
  return {
    stop: () => controller.abort(),
    async next(): Promise<PushBatch> {
      const { value, done } = await batches.next()
      return done ? assert.fail('the listening ended') : value
    },
    ended: async () => (await batches.next()).done === true,
    failure: () => failureOf(batches.next()),
  }
}
async function collect(ear: ReturnType<typeof listener>, count: number, isAcknowledged = true): Promise<PushNotice[]> {
  const notices: PushNotice[] = []
  while (notices.length < count) {
    const batch = await ear.next()
    notices.push(...batch.notices)
    if (isAcknowledged) await batch.acknowledge()
  }
  return notices
}
async function withBench(run: (bench: ContractBench) => Promise<void>): Promise<void> {
  const bench = await startBench(pinduoduoUnderTest)
  try {
    await run(bench)
  } finally {
    for (const stop of stops.splice(0)) stop()
    await bench.stop()
  }
}

describe('over the sandbox', () => {
  test('one line brings the changes of all shops of the app, each with its shop and order', () =>
    withBench(async ({ sandbox: { control }, openShop }) => {
      const [first, second] = [await openShop(), await openShop()]
      const ear = listener(first.connection)
      const tids = [first, second].map(({ shopId }) => control.createOrders(1, { shopId })[0]?.tid ?? '')
      const notices = await collect(ear, 2)
      assert.deepEqual(
        notices.map(({ platformShopId, platformOrderId }) => [platformShopId, platformOrderId]),
        [
          [first.shopId, tids[0]],
          [second.shopId, tids[1]],
        ],
      )
      assert.equal(new Set(notices.map(({ ack }) => ack)).size, 2)
      // Ids beyond 2^53, digit for digit.
      for (const { ack } of notices) assert.match(ack, /^81\d{17}$/)
    }))

  test('what is not acknowledged comes again, over a new line too; what is acknowledged never does', () =>
    withBench(async ({ sandbox: { control }, openShop }) => {
      control.setMessageRedelivery(1)
      const shop = await openShop()
      const [first, second] = control.createOrders(2, { shopId: shop.shopId })
      assert.ok(first && second)
      const deaf = listener(shop.connection)
      const told = await collect(deaf, 2, false)
      deaf.stop()
      const ear = listener(shop.connection)
      const again = await collect(ear, 2)
      assert.deepEqual(
        new Set(again.map(({ platformOrderId }) => platformOrderId)),
        new Set(told.map(({ platformOrderId }) => platformOrderId)),
      )
      const third = control.createOrders(1, { shopId: shop.shopId })[0]?.tid
      for (;;) {
        const batch = await ear.next()
        await batch.acknowledge()
        if (batch.notices.some(({ platformOrderId }) => platformOrderId === third)) break
      }
      ear.stop()
      const later = listener(shop.connection)
      const fourth = control.createOrders(1, { shopId: shop.shopId })[0]?.tid
      const rest = await later.next()
      assert.ok(rest.notices.every(({ platformOrderId }) => [third, fourth].includes(platformOrderId)))
    }))

  test('a push that comes twice is the same push twice', () =>
    withBench(async ({ sandbox: { control }, openShop }) => {
      const shop = await openShop()
      control.setFault({ kind: 'duplicatePush' })
      const ear = listener(shop.connection)
      control.createOrders(1, { shopId: shop.shopId })
      const [first, second] = await collect(ear, 2)
      assert.deepEqual(first, second)
    }))

  test('whoever stops listening ends the listening; before it began too', () =>
    withBench(async ({ openShop }) => {
      const { connection } = await openShop()
      const ear = listener(connection)
      const ending = ear.ended()
      ear.stop()
      assert.equal(await ending, true)
      const late = listener(connection)
      late.stop()
      assert.equal(await late.ended(), true)
    }))

  test('a line that is cut fails as something to be tried again, and so does an acknowledgement after it', () =>
    withBench(async ({ sandbox: { control }, openShop }) => {
      const shop = await openShop()
      const ear = listener(shop.connection)
      control.createOrders(1, { shopId: shop.shopId })
      const batch = await ear.next()
      control.setFault({ kind: 'outage', target: 'pdd.message', times: 1 })
      control.createOrders(1, { shopId: shop.shopId })
      const failure = await ear.failure()
      assert.equal(failure.kind, 'retry')
      assert.equal((await failureOf(batch.acknowledge())).kind, 'retry')
      const again = listener(shop.connection)
      assert.ok((await again.next()).notices.length > 0)
    }))

  test('a wrong secret and a wrong clock are our mistakes; a dead host is tried again', () =>
    withBench(async ({ openShop }) => {
      const { connection } = await openShop()
      assert.equal((await listener({ ...connection, appSecret: 'other' }).failure()).kind, 'our_fault')
      assert.equal((await listener({ ...connection, now: () => Date.now() - 3_600_000 }).failure()).kind, 'our_fault')
      assert.equal((await listener({ ...connection, gatewayUrl: 'http://127.0.0.1:1' }).failure()).kind, 'retry')
    }))
})

/** A bare socket peer: what it is sent, and what it is asked to send. */
async function withPeer(talk: (socket: WebSocket, heard: string[]) => void, act: (connection: Connection) => Promise<void>) {
  const http = createServer((_request, response) => response.writeHead(503).end())
  const sockets = new WebSocketServer({ server: http })
  sockets.on('connection', (socket) => {
    const heard: string[] = []
    socket.on('message', (data) => heard.push(String(data)))
    talk(socket, heard)
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const gatewayUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}/api/router`
  try {
    await act({ gatewayUrl, appKey: 'app', appSecret: 'secret', accessToken: '', now: Date.now })
  } finally {
    for (const stop of stops.splice(0)) stop()
    for (const socket of sockets.clients) socket.terminate()
    sockets.close()
    http.close()
  }
}
const frame = (id: string, message: object) =>
  `{"id":${id},"commandType":"Common","time":1,"sendTime":1700000000123,"message":${JSON.stringify(message)}}`
const trade = (id: string, tid: string, mallID = 100) =>
  frame(id, { type: 'pdd_trade_TradeConfirmed', mallID, content: JSON.stringify({ mall_id: mallID, tid }) })

describe('over a bare socket', () => {
  test('a receipt repeats what it answers, ids digit for digit', async () => {
    let receipt = ''
    let heard: string[] = []
    await withPeer(
      (socket, texts) => {
        heard = texts
        socket.send(trade('9007199254740993', 'A-1'))
      },
      async (connection) => {
        const ear = listener(connection)
        const batch = await ear.next()
        assert.deepEqual(batch.notices, [{ platformShopId: '100', platformOrderId: 'A-1', ack: '9007199254740993' }])
        await batch.acknowledge()
        while (heard.length === 0) await new Promise((resolve) => setImmediate(resolve))
        receipt = heard[0] ?? ''
      },
    )
    assert.match(
      receipt,
      /^\{"commandType":"Ack","id":9007199254740993,"time":\d{13},"sendTime":1700000000123,"type":"pdd_trade_TradeConfirmed","mallID":100\}$/,
    )
  })

  test('messages in any order are handed over as they come; what concerns no order is acknowledged at once', async () => {
    let heard: string[] = []
    await withPeer(
      (socket, texts) => {
        heard = texts
        socket.send('{"commandType":"HeartBeat","time":1}')
        socket.send('no JSON at all')
        socket.send(frame('31', { type: 'pdd_goods_GoodsUpdate', mallID: 100, content: '{"mall_id":100,"goods_id":5}' }))
        socket.send(trade('33', 'B-3'))
        socket.send(trade('32', 'B-2'))
      },
      async (connection) => {
        const ear = listener(connection)
        const notices: PushNotice[] = []
        while (notices.length < 2) notices.push(...(await ear.next()).notices)
        assert.deepEqual(
          notices.map(({ platformOrderId }) => platformOrderId),
          ['B-3', 'B-2'],
        )
        while (heard.length === 0) await new Promise((resolve) => setImmediate(resolve))
        assert.match(heard[0] ?? '', /"commandType":"Ack","id":31,/)
      },
    )
  })

  test('a failure told over the line ends it, and so does a server that is not there yet', async () => {
    await withPeer(
      (socket) => socket.send('{"commandType":"Fail","time":1,"message":"too many lines"}'),
      async (connection) => {
        const failure = await listener(connection).failure()
        assert.deepEqual([failure.kind, failure.platformCode], ['retry', 'line-refused'])
        assert.match(failure.message, /too many lines/)
      },
    )
    const http = createServer()
    http.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n'))
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    const gatewayUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
    const failure = await listener({ gatewayUrl, appKey: 'a', appSecret: 's', accessToken: '', now: Date.now }).failure()
    http.close()
    assert.deepEqual([failure.kind, failure.platformCode], ['retry', 'http-503'])
  })
})

describe('the texts', () => {
  test('a message whose envelope and content name two shops is not believed', () => {
    const told = readFrame(frame('1', { type: 't', mallID: 100, content: '{"mall_id":101,"tid":"A"}' }))
    assert.ok(told.kind === 'message')
    assert.equal(noticeOf(told.message), null)
  })
  for (const text of [
    '',
    '[]',
    '{"commandType":"Common"}',
    '{"commandType":"Unknown","id":1}',
    frame('"x"', { type: 't', mallID: 1, content: '' }),
    frame('1', { mallID: 1, content: '' }),
    frame('1', { type: 't', content: '' }),
  ])
    test(`${text || 'nothing'} says nothing`, () => assert.deepEqual(readFrame(text), { kind: 'nothing' }))
  test('a type cannot break out of the receipt', () => {
    const message = { id: '1', sendTime: '2', type: '"},{"', mallId: '3', content: '' }
    assert.equal(JSON.parse(receiptOf(message, 4)).type, '"},{"')
  })
})
