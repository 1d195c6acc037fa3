import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FailureKind } from '#server/platforms/platform.ts'
import { failureFromTopError } from './top-failure.ts'

const NOW = Date.UTC(2024, 0, 1, 12) // 20:00 in Beijing

const CASES: { code: number; sub_code?: string; kind: FailureKind; platformCode: string }[] = [
  { code: 27, kind: 'reauthorise', platformCode: '27' },
  {
    code: 27,
    sub_code: 'sessionkey-not-generated-by-server',
    kind: 'reauthorise',
    platformCode: 'sessionkey-not-generated-by-server',
  },
  { code: 26, kind: 'reauthorise', platformCode: '26' },
  { code: 44, kind: 'reauthorise', platformCode: '44' },
  { code: 42, kind: 'reauthorise', platformCode: '42' },
  { code: 53, kind: 'reauthorise', platformCode: '53' },
  { code: 15, sub_code: 'isp.remote-service-error', kind: 'retry', platformCode: 'isp.remote-service-error' },
  { code: 15, sub_code: 'isp.top-remote-connection-timeout', kind: 'retry', platformCode: 'isp.top-remote-connection-timeout' },
  { code: 50, sub_code: 'isp.service-unavailable', kind: 'retry', platformCode: 'isp.service-unavailable' },
  { code: 10, kind: 'retry', platformCode: '10' },
  { code: 3, kind: 'retry', platformCode: '3' },
  {
    code: 15,
    sub_code: 'isv.logistics-offline-service-error:B04',
    kind: 'refused',
    platformCode: 'isv.logistics-offline-service-error:B04',
  },
  { code: 50, sub_code: 'isv.trade-not-exist', kind: 'refused', platformCode: 'isv.trade-not-exist' },
  { code: 15, kind: 'refused', platformCode: '15' },
  { code: 12, kind: 'refused', platformCode: '12' },
  { code: 50, kind: 'refused', platformCode: '50' },
  { code: 9999, kind: 'refused', platformCode: '9999' },
  ...[9, 11, 13, 21, 22, 23, 24, 25, 28, 29, 30, 31, 32, 33, 34, 40, 41, 43, 47].map((code) => ({
    code,
    kind: 'our_fault' as const,
    platformCode: String(code),
  })),
  { code: 25, sub_code: 'isv.invalid-signature', kind: 'our_fault', platformCode: 'isv.invalid-signature' },
]

for (const { code, sub_code, kind, platformCode } of CASES) {
  test(`the gateway's error ${code} ${sub_code ?? ''} means ${kind}`, () => {
    const failure = failureFromTopError(
      { code, msg: 'No', sub_msg: '不行', ...(sub_code === undefined ? {} : { sub_code }) },
      NOW,
    )
    assert.deepEqual(
      [failure.kind, failure.platformCode, failure.message, failure.retryAt],
      [kind, platformCode, 'No: 不行', null],
    )
  })
}

const limited = (sub_code: string, sub_msg: string) =>
  failureFromTopError({ code: 7, msg: 'App Call Limited', sub_code, sub_msg }, NOW)

test('a call limit with a named ban is waited out to the second', () => {
  const failure = limited('accesscontrol.limited-by-api-access-count', 'This ban will last for 37 more seconds')
  assert.deepEqual([failure.kind, failure.retryAt], ['wait', new Date(NOW + 38_000).toISOString()])
})
test('a used-up daily quota waits for midnight in Beijing', () => {
  const failure = limited('accesscontrol.limited-by-app-access-count', 'App Call Limited')
  assert.deepEqual([failure.kind, failure.retryAt], ['wait', '2024-01-01T16:00:00.000Z'])
})
test('a daily quota that names its seconds waits for those', () => {
  assert.equal(
    limited('accesscontrol.limited-by-app-access-count', 'This ban will last for 1 more second').retryAt,
    new Date(NOW + 2000).toISOString(),
  )
})
test('a call limit that names no time is waited out for a minute', () => {
  assert.equal(limited('accesscontrol.limited-by-app-api-access-count', '').retryAt, new Date(NOW + 60_000).toISOString())
})
