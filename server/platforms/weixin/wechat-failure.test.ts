import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FailureKind, PlatformFailure } from '#server/platforms/platform.ts'
import { nextKeyOf } from '#server/platforms/wechat/wechat-lists.ts'
import { answerOf } from './wechat-call.ts'
import { failureFromWechat } from './wechat-failure.ts'

const NOON = Date.parse('2026-03-05T04:00:00Z')
const now = () => NOON
const kindOf = (errcode: number, canRepeat = true): FailureKind =>
  failureFromWechat({ errcode, errmsg: 'x' }, canRepeat, NOON).kind

test('each code has its meaning for the caller', () => {
  for (const code of [40001, 40014, 42001]) assert.equal(kindOf(code), 'reauthorise')
  for (const code of [40097, 43001, 43002, 47001]) assert.equal(kindOf(code), 'our_fault')
  for (const code of [100002, 48001, 10020049]) assert.equal(kindOf(code), 'refused')
  assert.equal(kindOf(606006), 'retry')
})
test('a busy system is asked again, unless it may have done what it was told', () => {
  assert.deepEqual([kindOf(-1), kindOf(-1, false)], ['retry', 'unknown_outcome'])
})
test('a spent day waits for midnight in Beijing, too many calls a minute', () => {
  assert.equal(failureFromWechat({ errcode: 45009 }, true, NOON).retryAt, '2026-03-05T16:00:00.000Z')
  assert.equal(failureFromWechat({ errcode: 45011 }, true, NOON).retryAt, '2026-03-05T04:01:00.000Z')
})
test('an address that is not on the list is told what to do, whether the platform speaks or the door is shut', () => {
  assert.match(failureFromWechat({ errcode: 40164, errmsg: 'invalid ip' }, true, NOON).message, /IP 加入白名单.*IP list/)
  assert.throws(() => answerOf({ text: '', httpStatus: 403 }, true, { now }), /IP 加入白名单.*IP list/)
})
test('an answer that says it went well is the answer, whether it says so in a number or in a text', () => {
  for (const errcode of [0, '0'])
    assert.deepEqual(answerOf({ text: JSON.stringify({ errcode, order: {} }), httpStatus: 200 }, true, { now }), {
      errcode,
      order: {},
    })
})
test('a proxy’s JSON is no answer: a reading is tried again, of an act nobody knows', () => {
  const kindAt = (httpStatus: number, canRepeat: boolean): FailureKind | null => {
    try {
      answerOf({ text: '{"message":"bad gateway"}', httpStatus }, canRepeat, { now })
    } catch (error) {
      if (error instanceof PlatformFailure) return error.kind
    }
    return null
  }
  assert.deepEqual([kindAt(502, true), kindAt(502, false), kindAt(200, false)], ['retry', 'unknown_outcome', 'unknown_outcome'])
})
test('a page that promises more without saying where is not the last one', () => {
  assert.equal(nextKeyOf({ has_more: false, next_key: 'k' }), '')
  assert.equal(nextKeyOf({ has_more: true, next_key: 'k' }), 'k')
  assert.throws(() => nextKeyOf({ has_more: true, next_key: '' }), PlatformFailure)
})
