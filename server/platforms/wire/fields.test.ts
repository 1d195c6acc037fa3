import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UnreadableOrder } from '#server/platforms/platform.ts'
import { requiredSecondsOf, requiredWholeFenOf, secondsOf, wholeFenOf } from './fields.ts'

const refused = (act: () => unknown, sentence: RegExp) =>
  assert.throws(act, (error) => error instanceof UnreadableOrder && sentence.test(error.message))

test('seconds since 1970 become a moment, whether they came as number or as text', () => {
  assert.equal(requiredSecondsOf({ pay_time: 1700000000 }, 'pay_time'), '2023-11-14T22:13:20.000Z')
  assert.equal(requiredSecondsOf({ pay_time: '1700000000' }, 'pay_time'), '2023-11-14T22:13:20.000Z')
})
test('nothing, an empty text and 0 seconds stand for a moment that has not come', () => {
  for (const absent of [undefined, null, '', 0, '0']) {
    assert.equal(secondsOf({ pay_time: absent }, 'pay_time'), null)
    refused(() => requiredSecondsOf({ pay_time: absent }, 'pay_time'), /^pay_time is missing$/)
  }
})
test('milliseconds, parts of a second and words are no seconds', () => {
  for (const wrong of [1_700_000_000_000, 1.5, -1, 'soon', {}])
    refused(() => secondsOf({ pay_time: wrong }, 'pay_time'), /^pay_time is not a whole number/)
})

test('an amount in fen is taken as it is, also 0 and less than nothing', () => {
  for (const fen of [0, 1, 9990, -500]) assert.equal(requiredWholeFenOf({ pay_amount: fen }, 'pay_amount'), fen)
})
test('an amount left out is no amount; parts of a fen, rounded amounts and text are refused', () => {
  for (const absent of [undefined, null, '']) {
    assert.equal(wholeFenOf({ pay_amount: absent }, 'pay_amount'), null)
    refused(() => requiredWholeFenOf({ pay_amount: absent }, 'pay_amount'), /^pay_amount is missing$/)
  }
  for (const wrong of [0.5, 2 ** 60, '9990', Number.NaN])
    refused(() => wholeFenOf({ pay_amount: wrong }, 'pay_amount'), /^pay_amount is not an amount in fen/)
})
