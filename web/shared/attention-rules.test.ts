import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isIdle, lastTouch } from './attention-rules.ts'

const NOW = Date.UTC(2026, 2, 2, 10)
const minutesAgo = (minutes: number) => NOW - minutes * 60_000

test('a page nobody touched for as long as allowed is locked, and not a moment earlier', () => {
  assert.equal(isIdle(5, [minutesAgo(4.99)], NOW), false)
  assert.equal(isIdle(5, [minutesAgo(5)], NOW), true)
  assert.equal(isIdle(5, [minutesAgo(500)], NOW), true)
})

test('a touch in any tab keeps all of them open', () => {
  assert.equal(isIdle(5, [minutesAgo(60), minutesAgo(1)], NOW), false)
  assert.equal(isIdle(5, [minutesAgo(1), minutesAgo(60)], NOW), false)
})

test('where the merchant sets no time, no page locks by itself', () => {
  assert.equal(isIdle(null, [minutesAgo(10_000)], NOW), false)
})

test('a computer whose clock was set back does not stay open for the difference', () => {
  assert.equal(isIdle(5, [NOW + 3600_000], NOW), true)
  assert.equal(isIdle(5, [NOW + 3600_000, minutesAgo(1)], NOW), false)
  assert.equal(lastTouch([NOW + 3600_000, minutesAgo(7)], NOW), minutesAgo(7))
})
