import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FailureKind } from '#server/platforms/platform.ts'
import { failureFromPddError } from './pdd-failure.ts'

const NOW = Date.UTC(2026, 0, 1)
const failure = (code: number, canRepeat = true) =>
  failureFromPddError({ error_code: code, error_msg: 'm', sub_code: String(code), sub_msg: 's' }, NOW, canRepeat)

const KINDS: [codes: number[], kind: FailureKind, ofShipments: FailureKind][] = [
  [[10000, 10001, 10016, 10017, 20004, 20005, 20031, 20034, 52004, 70032, 70033, 70034, 70035, 70036], 'our_fault', 'our_fault'],
  [[10019, 20032], 'reauthorise', 'reauthorise'],
  [[21001, 21002, 30000, 99999], 'refused', 'refused'],
  [[50000, 50001, 50002, 52001, 52002], 'retry', 'unknown_outcome'],
  [[52101, 52102, 52103, 70031], 'wait', 'wait'],
]
for (const [codes, kind, ofShipments] of KINDS) {
  test(`the codes ${codes.join(', ')} mean ${kind} for a reading and ${ofShipments} for a shipment`, () => {
    for (const code of codes) assert.deepEqual([failure(code).kind, failure(code, false).kind], [kind, ofShipments], String(code))
  })
}

test('a limit says when to come back; the words and the code of the platform are kept', () => {
  const limited = failure(52101)
  assert.deepEqual(
    [limited.platformCode, limited.message, limited.retryAt],
    ['52101', 'm: s', new Date(NOW + 60_000).toISOString()],
  )
  assert.equal(failureFromPddError({ error_code: 50001 }, NOW, true).message, 'Pinduoduo error 50001')
})
