import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import fc from 'fast-check'
import { signTop, type TopSignMethod } from './top-sign.ts'

const signAsPublicSdk: (secret: string, params: Record<string, string>) => string = createRequire(import.meta.url)(
  'topsdk/util/sign',
)

const itemCall = {
  method: 'taobao.item.seller.get',
  app_key: '12345678',
  session: 'test',
  timestamp: '2016-01-01 12:00:00',
  format: 'json',
  v: '2.0',
  fields: 'num_iid,title,nick,price,num',
  num_iid: '11223344',
}
const userCall = {
  method: 'taobao.user.seller.get',
  timestamp: '2013-05-06 13:52:03',
  format: 'xml',
  app_key: 'test',
  v: '2.0',
  fields: 'nick',
  session: 'test',
}
const shopCall = { app_key: '12345678', session: 'sandbox_session', timestamp: '2024-01-02 03:04:05', format: 'json', v: '2.0' }
const listCall = {
  ...shopCall,
  method: 'taobao.trades.sold.get',
  fields: 'tid,status,orders',
  start_created: '2024-01-01 00:00:00',
  page_no: '1',
  page_size: '100',
  use_has_next: 'true',
}
/** JD's gateway signs in the same way; its published example holds JSON, and a name that begins with a digit. */
const jdCall = {
  '360buy_param_json':
    '{"end_date":null,"optional_fields":null,"order_state":"WAIT_SELLER_STOCK_OUT","page":"1","page_size":"200","start_date":null}',
  access_token: 'yourtoken',
  app_key: 'yourappkey',
  method: 'jingdong.pop.order.search',
  timestamp: '2021-05-07 09:20:39.683+0800',
  v: '2.0',
}
const memoCall = { ...shopCall, method: 'taobao.trade.memo.update', memo: '加急 & 发顺丰', tid: '3000000000000000001', flag: '1' }

const VECTORS: { title: string; secret: string; params: Record<string, string>; signMethod: TopSignMethod; signature: string }[] =
  [
    {
      title: 'the example the platform publishes',
      secret: 'helloworld',
      params: itemCall,
      signMethod: 'md5',
      signature: '66987CB115214E59E6EC978214934FB8',
    },
    {
      title: 'the same call',
      secret: 'helloworld',
      params: itemCall,
      signMethod: 'hmac',
      signature: 'D56D7858309C31B6251083A874D48273',
    },
    {
      title: 'the same call',
      secret: 'helloworld',
      params: itemCall,
      signMethod: 'hmac-sha256',
      signature: '04DB15AD0774D5CFCE2C837DE43E3FCEA9011ED74F3038FB6AB5F3C4CEA119E8',
    },
    {
      title: 'an example others published',
      secret: 'test',
      params: userCall,
      signMethod: 'md5',
      signature: '72CB4D809B375A54502C09360D879C64',
    },
    {
      title: 'an order list',
      secret: 'sandbox_secret',
      params: listCall,
      signMethod: 'md5',
      signature: '444685BD529518A5341352B983E2C3A9',
    },
    {
      title: 'an order list',
      secret: 'sandbox_secret',
      params: listCall,
      signMethod: 'hmac',
      signature: '53671804AC0794BAD5AEF53189F7A0A3',
    },
    {
      title: 'an order list',
      secret: 'sandbox_secret',
      params: listCall,
      signMethod: 'hmac-sha256',
      signature: 'B35C6859044BD0E2714384E7096FF7202542D88F38B77365E6E1DDFF98C4D985',
    },
    {
      title: 'a Chinese memo',
      secret: 'sandbox_secret',
      params: memoCall,
      signMethod: 'md5',
      signature: 'F27DB441F00E33248768E09CC00F9D4D',
    },
  ]

for (const { title, secret, params, signMethod, signature } of VECTORS) {
  test(`signs ${title} by ${signMethod} as the platform does`, () => {
    assert.equal(signTop({ ...params, sign_method: signMethod }, secret, signMethod), signature)
  })
}

test('signs the example that JD publishes, which leaves its method of signing out', () => {
  assert.equal(signTop(jdCall, 'yourappSecret', 'md5'), 'D70825340F4084360B9362B60DFD7930')
})

test('signs the connect frame of the message queue as community clients do', () => {
  const frame = { app_key: '12345678', group_name: 'default', timestamp: '1700000000000' }
  assert.equal(signTop(frame, 'sandbox_secret', 'md5'), '0104E1D9275E133748D08DE70D0ADED5')
})

test('the two HMACs underneath give the values of RFC 2202 and RFC 4231', () => {
  const md5 = createHmac('md5', Buffer.alloc(16, 0x0b)).update('Hi There').digest('hex')
  const sha256 = createHmac('sha256', Buffer.alloc(20, 0x0b)).update('Hi There').digest('hex')
  assert.equal(md5, '9294727a3638bb1c13f48ef8158bfc9d')
  assert.equal(sha256, 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7')
  // The same through our own signing: one parameter, the RFC's key and text.
  assert.equal(signTop({ 'Hi ': 'There' }, '\x0b'.repeat(16), 'hmac'), md5.toUpperCase())
  assert.equal(signTop({ 'Hi ': 'There' }, '\x0b'.repeat(20), 'hmac-sha256'), sha256.toUpperCase())
})

test('agrees with an independent library on a thousand calls', () => {
  const name = fc.stringMatching(/^[a-z][a-z_0-9]{0,20}$/).filter((candidate) => candidate !== 'sign')
  const value = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.string({ minLength: 1, unit: 'grapheme' }),
    fc.constantFrom('加急 & 发顺丰', '+= %'),
  )
  const call = fc.record({ secret: fc.string({ minLength: 1 }), params: fc.dictionary(name, value, { minKeys: 1, maxKeys: 20 }) })
  fc.assert(
    fc.property(call, ({ secret, params }) => signTop(params, secret, 'md5') === signAsPublicSdk(secret, params)),
    { numRuns: 1000 },
  )
})

test('an old signature and empty values take no part', () => {
  const bare = signTop(memoCall, 'secret', 'hmac-sha256')
  assert.equal(signTop({ ...memoCall, sign: 'OLD', buyer_nick: '', '': 'nameless' }, 'secret', 'hmac-sha256'), bare)
})
