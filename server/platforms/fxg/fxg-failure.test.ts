import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failureFromDouyinError } from './fxg-failure.ts'

const NOW = Date.UTC(2024, 0, 1)
const kindOf = (code: number, subCode = '', canRepeat = true) =>
  failureFromDouyinError({ code, msg: 'm', sub_code: subCode, sub_msg: '' }, canRepeat, NOW).kind

const ANSWERS: [code: number, subCode: string, kind: string][] = [
  [40003, 'isv.access-token-expired', 'reauthorise'],
  [40003, 'isv.access-token-no-existed', 'reauthorise'],
  [40001, 'isv.access-token-missing', 'reauthorise'],
  [30001, 'dop.authorization-no-existed', 'reauthorise'],
  [30001, 'dop.authorization-closed', 'reauthorise'],
  [50001, 'dop.token-generate-failed:code-expired', 'reauthorise'],
  [50001, 'dop.token-generate-failed:token-expired', 'reauthorise'],
  [50001, 'dop.token-generate-failed:app-secret-invalid', 'our_fault'],
  [30001, 'isv.app-permissions-insufficient', 'our_fault'],
  [30001, 'dop.app-forbidden', 'our_fault'],
  [30002, '', 'our_fault'],
  [40001, 'isv.signature-missing', 'our_fault'],
  [40003, 'isv.signature-invalid', 'our_fault'],
  [40003, 'isv.timestamp-invalid', 'our_fault'],
  [40003, 'isv.app-id-invalid', 'our_fault'],
  [70000, '', 'our_fault'],
  [20000, 'isp.service-error:70011', 'retry'],
  [20001, '', 'retry'],
  [50002, 'isv.business-failed:8888', 'retry'],
  [50002, 'isv.business-failed:60021', 'refused'],
  [40004, 'isv.parameter-invalid:60017', 'refused'],
  [99999, '', 'refused'],
]
for (const [code, subCode, kind] of ANSWERS)
  test(`${code} ${subCode} is ${kind}`, () => assert.equal(kindOf(code, subCode), kind))

test('the sub_code decides where code and sub_code disagree', () =>
  assert.equal(kindOf(20000, 'isv.access-token-expired'), 'reauthorise'))

test('of a shipment that timed out inside the platform nobody knows whether it was carried out', () => {
  assert.equal(kindOf(20001, '', false), 'unknown_outcome')
  assert.equal(kindOf(20000, '', false), 'retry')
})

test('a limit is waited out', () => {
  const failure = failureFromDouyinError({ code: 60000, msg: '限流', sub_code: '', sub_msg: '' }, true, NOW)
  assert.deepEqual([failure.kind, failure.platformCode, failure.retryAt], ['wait', '60000', '2024-01-01T00:00:10.000Z'])
})

test('the old envelope is understood', () =>
  assert.deepEqual(
    ((failure) => [failure.kind, failure.platformCode, failure.message])(
      failureFromDouyinError({ err_no: 30001, message: '没有权限' }, true, NOW),
    ),
    ['our_fault', '30001', '没有权限'],
  ))
