import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import WebSocket from 'ws'
import { addSku } from '#modules/catalog/operations/add-sku.ts'
import { readFile } from '#modules/files/operations/read-file.ts'
import { keepFile } from '#modules/files/public.ts'
import { createLoginTicket } from '#modules/team/create-merchant.ts'
import { freezeStaff } from '#modules/team/operations/freeze-staff.ts'
import { setGrants } from '#modules/team/operations/set-grants.ts'
import { hired } from '#server/testing/hired.ts'
import { aTeam, type TestTeam } from './testing/team.ts'
import { aWebServer } from './testing/web-server.ts'

let t: TestTeam
let web: FastifyInstance
let url: string
before(async () => {
  t = await aTeam({ environment: { RATE_LIMIT_PER_MINUTE: '200', UPLOAD_LIMIT_MB: '1' } })
  web = await aWebServer(t.app)
  url = await web.listen({ port: 0, host: '127.0.0.1' })
})
after(async () => {
  await web.close()
  await t.drop()
})

const call = (name: string, input: unknown, cookie = '', headers: Record<string, string> = {}) =>
  fetch(`${url}/api/call/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie, ...headers },
    body: JSON.stringify(input),
  })
const cookieOf = (response: Response): string =>
  (response.headers.getSetCookie().find((cookie) => cookie.startsWith('zg_session=')) ?? '').split(';')[0] ?? ''
async function signedIn(accountId: string): Promise<string> {
  const ticket = await createLoginTicket(t.app.kernel.database, t.merchantId, accountId, new Date(t.clock.now.getTime() + 60_000))
  return cookieOf(await call('team.signInWithTicket', { ticket }))
}
const password = 'a long enough password'

test('a person signs in with login and password and is known by an httpOnly, SameSite=Strict cookie', async () => {
  const { login } = await hired(t, {
    subName: 'web',
    name: '网页',
    password,
    grants: [{ role: 'orderReviewer', shopIds: null }],
  })
  const response = await call('team.signIn', { login: login.toUpperCase(), password })
  assert.equal(response.status, 200)
  assert.match(response.headers.get('set-cookie') ?? '', /HttpOnly.*SameSite=Strict/i)
  const me = await (await call('team.readMe', {}, cookieOf(response))).json()
  assert.equal(me.name, '网页')
})

test('a wrong password and an unknown login look the same, and the sixth try from one address has to wait', async () => {
  const { login } = await hired(t, { subName: 'guess', name: '某人', password, grants: [] })
  const wrong = await call('team.signIn', { login, password: 'nope' })
  const unknown = await call('team.signIn', { login: 'nobody-here', password: 'nope' })
  const body = async (response: Response) => ({ ...(await response.json()).error, requestId: '' })
  assert.deepEqual([wrong.status, await body(wrong)], [unknown.status, await body(unknown)])
  for (let n = 0; n < 4; n += 1) await call('team.signIn', { login, password: 'nope' })
  assert.equal((await call('team.signIn', { login, password })).status, 429)
  t.clock.advance(61_000)
  assert.equal((await call('team.signIn', { login, password })).status, 200)
})

test('a sign-in link works once', async () => {
  const ticket = await createLoginTicket(t.app.kernel.database, t.merchantId, t.ownerId, new Date(t.clock.now.getTime() + 60_000))
  assert.equal((await call('team.signInWithTicket', { ticket })).status, 200)
  assert.equal((await (await call('team.signInWithTicket', { ticket })).json()).error.code, 'ticketSpent')
})

test('errors speak the reader’s language', async () => {
  const zh = await (await call('team.readMe', {})).json()
  const en = await (await call('team.readMe', {}, '', { 'accept-language': 'en-GB' })).json()
  assert.match(zh.error.message, /请重新登录/)
  assert.match(en.error.message, /Sign in again/)
})

test('an open page hears of changes it may see, and loses its socket within a second of a freeze', async () => {
  const accountId = await t.staff('socket', [{ role: 'warehouseKeeper', shopIds: null }])
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/realtime`, { headers: { cookie: await signedIn(accountId) } })
  const told: { kind: string }[] = []
  socket.on('message', (text) => told.push(...JSON.parse(String(text)).facts))
  await once(socket, 'message')
  await t.call('owner', addSku, { code: 'RT', title: '商品', variant: '', minPriceFen: null, weightGrams: null })
  await once(socket, 'message')
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['catalog.skusChanged'],
  )
  const closed = once(socket, 'close')
  await t.call('owner', freezeStaff, { accountIds: [accountId] })
  assert.equal((await closed)[0], 4401)
})

test('a socket without a session, or opened by another site, is closed', async () => {
  const anonymous = new WebSocket(`${url.replace('http', 'ws')}/api/realtime`)
  assert.equal((await once(anonymous, 'close'))[0], 4401)
  const foreign = new WebSocket(`${url.replace('http', 'ws')}/api/realtime`, {
    headers: { cookie: await signedIn(t.ownerId), origin: 'https://elsewhere.example' },
  })
  assert.equal((await once(foreign, 'close'))[0], 4401)
})

test('a file comes back only to the one who sent it, as a download and never as a page', async () => {
  const owner = await signedIn(t.ownerId)
  const form = new FormData()
  form.append('file', new Blob(['<script>alert(1)</script>'], { type: 'text/html' }), '订单.html')
  const { fileId } = await (await fetch(`${url}/api/files`, { method: 'POST', headers: { cookie: owner }, body: form })).json()
  const mine = await fetch(`${url}/api/files/${fileId}`, { headers: { cookie: owner } })
  assert.equal(mine.headers.get('content-type'), 'application/octet-stream')
  assert.match(mine.headers.get('content-disposition') ?? '', /^attachment/)
  const reviewer = await signedIn(await t.staff('other', [{ role: 'orderReviewer', shopIds: null }]))
  assert.equal((await fetch(`${url}/api/files/${fileId}`, { headers: { cookie: reviewer } })).status, 404)
})

test('a file over the limit is refused with the limit, and the marketer may not upload at all', async () => {
  const form = () => {
    const body = new FormData()
    body.append('file', new Blob([Buffer.alloc(1_200_000)]), 'big.csv')
    return body
  }
  const tooLarge = await fetch(`${url}/api/files`, {
    method: 'POST',
    headers: { cookie: await signedIn(t.ownerId) },
    body: form(),
  })
  const { error } = await tooLarge.json()
  assert.deepEqual([tooLarge.status, error.code, error.params.limitMb], [413, 'fileTooLarge', 1])
  const marketer = await signedIn(await t.staff('mk', [{ role: 'marketer', shopIds: null }]))
  assert.equal((await fetch(`${url}/api/files`, { method: 'POST', headers: { cookie: marketer }, body: form() })).status, 403)
})

test('an upload that breaks off leaves no file behind', async () => {
  const folder = path.join(t.home, 'files', t.merchantId)
  const before = existsSync(folder) ? readdirSync(folder) : []
  const cookie = await signedIn(t.ownerId)
  const request = connect(Number(new URL(url).port), '127.0.0.1')
  request.write(
    `POST /api/files HTTP/1.1\r\nhost: ${new URL(url).host}\r\ncookie: ${cookie}\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 500000\r\n\r\n` +
      `--b\r\ncontent-disposition: form-data; name="file"; filename="half.csv"\r\n\r\n${'1,2,3\n'.repeat(2000)}`,
  )
  const added = () => readdirSync(folder).filter((file) => !before.includes(file))
  while (!existsSync(folder) || added().length === 0) await wait(5)
  request.destroy()
  while (added().length > 0) await wait(5)
})

const refusalOf = async (response: Response) => {
  const { error } = await response.json()
  assert.deepEqual(Object.keys(error).sort(), ['code', 'message', 'params', 'requestId'])
  assert.equal(response.headers.get('x-request-id'), error.requestId)
  assert.doesNotMatch(JSON.stringify(error), /\bat .*\.ts|node_modules|select |insert |SQLSTATE/i)
  return [response.status, error.code]
}

test('whatever is wrong with a request, the answer has our form and says no word about the inside', async () => {
  const cookie = await signedIn(t.ownerId)
  const post = (body: string, type: string, to = '/api/call/team.readMe') =>
    fetch(`${url}${to}`, { method: 'POST', headers: { cookie, 'content-type': type }, body })
  assert.deepEqual(await refusalOf(await post('{"a":', 'application/json')), [400, 'invalidInput'])
  assert.deepEqual(await refusalOf(await post('a=1', 'application/x-www-form-urlencoded')), [415, 'invalidInput'])
  assert.deepEqual(await refusalOf(await post('{}', 'application/json', '/api/files')), [400, 'invalidInput'])
  assert.deepEqual(await refusalOf(await post(`"${'x'.repeat(2_100_000)}"`, 'application/json')), [413, 'fileTooLarge'])
  assert.deepEqual(await refusalOf(await post('{}', 'application/json', '/api/call/no.such')), [404, 'unknownOperation'])
  assert.deepEqual(await refusalOf(await fetch(`${url}/api/nothing`)), [404, 'notFound'])
  assert.deepEqual(await refusalOf(await fetch(`${url}/api/files/%E0%A4%A`, { headers: { cookie } })), [400, 'invalidInput'])
  assert.deepEqual(await refusalOf(await call('catalog.listSkus', { search: 'a\u0000b' }, cookie)), [400, 'invalidInput'])
})

test('every answer names its request', async () => {
  const response = await call('team.readMe', {}, await signedIn(t.ownerId))
  assert.match(response.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/)
})

test('a missing asset is a plain 404, and HEAD is answered like GET without a body', async () => {
  assert.deepEqual(await refusalOf(await fetch(`${url}/assets/gone.js`)), [404, 'notFound'])
  for (const place of ['/healthz', '/api/openapi.json']) {
    const head = await fetch(`${url}${place}`, { method: 'HEAD' })
    assert.deepEqual([head.status, await head.text()], [200, ''])
  }
  assert.equal((await fetch(`${url}/assets/gone.js`, { method: 'HEAD' })).status, 404)
})

test('the web application answers every address of its own, also to HEAD, and its assets are kept for a year', async () => {
  const webFolder = mkdtempSync(path.join(tmpdir(), 'zhanggui-web-'))
  mkdirSync(path.join(webFolder, 'assets'))
  writeFileSync(path.join(webFolder, 'index.html'), '<style nonce="__CSP_NONCE__"></style>')
  writeFileSync(path.join(webFolder, 'assets', 'app.js'), '1')
  const other = await aWebServer(t.app, webFolder)
  const page = await other.inject('/orders/review')
  const head = await other.inject({ method: 'HEAD', url: '/orders/review' })
  const asset = await other.inject('/assets/app.js')
  const gone = await other.inject('/assets/gone.js')
  await other.close()
  rmSync(webFolder, { recursive: true })
  const nonce = /nonce="(.+)"/.exec(page.body)?.[1] ?? ''
  assert.ok(String(page.headers['content-security-policy']).includes(`'nonce-${nonce}'`))
  assert.deepEqual([head.statusCode, head.body], [200, ''])
  assert.match(String(asset.headers['cache-control']), /max-age=31536000, immutable/)
  assert.deepEqual([gone.statusCode, gone.json().error.code, gone.headers['cache-control']], [404, 'notFound', 'no-store'])
})

test('health, readiness, metrics and the interface description are there', async () => {
  assert.equal((await fetch(`${url}/healthz`)).status, 200)
  assert.equal((await fetch(`${url}/readyz`)).status, 200)
  assert.match(await (await fetch(`${url}/metrics`)).text(), /zhanggui_operation_seconds/)
  const document = await (await fetch(`${url}/api/openapi.json`)).json()
  assert.equal(document.openapi, '3.1.0')
  assert.ok(document.paths['/api/call/team.setGrants'])
})

test('a fresh invented cookie with every request is no way around the limit', async () => {
  const invented = () => `zg_session=z1.1.${randomBytes(32).toString('base64url')}`
  const answers = await Promise.all(Array.from({ length: 220 }, () => call('team.readMe', {}, invented())))
  assert.ok(answers.some((response) => response.status === 429))
})

test('whoever asks too often is told when to come back', async () => {
  const cookie = await signedIn(t.ownerId)
  const answers = await Promise.all(Array.from({ length: 220 }, () => call('team.readMe', {}, cookie)))
  const limited = answers.find((response) => response.status === 429)
  assert.equal((await limited?.json())?.error.code, 'tooManyRequests')
})

test('a document of labels is out of reach once the right to print in its shop is gone', async () => {
  const shopId = await t.shop()
  const accountId = await t.staff('label', [{ role: 'warehouseKeeper', shopIds: [shopId] }])
  const now = t.clock.now
  const made = { name: '面单.pdf', contentType: 'application/pdf', bytes: Buffer.from('%PDF'), ownerId: accountId, now }
  const fileId = await t.write((tx) =>
    keepFile(tx, t.app.kernel.world, { ...made, needs: { permission: 'fulfilment.print', shopIds: [shopId] } }),
  )
  assert.equal((await t.call({ accountId }, readFile, { fileId })).name, '面单.pdf')
  await t.call('owner', setGrants, { accountId, version: 1, grants: [{ role: 'inSaleService', shopIds: [shopId] }] })
  await assert.rejects(t.call({ accountId }, readFile, { fileId }), /notFound/)
})
