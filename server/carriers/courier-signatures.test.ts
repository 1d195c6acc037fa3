/** The signatures of the courier services against worked values; the SF ones were also computed with another language's md5. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { signKdniao } from './kdniao/kdniao-sign.ts'
import { signKuaidi100Business, signKuaidi100Push, signKuaidi100Query } from './kuaidi100/kuaidi100-sign.ts'
import { signSf } from './sf/sf-sign.ts'

test('KDNiao signs with the base64 of the hex text', () => {
  const data = '{"OrderCode":"","ShipperCode":"YTO","LogisticCode":"YT0000000000001"}'
  assert.equal(signKdniao(data, 'sandbox-api-key'), 'OTEzODE2ODZiMDUxYzM5ZTE2MDA1MTdjNzhjZDFmNzU=')
})
test('Kuaidi100 signs a query, a push and a business call each in its own order', () => {
  const query = '{"com":"yuantong","num":"YT0000000000001","phone":"","resultv2":"4","show":"0","order":"desc"}'
  assert.equal(signKuaidi100Query(query, 'sandboxkey1', 'SANDBOXCUSTOMER'), 'CA8E7E2672D0E93F2645A5E3E9ED4CA4')
  const push =
    '{"status":"polling","lastResult":{"message":"ok","state":"3","ischeck":"1","com":"yuantong","nu":"YT0000000000001","data":[]}}'
  assert.equal(signKuaidi100Push(push, 'sandboxsalt'), 'CD02C1A1E1AA9CA60CAE86DEB98CBD76')
  const business = '{"kuaidicom":"yuantong","siid":""}'
  assert.equal(
    signKuaidi100Business(business, '1700000000000', 'sandboxkey1', 'sandboxsecret'),
    '37DF09FA7C8D3321559F37FE0D3090C8',
  )
})
test('SF signs the text as Java encodes it', () => {
  const checkWord = 'sandboxCheckWord123456'
  const routes = '{"language":"zh-CN","trackingType":"1","trackingNumber":["SF1234567890123"],"methodType":"1"}'
  assert.equal(signSf(routes, '1700000000000', checkWord), 'p0P+mLr4+5hJfpJBaqfEAA==')
  const order = '{"orderId":"O-1 测试*~\'()","cargoDetails":[{"name":"T恤 大码"}]}'
  assert.equal(signSf(order, '1700000000000', checkWord), 'yAcUI/bd0t6/PVvkDDt4rg==')
})
test('whatever is signed for SF, form encoding (which leaves only `. - * _` as they are) says the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (data) => {
      const form = new URLSearchParams({ '': `${data}1cw` }).toString().slice(1)
      const expected = createHash('md5').update(form).digest('base64')
      fc.pre(data.isWellFormed())
      assert.equal(signSf(data, '1', 'cw'), expected)
    }),
    { numRuns: 1000 },
  )
})
test('another program computes the same md5', () => {
  const text = '{"a":1}sandbox-api-key'
  const hex = execFileSync('md5sum', { input: text, encoding: 'utf8' }).slice(0, 32)
  assert.equal(Buffer.from(signKdniao('{"a":1}', 'sandbox-api-key'), 'base64').toString(), hex)
})
