import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sandboxDouyinApp } from '#sandbox/douyin/app.ts'
import { pushSignature } from '#sandbox/douyin/signature.ts'
import type { PushReceipt } from '#server/platforms/platform.ts'
import { receiveDouyinPush } from './douyin-pushes.ts'

const { appKey, appSecret } = sandboxDouyinApp
const secrets = { appKey, appSecret, shopSecret: '' }

function pushed(body: string, headers: Record<string, string> = {}): PushReceipt {
  const signed = {
    'app-id': appKey,
    'sign-method': 'hmac-sha256',
    'event-sign': pushSignature(appKey, body, appSecret, 'hmac-sha256'),
  }
  return receiveDouyinPush({ method: 'POST', query: {}, headers: { ...signed, ...headers }, rawBody: Buffer.from(body) }, secrets)
}
const message = (msgId: string, data: unknown) => ({ tag: '101', msg_id: msgId, data })

test('every message of a push names its shop and order, digit for digit, whether its content is text or an object', () => {
  const text = '{"p_id":6900000000000000001,"s_ids":[6900000000000000002],"shop_id":3900000000000000007,"order_status":2}'
  const receipt = pushed(
    `[${JSON.stringify(message('m1', text))},{"tag":"100","msg_id":"m2","data":{"p_id":6900000000000000003,"shop_id":1111}}]`,
  )
  assert.deepEqual(receipt, {
    verdict: 'genuine',
    notices: [
      { platformShopId: '3900000000000000007', platformOrderId: '6900000000000000001', ack: 'm1' },
      { platformShopId: '1111', platformOrderId: '6900000000000000003', ack: 'm2' },
    ],
    reply: { status: 200, contentType: 'application/json;charset=utf-8', body: '{"code":0,"msg":"success"}' },
  })
})

test("the console's trial, goods and contents nobody can read are taken without a notice", () => {
  for (const data of ['2020-09-10T16:00:00+08:00', '{"product_id":1}', '{broken', 7, null]) {
    const receipt = pushed(JSON.stringify([message('0', data)]))
    assert.deepEqual([receipt.verdict, receipt.verdict === 'genuine' ? receipt.notices : null], ['genuine', []])
  }
})

test('a push without a method is one signed with md5', () => {
  const body = JSON.stringify([message('m', '{"p_id":"1","shop_id":"2"}')])
  const { verdict } = pushed(body, { 'sign-method': '', 'event-sign': pushSignature(appKey, body, appSecret, 'md5') })
  assert.equal(verdict, 'genuine')
})

const body = JSON.stringify([message('m', '{"p_id":"1","shop_id":"2"}')])
const FORGERIES: [title: string, headers: Record<string, string>][] = [
  ['without a signature', { 'event-sign': '' }],
  ['with a signature of another body', { 'event-sign': pushSignature(appKey, `${body} `, appSecret, 'hmac-sha256') }],
  ['with a signature of another secret', { 'event-sign': pushSignature(appKey, body, 'other', 'hmac-sha256') }],
  ['for another application', { 'app-id': '7' }],
  ['signed by another method than it says', { 'sign-method': 'md5' }],
  ['by a method nobody knows', { 'sign-method': 'none' }],
]
for (const [title, headers] of FORGERIES) {
  test(`a push ${title} is refused with a code that is not 0, and nothing of it is used`, () => {
    const receipt = pushed(body, headers)
    assert.equal(receipt.verdict, 'refused')
    assert.notEqual(JSON.parse(receipt.reply.body).code, 0)
  })
}

test('a signed body that is no list is refused', () => {
  for (const broken of ['{}', 'null', '[', '']) assert.equal(pushed(broken).verdict, 'refused')
})
