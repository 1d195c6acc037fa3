import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { encrypt, getSignature } from '@wecom/crypto'
import fc from 'fast-check'
import { isWechatSignature, openWechatMessage, wechatSignature } from './wechat-crypto.ts'

type WebotCipher = {
  getSignature(timestamp: string, nonce: string, encrypted: string): string
  encrypt(message: string): string
}
const Webot: new (token: string, encodingAesKey: string, appId: string) => WebotCipher = createRequire(import.meta.url)(
  'wechat-crypto',
)

const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'
const APP_ID = 'wxb11529c136998cb6'
const PUBLISHED = 'jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=='
const PAY_EVENT =
  '{"ToUserName":"gh_sandbox","FromUserName":"OPENID","CreateTime":1700000000,"MsgType":"event","Event":"channels_ec_order_pay","order_info":{"order_id":3700000000000000001,"pay_time":1700000000}}'
const RUNS = { numRuns: 1000 }

const aKey = fc.string({
  unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'),
  minLength: 43,
  maxLength: 43,
})
const aWord = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'), minLength: 1, maxLength: 32 })
const aMessage = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 })
const sixteenBytes = fc.uint8Array({ minLength: 16, maxLength: 16 })

test('the message the platform publishes as an example opens', () => {
  assert.deepEqual(openWechatMessage(KEY, PUBLISHED), { message: '我是中文abcd123', appId: APP_ID })
})
test('its signature and that of an address check are the known ones', () => {
  assert.equal(wechatSignature(['pamtest', '1409304348', 'xxxxxx', PUBLISHED]), '82c962d39941aa48552f90ef55aa323dc620cc10')
  assert.equal(wechatSignature(['pamtest', '1409304348', 'xxxxxx']), '76480565cbe296026c53aaacd1ad523a1ddba24f')
})
test('a pushed payment of an order opens to the letter', () => {
  const encrypted = encrypt(KEY, PAY_EVENT, APP_ID, Buffer.from('0123456789abcdef'))
  assert.equal(encrypted.length, 344)
  assert.ok(encrypted.startsWith('Q3stYC6hdFzMh9T8HCvyDP8w'))
  assert.equal(wechatSignature(['pamtest', '1700000000', 'nonce1', encrypted]), '486a3a7f0212ca3a98de656e56431747b628fcc5')
  assert.deepEqual(openWechatMessage(KEY, encrypted), { message: PAY_EVENT, appId: APP_ID })
})

test('whatever the library of one maker encrypts and signs, we open and sign alike', () => {
  const property = fc.property(aKey, aMessage, aWord, sixteenBytes, aWord, aWord, (key, message, appId, random, token, nonce) => {
    const encrypted = encrypt(key, message, appId, Buffer.from(random))
    assert.deepEqual(openWechatMessage(key, encrypted), { message, appId })
    assert.equal(wechatSignature([token, '1700000000', nonce, encrypted]), getSignature(token, '1700000000', nonce, encrypted))
  })
  fc.assert(property, RUNS)
})
test('and that of another maker', () => {
  const property = fc.property(aKey, aMessage, aWord, aWord, aWord, (key, message, appId, token, nonce) => {
    const theirs = new Webot(token, key, appId)
    const encrypted = theirs.encrypt(message)
    assert.deepEqual(openWechatMessage(key, encrypted), { message, appId })
    assert.ok(isWechatSignature(theirs.getSignature('1700000000', nonce, encrypted), [token, '1700000000', nonce, encrypted]))
  })
  fc.assert(property, RUNS)
})

test('a changed byte, another key, and what is nothing of the kind do not open', () => {
  const property = fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (place, change) => {
    const bytes = Buffer.from(PUBLISHED, 'base64')
    const at = place % bytes.length
    bytes[at] = (bytes[at] ?? 0) ^ change
    const opened = openWechatMessage(KEY, bytes.toString('base64'))
    assert.notDeepEqual(opened, { message: '我是中文abcd123', appId: APP_ID })
  })
  fc.assert(property, { numRuns: 200 })
  assert.notEqual(openWechatMessage(`x${KEY.slice(1)}`, PUBLISHED)?.appId, APP_ID)
  for (const broken of ['', 'AAAA', 'no base64 at all!', PUBLISHED.slice(0, 40)])
    assert.equal(openWechatMessage(KEY, broken), null)
  assert.equal(openWechatMessage('short', PUBLISHED), null)
})
