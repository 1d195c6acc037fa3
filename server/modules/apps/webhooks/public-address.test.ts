import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { isPublicAddress } from './public-address.ts'
import { AddressRefused, sendWebhook } from './send-webhook.ts'
import { isUsableWebhookUrl } from './webhook-url-rules.ts'

const inside =
  `0.0.0.0 10.0.0.1 10.255.255.255 100.64.0.1 127.0.0.1 127.8.8.8 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1
192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 2001::1 2001:db8::1
2002:7f00:1:: 2002:a00:1:: 3fff::1 fc00::1 fd12:3456::1 fe80::1 fec0::1 ff02::1 4000::1`.split(/\s+/)
const outside =
  '1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 172.15.255.255 172.32.0.1 192.167.1.1 223.255.255.254 2400:3200::1 2606:4700::1111 2a00:1450::1'

test('addresses that could lie behind our own walls are refused, public ones are not', () => {
  for (const address of inside) assert.equal(isPublicAddress(address), false, address)
  for (const address of outside.split(' ')) assert.equal(isPublicAddress(address), true, address)
  for (const text of ['', 'localhost', '1.2.3', '0x7f.1', '1.1.1.1.1']) assert.equal(isPublicAddress(text), false, text)
})

const send = (url: string, mayReachLoopback = false) =>
  sendWebhook({ url, headers: {}, body: '{}', mayReachLoopback, signal: new AbortController().signal })

test('however a private address is written, nothing is sent there', async () => {
  const urls =
    `http://127.0.0.1:1/ http://127.1:1/ http://2130706433:1/ http://0x7f000001:1/ http://0177.0.0.1:1/ http://0:1/ http://localhost:1/
http://[::1]:1/ http://[::ffff:127.0.0.1]:1/ http://[::ffff:7f00:1]:1/ http://169.254.169.254/latest/meta-data http://[fd00::1]:1/ http://[64:ff9b::127.0.0.1]:1/
http://10.0.0.1:1/ http://192.168.1.1:1/ http://LOCALHOST:1/ http://127.0.0.1.:1/`.split(/\s+/)
  for (const url of urls) await assert.rejects(send(url), AddressRefused, url)
})

test('a public name that answers with a private address is refused at the connection itself: there is no second look-up to change its mind', async () => {
  let hits = 0
  const server = createServer((_request, response) => {
    hits += 1
    response.end()
  }).listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const { port } = server.address() as { port: number }
  await assert.rejects(send(`http://localhost:${port}/`), AddressRefused)
  assert.equal(hits, 0)
  assert.equal((await send(`http://localhost:${port}/`, true)).status, 200)
  // Where this machine itself may be reached, its neighbours still may not.
  await assert.rejects(send('http://192.168.1.1:1/', true), AddressRefused)
  server.close()
})

test('redirects are not followed', async () => {
  const paths: string[] = []
  const server = createServer((request, response) => {
    paths.push(request.url ?? '')
    response.writeHead(307, { location: '/inner' }).end()
  }).listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const { port } = server.address() as { port: number }
  assert.equal((await send(`http://127.0.0.1:${port}/hook`, true)).status, 307)
  assert.deepEqual(paths, ['/hook'])
  server.close()
})

test('an address to be registered is https, without user and fragment', () => {
  assert.ok(isUsableWebhookUrl('https://app.example/hook?x=1', false))
  for (const url of [
    'http://app.example/hook',
    'ftp://app.example',
    'https://u:p@app.example/',
    'https://app.example/#x',
    'file:///etc/passwd',
    'nonsense',
  ])
    assert.equal(isUsableWebhookUrl(url, false), false, url)
  assert.ok(isUsableWebhookUrl('http://127.0.0.1:9/hook', true))
})
