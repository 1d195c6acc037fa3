import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, test } from 'node:test'
import { sandboxDirectoryApp } from './directory.ts'
import { directorySignature, idDigest } from './directory-signature.ts'
import { type Sandbox, startSandbox } from './sandbox.ts'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await startSandbox()
})
afterEach(() => sandbox.stop())

const { appId, appSecret } = sandboxDirectoryApp
type Change = { appId?: string; secret?: string; timestamp?: string; nonce?: string; sentBody?: string }
async function ask(method: string, input: object, change: Change = {}): Promise<Record<string, unknown>> {
  const path = `/directory/v1/${method}`
  const body = JSON.stringify(input)
  const timestamp = change.timestamp ?? String(Math.floor(Date.now() / 1000))
  const nonce = change.nonce ?? randomBytes(16).toString('hex')
  const parts = { method: 'POST', path, timestamp, nonce, body: Buffer.from(body) }
  const response = await fetch(sandbox.url + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-app-id': change.appId ?? appId,
      'x-timestamp': timestamp,
      'x-nonce': nonce,
      'x-signature': directorySignature(change.secret ?? appSecret, parts),
    },
    body: change.sentBody ?? body,
  })
  return (await response.json()) as Record<string, unknown>
}
const errcode = async (method: string, input: object, change?: Change) => (await ask(method, input, change)).errcode
const message = { to_user: 'sunxy_88', client_msg_id: 'k1', title: '邀请', text: '来上班', url: 'http://shop.test/i/1' }

test('only a request signed by the app, in time and for the first time is answered', async () => {
  const input = { wechat_id: 'sunxy_88' }
  assert.equal(await errcode('people.find', input), 0)
  assert.equal(await errcode('people.find', input, { appId: 'other' }), 40013)
  assert.equal(await errcode('people.find', input, { secret: 'guess' }), 40001)
  assert.equal(await errcode('people.find', input, { sentBody: '{"wechat_id":"mazq2020"}' }), 40001)
  assert.equal(await errcode('people.find', input, { timestamp: '1000000000' }), 40097)
  assert.equal(await errcode('people.find', input, { nonce: '0123456789abcdef' }), 0)
  assert.equal(await errcode('people.find', input, { nonce: '0123456789abcdef' }), 40097)
  assert.equal(await errcode('people.delete', input), 40066)
  assert.equal(await errcode('people.find', {}), 40035)
})

test('a person is found by WeChat id with the state of their real name; nobody is found otherwise', async () => {
  assert.deepEqual((await ask('people.find', { wechat_id: 'zhujiayi' })).user, { wechat_id: 'zhujiayi', verified: false })
  assert.equal(await errcode('people.find', { wechat_id: 'nobody' }), 40003)
  sandbox.control.setFault({ kind: 'personUnverified', target: 'sunxy_88' })
  assert.deepEqual((await ask('people.find', { wechat_id: 'sunxy_88' })).user, { wechat_id: 'sunxy_88', verified: false })
})

test('a message sent twice under one key arrives once, also when the first reply was lost', async () => {
  sandbox.control.setFault({ kind: 'messengerLostReply', target: 'messages.send', times: 1 })
  await assert.rejects(ask('messages.send', message))
  const first = await ask('messages.send', message)
  const again = await ask('messages.send', message)
  assert.equal(first.msg_id, again.msg_id)
  assert.equal(sandbox.control.sentMessages().length, 1)
})

test('the phone shows what arrived, escaped; opening a message reads it and follows its link', async () => {
  await ask('messages.send', { ...message, text: '<b>来</b>' })
  const [person] = sandbox.control.people()
  assert.equal(person?.unreadCount, 1)
  const html = await (await fetch(`${sandbox.url}/phone/${person?.contact.id}`)).text()
  assert.ok(html.includes('&lt;b&gt;来&lt;/b&gt;'))
  const [sent] = sandbox.control.sentMessages()
  assert.equal((await ask('messages.state', { msg_id: sent?.id })).state, 'delivered')
  const opened = await fetch(`${sandbox.url}/phone/open/${sent?.id}`, { redirect: 'manual' })
  assert.deepEqual([opened.status, opened.headers.get('location')], [303, message.url])
  assert.equal((await ask('messages.state', { msg_id: sent?.id })).state, 'read')
  assert.equal((await fetch(`${sandbox.url}/phone/nobody`)).status, 404)
})

test('a message that nobody looks at is delivered and never read', async () => {
  sandbox.control.setFault({ kind: 'messageIgnored' })
  const { msg_id: id } = await ask('messages.send', message)
  assert.equal((await fetch(`${sandbox.url}/phone/open/${id}`)).status, 404)
  assert.equal((await ask('messages.state', { msg_id: id })).state, 'delivered')
})

test('a text message reaches a known number and carries its link', async () => {
  const [person] = sandbox.control.people()
  const sms = { phone: person?.contact.phone, client_msg_id: 's1', text: '邀请您：http://shop.test/i/2，请勿转发' }
  assert.equal(await errcode('sms.send', sms), 0)
  assert.equal(sandbox.control.sentMessages()[0]?.url, 'http://shop.test/i/2')
  assert.equal(await errcode('sms.send', { ...sms, phone: '10000000000', client_msg_id: 's2' }), 40003)
})

test('a real name is right only for a verified person with this card, and the card number is never sent', async () => {
  const [person] = sandbox.control.people()
  if (!person) throw new Error('the sandbox begins with people')
  const { name, idNumber, id } = person.contact
  const check = async (who: string, card: string) =>
    (await ask('identity.check', { name: who, id_digest: idDigest(appSecret, card) })).result
  assert.equal(await check(name, idNumber), 'match')
  assert.equal(await check('别人', idNumber), 'mismatch')
  assert.equal(await check(name, '110101199001010015'), 'mismatch')
  sandbox.control.setVerified(id, false)
  assert.equal(await check(name, idNumber), 'mismatch')
})
