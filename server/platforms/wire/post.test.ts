import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { PlatformFailure } from '#server/platforms/platform.ts'
import { getJson, postForm, postJson } from './post.ts'

let url = ''
const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    if (request.url === '/silent') return
    response.writeHead(request.url === '/busy' ? 503 : 200)
    response.end(JSON.stringify([request.headers['content-type'] ?? request.method, Buffer.concat(parts).toString('utf8')]))
  })
})
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(() => {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(resolve))
})

test('signed JSON leaves byte for byte as it was signed', async () => {
  const json = '{"b":1, "a":"加急 <&> \\u00e9","id":3000000000000000001}'
  const { text, httpStatus } = await postJson({ now: Date.now }, url, json, true)
  assert.deepEqual([httpStatus, JSON.parse(text)], [200, ['application/json;charset=utf-8', json]])
})
test('a form leaves with its values encoded', async () => {
  const { text } = await postForm({ now: Date.now }, url, { memo: '加急 & 发顺丰' }, true)
  assert.equal(new URLSearchParams(JSON.parse(text)[1]).get('memo'), '加急 & 发顺丰')
})
test('an answer with an error status is handed over: the platform may have put its own words there', async () => {
  assert.equal((await postJson({ now: Date.now }, `${url}/busy`, '{}', false)).httpStatus, 503)
})
test('what is asked for by address alone goes out as GET without a body', async () => {
  assert.deepEqual(JSON.parse((await getJson({ now: Date.now }, url)).text), ['GET', ''])
})
test('an answer that does not come in time: a reading is tried again, of what changes something nobody knows', async () => {
  const within = { now: Date.now, timeoutMs: 50 }
  const kindOf = (call: Promise<unknown>) =>
    call.catch((error: unknown) => (error instanceof PlatformFailure ? error.kind : error))
  assert.equal(await kindOf(postJson(within, `${url}/silent`, '{}', true)), 'retry')
  assert.equal(await kindOf(postJson(within, `${url}/silent`, '{}', false)), 'unknown_outcome')
})
test('a call that was stopped before is not sent', async () => {
  const stopped = postJson({ now: Date.now, signal: AbortSignal.abort() }, url, '{}', false)
  await assert.rejects(stopped, (error) => error instanceof PlatformFailure && error.kind === 'retry')
})
test('a call waits for the pace of its shop, and the calls of other shops pass it', async () => {
  let release = (): void => undefined
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  const order: string[] = []
  const paced = postForm({ now: Date.now, pace: () => gate }, url, { of: 'paced' }, true).then(() => order.push('paced'))
  await postForm({ now: Date.now }, url, { of: 'other' }, true).then(() => order.push('other'))
  release()
  await paced
  assert.deepEqual(order, ['other', 'paced'])
})
test('a call whose job ended while it waited for its pace is not sent', async () => {
  const job = new AbortController()
  const call = postForm({ now: Date.now, signal: job.signal, pace: async () => job.abort() }, url, {}, false)
  await assert.rejects(call, (error) => error instanceof PlatformFailure && error.kind === 'retry')
})
