import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPace, type Pace, ratePerSecond, slowedPace, takeCall } from './pace-rules.ts'

/** How many calls go within so many ms when somebody always wants one; a call goes when its waiting is over. */
function callsWithin(start: Pace, fromMs: number, lengthMs: number): { count: number; pace: Pace } {
  let pace = start
  let now = fromMs
  let count = 0
  while (now < fromMs + lengthMs) {
    const taken = takeCall(pace, now)
    pace = taken.pace
    now += taken.waitMs
    if (now < fromMs + lengthMs) count += 1
  }
  return { count, pace }
}

test('a shop at rest is called at once, and then as fast as the platform allows', () => {
  const { count } = callsWithin(newPace(20, 0), 0, 10_000)
  // 20 that were saved up and 20 for each second.
  assert.ok(count >= 210 && count <= 222, `${count} calls`)
})

test('calls wanted at the same moment go one after the other, in their order', () => {
  let pace = newPace(10, 0)
  const waits = Array.from({ length: 15 }, () => {
    const taken = takeCall(pace, 0)
    pace = taken.pace
    return taken.waitMs
  })
  assert.deepEqual(waits.slice(0, 10), Array(10).fill(0))
  assert.deepEqual(waits.slice(10), [100, 200, 300, 400, 500])
})

test('a pause saves up no more than one second of calls', () => {
  const { pace } = callsWithin(newPace(10, 0), 0, 5_000)
  assert.ok(callsWithin(pace, 3_605_000, 1_000).count <= 21)
})

test('a refusal halves the rate, a second one halves it again', () => {
  const once = slowedPace(newPace(40, 0), 10_000)
  assert.equal(ratePerSecond(once, 10_000), 20)
  assert.ok(Math.abs(ratePerSecond(slowedPace(once, 13_000), 13_000) - 10.1) < 0.01)
})

test('the refusals of calls that were under way together count as one', () => {
  const once = slowedPace(newPace(40, 0), 10_000)
  assert.deepEqual(slowedPace(slowedPace(once, 10_050), 10_900), once)
})

test('what had been saved up is gone after a refusal', () => {
  const { waitMs } = takeCall(slowedPace(newPace(40, 0), 10_000), 10_000)
  assert.equal(waitMs, 50)
})

test('however often it is refused, a shop is still asked now and then', () => {
  let pace = newPace(40, 0)
  for (let round = 1; round <= 30; round += 1) pace = slowedPace(pace, round * 3_000)
  assert.ok(ratePerSecond(pace, 90_000) >= 0.2)
  assert.ok(takeCall(pace, 90_000).waitMs <= 5_000)
})

test('the rate comes back slowly and never goes beyond what the platform is known to allow', () => {
  const slowed = slowedPace(newPace(40, 0), 0)
  const rates = [0, 60_000, 150_000, 300_000, 3_600_000].map((now) => ratePerSecond(slowed, now))
  assert.deepEqual(rates, [20, 24, 30, 40, 40])
})
