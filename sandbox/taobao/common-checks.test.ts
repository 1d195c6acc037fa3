import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { toPlatformTime } from '#sandbox/platform-time.ts'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { post, signedForm } from '#sandbox/test-client.ts'

let sandbox: Sandbox
before(async () => {
  sandbox = await startSandbox()
})
after(() => sandbox.stop())

const farAway = toPlatformTime(Date.now() - 11 * 60 * 1000)
const cases: [rule: string, change: Record<string, string>, code: number][] = [
  ['without a method', { method: '' }, 21],
  ['with a method that does not exist', { method: 'taobao.trades.guess' }, 22],
  ['without a format, because XML is the default', { format: '' }, 23],
  ['with format xml', { format: 'xml' }, 23],
  ['without a signature', { sign: '' }, 24],
  ['with a wrong signature', { sign: 'ABC' }, 25],
  ['without a session where a shop is needed', { session: '' }, 26],
  ['with an unknown session', { session: 'nobody' }, 27],
  ['without an app key', { app_key: '' }, 28],
  ['with an unknown app key', { app_key: '999' }, 29],
  ['without a timestamp', { timestamp: '' }, 30],
  ['with a timestamp that is no time', { timestamp: '2024-13-01 00:00:00' }, 31],
  ['with a timestamp eleven minutes old', { timestamp: farAway }, 31],
  ['without a version', { v: '' }, 32],
  ['with another version', { v: '1.0' }, 33],
  ['without the fields it wants', { fields: '' }, 40],
  ['with a page of 101 orders', { page_size: '101' }, 41],
  ['with page 0', { page_no: '0' }, 41],
  ['with an unknown sign method', { sign_method: 'sha1', sign: 'X' }, 41],
]

for (const [rule, change, code] of cases) {
  test(`a call ${rule} is refused with code ${code}`, async () => {
    const form = signedForm('taobao.trades.sold.get', { fields: 'tid', ...change })
    const response = await fetch(sandbox.gatewayUrl, { method: 'POST', body: form })
    assert.equal(response.status, 200)
    const { error_response } = (await response.json()) as { error_response: { code: number; msg: string } }
    assert.equal(error_response.code, code)
    assert.ok(error_response.msg !== '')
  })
}

test('an expired session is refused with code 27', async () => {
  const shop = sandbox.control.addShop({ name: '短期店', session: 'short' })
  sandbox.control.expireSession(shop.session)
  const reply = await post(sandbox, signedForm('taobao.trades.sold.get', { fields: 'tid', session: 'short' }))
  assert.equal((reply.error_response as { code: number }).code, 27)
})

test('parameters may also come in the query', async () => {
  const response = await fetch(`${sandbox.gatewayUrl}?${signedForm('taobao.trades.sold.get', { fields: 'tid' })}`)
  assert.ok('trades_sold_get_response' in ((await response.json()) as object))
})
