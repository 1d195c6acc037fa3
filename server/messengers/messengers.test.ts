import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { sandboxDirectoryApp } from '#sandbox/directory.ts'
import type { FaultKind } from '#sandbox/faults.ts'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { type Delivery, MESSAGE_KINDS, type MessageKind, type MessengerConnection } from './messenger.ts'
import { messengerOf, messengerOffers } from './registry.ts'
import { wechatRealName } from './wechat/wechat-real-name.ts'

let sandbox: Sandbox
let connection: MessengerConnection
beforeEach(async () => {
  sandbox = await startSandbox()
  connection = {
    smtpUrl: sandbox.smtpUrl,
    mailFrom: 'shop@zhanggui.test',
    directory: { url: sandbox.directoryUrl, ...sandboxDirectoryApp },
    now: Date.now,
  }
})
afterEach(() => sandbox.stop())

const person = () => sandbox.control.people()[0]?.contact ?? assert.fail('the sandbox begins with people')
const addressOf = (kind: MessageKind): string =>
  ({ wechat: person().wechatId, phone: person().phone, email: person().email })[kind]
let keys = 0
const send = (
  kind: MessageKind,
  change: { to?: string; messageKey?: string; mustBeVerified?: boolean } = {},
): Promise<Delivery> =>
  messengerOf(kind).send(connection, {
    messageKey: `key-${keys++}`,
    to: addressOf(kind),
    subject: '「云上优选」邀请您加入团队 ✓',
    text: '请在 24 小时内接受。\n角色：客服，名额有限；收件人请勿转发 <b>',
    url: 'http://shop.test/invitation/1.abc?x=1&y=2',
    linkText: '打开邀请',
    mustBeVerified: false,
    ...change,
  })
const outcomes = async (kind: MessageKind) => (await send(kind)).outcome

for (const kind of MESSAGE_KINDS) {
  test(`${kind}: a message reaches the person, with its words and link, once per key`, async () => {
    const first = await send(kind, { messageKey: 'same' })
    assert.equal(first.outcome, 'delivered')
    assert.deepEqual(await send(kind, { messageKey: 'same' }), first)
    const [arrived, ...others] = sandbox.control.inbox(person().id)
    assert.equal(others.length, 0)
    assert.equal(arrived?.url, 'http://shop.test/invitation/1.abc?x=1&y=2')
    assert.match(arrived?.text ?? '', /24 小时内接受。\n角色：客服，名额有限；收件人请勿转发 <b>/)
    if (kind !== 'phone') assert.equal(arrived?.title, '「云上优选」邀请您加入团队 ✓')
  })

  test(`${kind}: an address that nobody has is not found`, async () => {
    const nobody = { wechat: 'nobody_at_all', phone: '10000000000', email: 'nobody@mail.test' }
    if (kind === 'email') sandbox.control.setFault({ kind: 'mailRefused', target: nobody.email })
    assert.deepEqual(await send(kind, { to: nobody[kind] }), { outcome: 'notFound' })
  })

  test(`${kind}: trouble on the way is tried again later, and afterwards the message arrives`, async () => {
    const down: FaultKind = kind === 'email' ? 'mailDown' : 'messengerTrouble'
    sandbox.control.setFault({ kind: down })
    const answer = await send(kind)
    assert.equal(answer.outcome === 'retryLater' && answer.reason, 'unreachable')
    sandbox.control.clearFaults()
    assert.equal(await outcomes(kind), 'delivered')
  })
}

test('a WeChat message for verified people only is not sent to others', async () => {
  const unverified = sandbox.control.people().find(({ contact }) => !contact.isVerified)?.contact
  const to = unverified?.wechatId ?? ''
  assert.deepEqual(await send('wechat', { to, mustBeVerified: true }), { outcome: 'notVerified' })
  assert.equal(sandbox.control.sentMessages().length, 0)
  assert.equal((await send('wechat', { to })).outcome, 'delivered')
})

test('a server error, a stop in between and a lost reply are trouble; the message is there once in the end', async () => {
  sandbox.control.setFault({ kind: 'messengerTrouble', httpStatus: 503, times: 1 })
  const answer = await send('wechat')
  assert.deepEqual(answer, { outcome: 'retryLater', reason: 'serverError', detail: 'HTTP 503' })
  sandbox.control.setFault({ kind: 'messengerTrouble', target: 'messages.state', delayMs: 60_000 })
  const stopping = new AbortController()
  const { signal } = stopping
  const waiting = messengerOf('wechat').hasRead?.({ ...connection, signal }, 'm1')
  stopping.abort()
  assert.equal(await waiting, null)
  sandbox.control.setFault({ kind: 'messengerLostReply', target: 'messages.send', times: 1 })
  assert.equal((await send('wechat', { messageKey: 'once' })).outcome, 'retryLater')
  assert.equal((await send('wechat', { messageKey: 'once' })).outcome, 'delivered')
  assert.equal(sandbox.control.sentMessages().length, 1)
})

test('a wrong secret or mail password is our own fault and not tried again', async () => {
  connection = {
    ...connection,
    directory: { ...connection.directory, appSecret: 'wrong' },
    smtpUrl: sandbox.smtpUrl.replace(/:[^:@]+@/, ':wrong@'),
  }
  for (const kind of MESSAGE_KINDS) {
    const answer = await send(kind)
    assert.equal(answer.outcome === 'rejected' && answer.isOurFault, true, kind)
  }
})

test('a mail server that says “later” is asked again later', async () => {
  sandbox.control.setFault({ kind: 'mailTemporary' })
  const answer = await send('email')
  assert.equal(answer.outcome === 'retryLater' && answer.reason, 'busy')
})

test('the provider tells whether a WeChat message was read', async () => {
  const sent = await send('wechat')
  const id = sent.outcome === 'delivered' ? sent.providerMessageId : ''
  assert.equal(await messengerOf('wechat').hasRead?.(connection, id), false)
  sandbox.control.openMessage(id)
  assert.equal(await messengerOf('wechat').hasRead?.(connection, id), true)
})

test('a real name is checked against the card', async () => {
  const { name, idNumber } = person()
  assert.deepEqual(await wechatRealName.check(connection, { name, idNumber: idNumber.toLowerCase() }), { outcome: 'match' })
  assert.deepEqual(await wechatRealName.check(connection, { name: '冒名', idNumber }), { outcome: 'mismatch' })
  sandbox.control.setFault({ kind: 'messengerTrouble' })
  assert.equal((await wechatRealName.check(connection, { name, idNumber })).outcome, 'retryLater')
})

test('without settings no way is offered, and each says which are missing', () => {
  const none = { smtpUrl: undefined, mailFrom: undefined, directory: { url: undefined, appId: undefined, appSecret: undefined } }
  const directory = ['WECHAT_DIRECTORY_URL', 'WECHAT_APP_ID', 'WECHAT_APP_SECRET']
  assert.deepEqual(messengerOffers(none), [
    { kind: 'wechat', missing: directory },
    { kind: 'phone', missing: directory },
    { kind: 'email', missing: ['SMTP_URL', 'MAIL_FROM'] },
  ])
  assert.deepEqual(
    messengerOffers({ ...none, smtpUrl: 'smtp://127.0.0.1', mailFrom: 'a@b.test' }).find(({ kind }) => kind === 'email')?.missing,
    [],
  )
})
