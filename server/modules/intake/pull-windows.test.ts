import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pullWindows } from './pull-windows.ts'

const now = new Date('2026-03-01T12:00:00Z')
const limits = { windowMs: 30 * 60_000, overlapMs: 5 * 60_000 }
const spans = (pulledUntil: string | null, firstPullHours = 24) =>
  pullWindows({ pulledUntil, firstPullHours }, limits, now).map(({ from, to }) => [from.toISOString(), to.toISOString()])

test('the first reading looks back as far as the shop wants, in windows the platform accepts', () => {
  const windows = spans(null)
  assert.equal(windows.length, 48)
  assert.deepEqual(windows[0], ['2026-02-28T12:00:00.000Z', '2026-02-28T12:30:00.000Z'])
  assert.deepEqual(windows.at(-1), ['2026-03-01T11:30:00.000Z', '2026-03-01T12:00:00.000Z'])
})

test('windows meet without a gap', () => {
  const windows = spans('2026-03-01T03:17:11.000Z')
  for (const [index, window] of windows.entries()) if (index > 0) assert.equal(window[0], windows[index - 1]?.[1])
})

test('a later reading goes back by the overlap', () => {
  assert.deepEqual(spans('2026-03-01T11:59:55.000Z'), [['2026-03-01T11:54:55.000Z', '2026-03-01T12:00:00.000Z']])
})

test('a shop that asks for no history begins now', () => {
  assert.deepEqual(spans(null, 0), [])
})
