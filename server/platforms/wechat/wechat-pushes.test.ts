import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encrypt, getSignature } from '@wecom/crypto'
import fc from 'fast-check'
import type { PushReceipt, PushRequest } from '#server/platforms/platform.ts'
import { receiveWechatPush } from './wechat-pushes.ts'

const credentials = {
  appId: 'wxb11529c136998cb6',
  appSecret: '0123456789abcdef0123456789abcdef',
  messageToken: 'pamtest',
  encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
}
const secrets = { appKey: '', appSecret: '', shopSecret: JSON.stringify(credentials) }

function pushOf(message: string, changes: { appId?: string; token?: string; key?: string } = {}): PushRequest {
  const { appId = credentials.appId, token = credentials.messageToken, key = credentials.encodingAesKey } = changes
  const Encrypt = encrypt(key, message, appId)
  const msg_signature = getSignature(token, '1700000000', 'nonce1', Encrypt)
  return {
    method: 'POST',
    query: { timestamp: '1700000000', nonce: 'nonce1', encrypt_type: 'aes', msg_signature },
    headers: { 'content-type': 'application/json' },
    rawBody: Buffer.from(JSON.stringify({ ToUserName: 'gh_sandbox', Encrypt })),
  }
}
const event = (name: string, more = ''): string =>
  `{"ToUserName":"gh","FromUserName":"OPENID","CreateTime":1700000000,"MsgType":"event","Event":"${name}"${more}}`
const received = (message: string, changes = {}): PushReceipt => receiveWechatPush(pushOf(message, changes), secrets)
const reasonOf = (receipt: PushReceipt): string => (receipt.verdict === 'refused' ? receipt.reason : 'genuine')
const idsOf = (receipt: PushReceipt) =>
  receipt.verdict === 'genuine'
    ? receipt.notices.map(({ platformShopId, platformOrderId }) => [platformShopId, platformOrderId])
    : []

test('the console’s check of the address gets its text back, and only who knows the token gets that far', () => {
  const query = {
    signature: '76480565cbe296026c53aaacd1ad523a1ddba24f',
    timestamp: '1409304348',
    nonce: 'xxxxxx',
    echostr: '<echo>',
  }
  const check = (changes = {}) =>
    receiveWechatPush({ method: 'GET', query: { ...query, ...changes }, headers: {}, rawBody: Buffer.alloc(0) }, secrets)
  assert.deepEqual(check(), {
    verdict: 'genuine',
    notices: [],
    reply: { status: 200, contentType: 'text/plain; charset=utf-8', body: '<echo>' },
  })
  assert.equal(check({ nonce: 'other' }).verdict, 'refused')
  assert.equal(check({ signature: '' }).verdict, 'refused')
})

test('every event of an order names it, also where its id is a bare number beyond 2^53', () => {
  for (const name of ['new', 'cancel', 'pay', 'wait_shipping', 'deliver', 'confirm', 'settle', 'ext_info_update']) {
    const receipt = received(event(`channels_ec_order_${name}`, ',"order_info":{"order_id":3700000000000000001}'))
    assert.deepEqual(idsOf(receipt), [['', '3700000000000000001']])
    assert.deepEqual([receipt.reply.status, receipt.reply.body], [200, 'success'])
  }
})
test('a change of an after-sale names its order', () => {
  const told =
    ',"finder_shop_aftersale_status_update":{"status":"USER_WAIT_RETURN","after_sale_order_id":"1234567","order_id":"12345"}'
  assert.deepEqual(idsOf(received(event('channels_ec_aftersale_update', told))), [['', '12345']])
})
test('an event of no order is taken and nothing follows from it', () => {
  for (const name of ['product_spu_listing', 'channels_ec_stock_no_enough', 'product_category_audit', 'something_new'])
    assert.deepEqual(received(event(name)), {
      verdict: 'genuine',
      notices: [],
      chats: [],
      reply: { status: 200, contentType: 'text/plain; charset=utf-8', body: 'success' },
    })
})
test('what a buyer writes is handed over with the id by which a repeat is known', () => {
  const words = ',"msg_id":"m1","msg_type":"text","text":{"content":"在吗？"}'
  const receipt = received(event('commkf_send_msg_to_kf', words))
  assert.deepEqual(receipt.verdict === 'genuine' && receipt.chats, [
    { messageId: 'm1', buyerKey: 'OPENID', kind: 'text', text: '在吗？', sentAt: '2023-11-14T22:13:20.000Z' },
  ])
  const picture = received(event('commkf_send_msg_to_kf', ',"msg_id":"m2","msg_type":"image","image":{"cos_url":"u"}'))
  assert.deepEqual(picture.verdict === 'genuine' && picture.chats?.map(({ kind, text }) => [kind, text]), [['image', '']])
})
test('two changes of one order have two receipts, a repeat has the same', () => {
  const ackOf = (message: string) => {
    const receipt = received(message)
    return receipt.verdict === 'genuine' ? receipt.notices[0]?.ack : ''
  }
  const paid = event('channels_ec_order_pay', ',"order_info":{"order_id":37}')
  assert.equal(ackOf(paid), ackOf(paid))
  assert.notEqual(ackOf(paid), ackOf(event('channels_ec_order_deliver', ',"order_info":{"order_id":37}')))
})

test('what is signed with another token, locked with another key or meant for another shop is refused', () => {
  const paid = event('channels_ec_order_pay', ',"order_info":{"order_id":37}')
  assert.match(reasonOf(received(paid, { token: 'other' })), /signature/)
  assert.match(reasonOf(received(paid, { key: 'ABCdefghijklmnopqrstuvwxyz0123456789ABCDEFG' })), /decrypted|another shop/)
  assert.match(reasonOf(received(paid, { appId: 'wxb11529c136998cb7' })), /another shop/)
  assert.equal(received(paid, { token: 'other' }).reply.status, 403)
})
test('a message in the clear or as XML is refused, and the reason says what to choose in the console', () => {
  const plain = (text: string) => receiveWechatPush({ ...pushOf('{}'), rawBody: Buffer.from(text) }, secrets)
  assert.match(reasonOf(plain(event('channels_ec_order_pay'))), /safe mode/)
  assert.match(reasonOf(plain('<xml><Encrypt>1</Encrypt></xml>')), /JSON/)
  assert.match(reasonOf(plain('')), /safe mode/)
  assert.match(reasonOf(received('no json')), /JSON object/)
})
test('a shop without keys for pushes gets none', () => {
  for (const shopSecret of ['', '{}', JSON.stringify({ ...credentials, messageToken: '' })])
    assert.match(reasonOf(receiveWechatPush(pushOf(event('x')), { ...secrets, shopSecret })), /no keys/)
})
test('whatever one changes about a push, it is not taken', () => {
  const push = pushOf(event('channels_ec_order_pay', ',"order_info":{"order_id":37}'))
  const text = push.rawBody.toString()
  const start = text.indexOf('"Encrypt":"') + 11
  const property = fc.property(
    fc.integer({ min: start, max: text.length - 4 }),
    fc.constantFrom('A', 'b', '3', '+'),
    (at, letter) => {
      fc.pre(text[at] !== letter)
      const rawBody = Buffer.from(text.slice(0, at) + letter + text.slice(at + 1))
      assert.equal(receiveWechatPush({ ...push, rawBody }, secrets).verdict, 'refused')
    },
  )
  fc.assert(property, { numRuns: 200 })
  for (const name of ['timestamp', 'nonce', 'msg_signature'])
    assert.equal(receiveWechatPush({ ...push, query: { ...push.query, [name]: '1' } }, secrets).verdict, 'refused')
})
