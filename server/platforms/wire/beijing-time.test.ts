import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { beijingTimeOf, isoFromBeijingTime, nextBeijingMidnight } from './beijing-time.ts'

test('the platform writes the clock of Beijing, eight hours ahead of UTC', () => {
  assert.equal(beijingTimeOf(Date.UTC(2024, 0, 1, 19, 4, 5, 999)), '2024-01-02 03:04:05')
  assert.equal(isoFromBeijingTime('2024-01-02 03:04:05'), '2024-01-01T19:04:05.000Z')
})

test('every second between 1970 and 2100 survives the way there and back', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4_102_444_800 }),
      (second) => isoFromBeijingTime(beijingTimeOf(second * 1000)) === new Date(second * 1000).toISOString(),
    ),
  )
})

for (const text of [
  '',
  '2024-01-02',
  '2024-01-02T03:04:05',
  '2024-02-30 00:00:00',
  '2023-02-29 10:00:00',
  '2024-13-01 00:00:00',
  '2024-00-10 00:00:00',
]) {
  test(`"${text}" is no time`, () => assert.equal(isoFromBeijingTime(text), null))
}
for (const text of [
  '2024-01-02 24:00:00',
  '2024-01-02 03:60:00',
  '2024-01-02 03:04:60',
  '0000-00-00 00:00:00',
  ' 2024-01-02 03:04:05',
]) {
  test(`"${text}" is no time either`, () => assert.equal(isoFromBeijingTime(text), null))
}

test('a daily quota starts anew at midnight in Beijing', () => {
  assert.equal(nextBeijingMidnight(Date.UTC(2024, 0, 1, 15, 59, 59)), Date.UTC(2024, 0, 1, 16))
  assert.equal(nextBeijingMidnight(Date.UTC(2024, 0, 1, 16)), Date.UTC(2024, 0, 2, 16))
})
