import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failureFromForeignReply, failureFromTransport } from './transport-failure.ts'

const transportError = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })

for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED']) {
  test(`after ${code} nothing was sent, so even a shipment is simply tried again`, () => {
    assert.equal(failureFromTransport(transportError(code), false).kind, 'retry')
  })
}
for (const code of ['ECONNRESET', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']) {
  test(`after ${code} a shipment may have been carried out, a reading is tried again`, () => {
    assert.equal(failureFromTransport(transportError(code), false).kind, 'unknown_outcome')
    assert.equal(failureFromTransport(transportError(code), true).kind, 'retry')
  })
}
test('a call that ran out of time has an unknown outcome', () => {
  assert.equal(
    failureFromTransport(new DOMException('The operation was aborted due to timeout', 'TimeoutError'), false).kind,
    'unknown_outcome',
  )
})

test('an error page of a proxy leaves a shipment unknown, a missing page is a wrong address', () => {
  assert.equal(failureFromForeignReply(502, false).kind, 'unknown_outcome')
  assert.equal(failureFromForeignReply(502, true).kind, 'retry')
  assert.equal(failureFromForeignReply(200, false).kind, 'unknown_outcome')
  assert.equal(failureFromForeignReply(404, true).kind, 'our_fault')
})
