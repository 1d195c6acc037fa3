import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash, createHmac } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { readParams } from '#sandbox/douyin/params.ts'
import { callSignature, pushSignature } from '#sandbox/douyin/signature.ts'
import { canonicalJson, type DouyinParam, isGenuineDouyinPush, signDouyin } from './fxg-sign.ts'

const APP = { appKey: '7000000000000000001', secret: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee' }
const searchList = {
  size: 100,
  page: 0,
  create_time_start: 1700000000,
  create_time_end: 1700086400,
  order_by: 'create_time',
  order_asc: true,
  combine_status: [{ order_status: '2,101' }],
}
const remark = { order_id: '6900000000000000001', remark: '加急<&>', is_add_star: 'true', star: '5' }
const sign = (method: string, params: DouyinParam, timestamp: string, signMethod: 'md5' | 'hmac-sha256') =>
  signDouyin({ appKey: APP.appKey, method, paramJson: canonicalJson(params), timestamp }, APP.secret, signMethod)

test('the text that is signed and sent is compact, sorted at every depth and escapes nothing for HTML', () => {
  assert.equal(
    canonicalJson(searchList),
    '{"combine_status":[{"order_status":"2,101"}],"create_time_end":1700086400,"create_time_start":1700000000,"order_asc":true,"order_by":"create_time","page":0,"size":100}',
  )
  assert.equal(canonicalJson(remark), '{"is_add_star":"true","order_id":"6900000000000000001","remark":"加急<&>","star":"5"}')
  assert.equal(
    canonicalJson({ b: 3600000000000000017n, a: { z: [], y: undefined }, '': 'x' }),
    '{"":"x","a":{"z":[]},"b":3600000000000000017}',
  )
  assert.equal(canonicalJson({}), '{}')
})

const VECTORS = [
  [
    'DY-1',
    'order.searchList',
    searchList,
    '1700000000',
    'hmac-sha256',
    '32ed96f5cab55cff662e77937d1ba17a6bb9aa954fb5f67b4f31c160e7304281',
  ],
  ['DY-1 md5', 'order.searchList', searchList, '1700000000', 'md5', 'db0aa00646b3f10ee6b5ad2ab0a881c0'],
  [
    'DY-1 with the time as text',
    'order.searchList',
    searchList,
    '2023-11-15 06:13:20',
    'hmac-sha256',
    'b0edca27d0416324a22a24cbe11f44ecff9b5cf847fcc753de0bdc3795395aa6',
  ],
  [
    'DY-2',
    'order.addOrderRemark',
    remark,
    '1700000000',
    'hmac-sha256',
    'ef900ceaf248f5d13e368fb75f97bdc9a4a2f532dec1b701f6c6d9540fecbc81',
  ],
  ['DY-2 md5', 'order.addOrderRemark', remark, '1700000000', 'md5', '4344b8ab5431b30f0bab825b1fd13083'],
] as const
for (const [name, method, params, timestamp, signMethod, expected] of VECTORS) {
  test(`vector ${name}: both sides of the gateway sign alike`, () => {
    assert.equal(sign(method, params, timestamp, signMethod), expected)
    const call = { appKey: APP.appKey, method, paramJson: readParams(JSON.stringify(params))?.canonical ?? '', timestamp }
    assert.equal(callSignature(call, APP.secret, signMethod), expected)
  })
}

test('Python and its hashlib sign as we do', () => {
  const python = `
import hashlib, hmac, json, sys
j = json.dumps(json.loads(sys.argv[1]), sort_keys=True, separators=(',', ':'), ensure_ascii=False)
s = sys.argv[3]
p = s + 'app_key' + sys.argv[2] + 'methodorder.addOrderRemarkparam_json' + j + 'timestamp1700000000v2' + s
print(hmac.new(s.encode(), p.encode(), hashlib.sha256).hexdigest())`
  const out = execFileSync('python3', ['-c', python, JSON.stringify(remark), APP.appKey, APP.secret], { encoding: 'utf8' })
  assert.equal(out.trim(), sign('order.addOrderRemark', remark, '1700000000', 'hmac-sha256'))
})

test('1,000 random parameter sets: the gateway sorts and signs what we sort and sign', () => {
  const params = fc.letrec<{ any: DouyinParam; object: DouyinParam }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom('<', '&', '"', '\\', '中', '1', '\u2028') }),
      fc.integer(),
      fc.bigInt({ min: 0n, max: 2n ** 63n }),
      fc.boolean(),
      fc.array(tie('any'), { maxLength: 3 }),
      tie('object'),
    ),
    object: fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), tie('any'), { maxKeys: 5, noNullPrototype: true }),
  })).object
  fc.assert(
    fc.property(params, fc.constantFrom('md5' as const, 'hmac-sha256' as const), (value, signMethod) => {
      const paramJson = canonicalJson(value)
      const received = readParams(paramJson)
      assert.equal(received?.canonical, paramJson)
      const call = { appKey: APP.appKey, method: 'a.b', paramJson, timestamp: '1' }
      assert.equal(callSignature(call, APP.secret, signMethod), signDouyin(call, APP.secret, signMethod))
    }),
    { numRuns: 1000 },
  )
})

test('vector DY-SPI: what the platform signs when it calls others is made over the same text', () => {
  const text = `app_key${APP.appKey}param_json${canonicalJson({ b: '中文', a: 1 })}timestamp2023-11-15 06:13:20`
  const wrapped = `${APP.secret}${text}${APP.secret}`
  assert.equal(createHash('md5').update(wrapped).digest('hex'), 'e1df932296d66680730d73ba6d2f113a')
  const keyed = createHmac('sha256', APP.secret).update(wrapped).digest('hex')
  assert.equal(keyed, '18d311bc4d1c5548c151917cdb6fbcdc1a9164cb508f2651fa8502534c7a985b')
})

const PUSH =
  '[{"tag":"101","msg_id":"69000000000000000010:101:1700000000:7000000000000000001","data":"{\\"p_id\\":6900000000000000001,\\"s_ids\\":[6900000000000000002],\\"shop_id\\":1111,\\"order_status\\":2,\\"pay_time\\":1700000000}"}]'
const TRIAL = '[{"tag":"0","msg_id":"0","data":"2020-09-10T16:00:00+08:00"}]'
const PUSH_VECTORS = [
  ['DY-PUSH', PUSH, 'md5', '0f26196ae0e5f72756e96f1f37c33b11'],
  ['DY-PUSH', PUSH, 'hmac-sha256', '60a2575d248311186c79d3cecab96969bdc490e8bfd762de4ceb744bb83d28a9'],
  ['DY-PUSH-TEST', TRIAL, 'md5', '90620f994dd267c193053c36f5075dc4'],
  ['DY-PUSH-TEST', TRIAL, 'hmac-sha256', '69ebad4098b702ae3448adc9babef8c73325e1f13b3de1582f86d0f9ea12d3d5'],
] as const
for (const [name, body, signMethod, signature] of PUSH_VECTORS) {
  test(`vector ${name} (${signMethod}): sender and receiver agree, in either case of the hex`, () => {
    assert.equal(pushSignature(APP.appKey, body, APP.secret, signMethod), signature)
    const push = { appKey: APP.appKey, rawBody: Buffer.from(body), signMethod }
    assert.equal(isGenuineDouyinPush({ ...push, signature }, APP.secret), true)
    assert.equal(isGenuineDouyinPush({ ...push, signature: signature.toUpperCase() }, APP.secret), true)
    assert.equal(isGenuineDouyinPush({ ...push, signature }, `${APP.secret}x`), false)
    assert.equal(isGenuineDouyinPush({ ...push, rawBody: Buffer.from(`${body} `), signature }, APP.secret), false)
  })
}
