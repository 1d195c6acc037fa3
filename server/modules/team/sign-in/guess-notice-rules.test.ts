import assert from 'node:assert/strict'
import { test } from 'node:test'
import { afterWrongCode, type Burst } from './guess-notice-rules.ts'

const HOUR_MS = 3600_000
/** At which of these wrong codes (hours since the first) a notice is written. */
function toldAt(hours: readonly number[]): number[] {
  let burst: Burst | undefined
  return hours.filter((hour) => {
    const next = afterWrongCode(burst, new Date(Date.UTC(2026, 2, 2) + hour * HOUR_MS))
    burst = next
    return next.isTold
  })
}

test('one or two wrong codes are fingers, the third is told, and those that follow are not told again', () => {
  assert.deepEqual(toldAt([0, 0.01]), [])
  assert.deepEqual(toldAt([0, 0.01, 0.02, 0.03, 0.04, 1, 5]), [0.02])
})

test('guessing that goes on for days is told once a day, however slow it is', () => {
  assert.deepEqual(toldAt([0, 10, 20, 30, 40, 44, 50, 68]), [20, 44, 68])
})

test('after a day without a wrong code the next ones are a new burst', () => {
  assert.deepEqual(toldAt([0, 1, 2, 26, 27, 28]), [2, 28])
  assert.deepEqual(toldAt([0, 1, 25, 26]), [])
})
