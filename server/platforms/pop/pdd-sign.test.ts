import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import fc from 'fast-check'
import { pddMessagePath, signPdd } from './pdd-sign.ts'

type PublicSdk = new (app: { clientId: string; clientSecret: string }) => { sign(params: Record<string, unknown>): string }

/** Only the signing of the public SDK is wanted: its network part would bring an old HTTP client, so it is never loaded. */
function publicSdk(): PublicSdk {
  const require = createRequire(import.meta.url)
  const networkPart = createRequire(require.resolve('pdd-sdk')).resolve('./request_utils')
  const empty = { id: networkPart, filename: networkPart, path: networkPart, loaded: true, exports: { default: {} } }
  require.cache[networkPart] = Object.assign(Object.create(null) as NodeJS.Module, empty)
  const { default: sdk } = require('pdd-sdk') as { default: PublicSdk }
  assert.ok(!Object.keys(require.cache).some((file) => file.includes('axios')), 'the HTTP client was loaded')
  return sdk
}
const Sdk = publicSdk()

const VECTORS: { title: string; secret: string; params: Record<string, string>; signature: string }[] = [
  {
    title: 'the example the platform publishes',
    secret: 'testSecret',
    params: {
      access_token: 'asd78172s8ds9a921j9qqwda12312w1w21211',
      client_id: '1',
      data_type: 'XML',
      order_status: '1',
      page: '1',
      page_size: '10',
      timestamp: '1480411125',
      type: 'pdd.order.number.list.get',
    },
    signature: 'E4DE3ED21002510DED352819E7AE6775',
  },
  {
    title: 'an order list',
    secret: 'sandbox_secret',
    params: {
      access_token: 'sandbox_token',
      client_id: 'sandbox_client',
      data_type: 'JSON',
      end_confirm_at: '1700000000',
      order_status: '1',
      page: '1',
      page_size: '100',
      refund_status: '1',
      start_confirm_at: '1699990000',
      timestamp: '1700000000',
      trade_type: '0',
      type: 'pdd.order.list.get',
      version: 'V1',
    },
    signature: 'CF3EFA788284C205D014BD477626B6AE',
  },
  {
    title: 'JSON inside a parameter, in Chinese',
    secret: 'sandbox_secret',
    params: {
      type: 'pdd.waybill.get',
      client_id: 'sandbox_client',
      timestamp: '1700000000',
      data_type: 'JSON',
      access_token: 'sandbox_token',
      param_waybill_cloud_print_apply_new_request:
        '{"wp_code":"YTO","need_encrypt":true,"sender":{"name":"张三","mobile":"13800000000"}}',
    },
    signature: '29073D79582CCD433DC77DC5E00D7688',
  },
]
for (const { title, secret, params, signature } of VECTORS) {
  test(`signs ${title} as the platform does`, () => {
    assert.equal(signPdd(params, secret), signature)
    assert.equal(new Sdk({ clientId: '', clientSecret: secret }).sign(params), signature)
  })
}

test('the path of the message socket is the one others published', () => {
  assert.equal(
    pddMessagePath('app', 1_700_000_000_000, 'secret'),
    '/message/app/1700000000000/OTgxODMwNDI2NWZiN2NiNzA2NzIxOTI0ZjJlMDMxMjE%3D',
  )
})

test('an old signature takes no part', () => {
  assert.equal(signPdd({ a: '1', sign: 'OLD' }, 'secret'), signPdd({ a: '1' }, 'secret'))
})

test('agrees with the public SDK on a thousand calls, objects and truth values as their text', () => {
  const name = fc.stringMatching(/^[a-z][a-z_0-9]{0,20}$/).filter((candidate) => candidate !== 'sign')
  const value = fc.oneof(
    fc.string(),
    fc.string({ unit: 'grapheme' }),
    fc.boolean(),
    fc.integer(),
    fc.array(fc.record({ order_sn: fc.string(), count: fc.integer() })),
    fc.constantFrom('加急 & 发顺丰', '+= %', '{"a":"中"}'),
  )
  const call = fc.record({ secret: fc.string({ minLength: 1 }), params: fc.dictionary(name, value, { minKeys: 1, maxKeys: 20 }) })
  const textOf = (each: unknown): string => (typeof each === 'object' ? JSON.stringify(each) : String(each))
  fc.assert(
    fc.property(call, ({ secret, params }) => {
      const texts = Object.fromEntries(Object.entries(params).map(([key, each]) => [key, textOf(each)]))
      return signPdd(texts, secret) === new Sdk({ clientId: 'x', clientSecret: secret }).sign(params)
    }),
    { numRuns: 1000 },
  )
})
