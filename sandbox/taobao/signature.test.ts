import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromPlatformTime } from '#sandbox/platform-time.ts'
import { startSandbox } from '#sandbox/sandbox.ts'
import { post } from '#sandbox/test-client.ts'
import { checkCommonParams } from './common-checks.ts'
import { expectedSignature, isSignMethod } from './signature.ts'

const itemGet = {
  method: 'taobao.item.seller.get',
  app_key: '12345678',
  session: 'test',
  timestamp: '2016-01-01 12:00:00',
  format: 'json',
  v: '2.0',
  fields: 'num_iid,title,nick,price,num',
  num_iid: '11223344',
}
const soldGet = {
  method: 'taobao.trades.sold.get',
  app_key: '12345678',
  session: 'sandbox_session',
  timestamp: '2024-01-02 03:04:05',
  format: 'json',
  v: '2.0',
  fields: 'tid,status,orders',
  start_created: '2024-01-01 00:00:00',
  page_no: '1',
  page_size: '100',
  use_has_next: 'true',
}
const vectors: { name: string; secret: string; params: Record<string, string>; sign: string }[] = [
  {
    name: 'TOP-A, published by the platform',
    secret: 'helloworld',
    params: { ...itemGet, sign_method: 'md5' },
    sign: '66987CB115214E59E6EC978214934FB8',
  },
  {
    name: 'TOP-A2 hmac',
    secret: 'helloworld',
    params: { ...itemGet, sign_method: 'hmac' },
    sign: 'D56D7858309C31B6251083A874D48273',
  },
  {
    name: 'TOP-A3 hmac-sha256',
    secret: 'helloworld',
    params: { ...itemGet, sign_method: 'hmac-sha256' },
    sign: '04DB15AD0774D5CFCE2C837DE43E3FCEA9011ED74F3038FB6AB5F3C4CEA119E8',
  },
  {
    name: 'TOP-B, a published worked example',
    secret: 'test',
    params: {
      method: 'taobao.user.seller.get',
      timestamp: '2013-05-06 13:52:03',
      format: 'xml',
      app_key: 'test',
      v: '2.0',
      fields: 'nick',
      sign_method: 'md5',
      session: 'test',
    },
    sign: '72CB4D809B375A54502C09360D879C64',
  },
  {
    name: 'TOP-C md5',
    secret: 'sandbox_secret',
    params: { ...soldGet, sign_method: 'md5' },
    sign: '444685BD529518A5341352B983E2C3A9',
  },
  {
    name: 'TOP-C2 hmac',
    secret: 'sandbox_secret',
    params: { ...soldGet, sign_method: 'hmac' },
    sign: '53671804AC0794BAD5AEF53189F7A0A3',
  },
  {
    name: 'TOP-C3 hmac-sha256',
    secret: 'sandbox_secret',
    params: { ...soldGet, sign_method: 'hmac-sha256' },
    sign: 'B35C6859044BD0E2714384E7096FF7202542D88F38B77365E6E1DDFF98C4D985',
  },
  {
    name: 'TOP-D, a memo in Chinese',
    secret: 'sandbox_secret',
    params: {
      method: 'taobao.trade.memo.update',
      app_key: '12345678',
      session: 'sandbox_session',
      timestamp: '2024-01-02 03:04:05',
      format: 'json',
      v: '2.0',
      sign_method: 'md5',
      memo: '加急 & 发顺丰',
      tid: '3000000000000000001',
      flag: '1',
    },
    sign: 'F27DB441F00E33248768E09CC00F9D4D',
  },
]

for (const { name, secret, params, sign } of vectors) {
  test(`the verifier computes the known signature of ${name}`, () => {
    const method = params.sign_method ?? ''
    assert.ok(isSignMethod(method))
    assert.equal(expectedSignature(secret, new Map(Object.entries(params)), method), sign)
  })
}

test('the common checks let every known signature in JSON pass, and none with one letter changed', () => {
  for (const { secret, params, sign } of vectors.filter((vector) => vector.params.format === 'json')) {
    const sentAt = fromPlatformTime(params.timestamp ?? '')
    assert.ok(sentAt !== null)
    const check = (given: string) => checkCommonParams(new Map(Object.entries({ ...params, sign: given })), () => secret, sentAt)
    assert.equal(check(sign), null)
    assert.equal(check(`${sign.slice(0, -1)}${sign.endsWith('0') ? '1' : '0'}`)?.code, 25)
    assert.equal(check(sign.toLowerCase())?.code, 25, 'a lower-case signature is a wrong one')
  }
})

test('a call signed for 2024 is answered by a gateway whose clock stands in 2024', async () => {
  const sandbox = await startSandbox({ now: () => fromPlatformTime('2024-01-02 03:05:00') ?? 0 })
  const form = new URLSearchParams({ ...soldGet, sign_method: 'md5', sign: '444685BD529518A5341352B983E2C3A9' })
  const reply = await post(sandbox, form)
  await sandbox.stop()
  assert.deepEqual(Object.keys(reply), ['trades_sold_get_response'])
})

test('empty values and the signature itself take no part in the signature', () => {
  const plain = new Map([
    ['app_key', '1'],
    ['method', 'm'],
  ])
  const padded = new Map([...plain, ['session', ''], ['sign', 'X']])
  assert.equal(expectedSignature('s', padded, 'md5'), expectedSignature('s', plain, 'md5'))
})
