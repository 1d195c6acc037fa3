import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planReading } from './reading-rules.ts'
import { afterSeen } from './reply-rules.ts'
import type { RepliedReview, ReplyState } from './review.ts'

const HOUR_MS = 3_600_000
const times = { overlapMs: HOUR_MS, reachMs: 30 * 24 * HOUR_MS, wholeEveryMs: 24 * HOUR_MS }
const now = new Date('2026-03-31T12:00:00.000Z')

test('the first reading goes as far back as a reply is possible; later ones overlap; once a day all is read again', () => {
  const known = { shopId: 's', nextReadingAt: now.toISOString(), readUntil: '2026-03-31T11:50:00.000Z' }
  assert.deepEqual(planReading(undefined, now, times), { from: '2026-03-01T12:00:00.000Z', to: now.toISOString(), isWhole: true })
  assert.equal(planReading({ ...known, readWholeAt: '2026-03-31T00:00:00.000Z' }, now, times).from, '2026-03-31T10:50:00.000Z')
  assert.equal(planReading({ ...known, readWholeAt: '2026-03-30T11:00:00.000Z' }, now, times).from, '2026-03-01T12:00:00.000Z')
  const longAway = { ...known, readUntil: '2026-02-01T00:00:00.000Z', readWholeAt: '2026-02-01T00:00:00.000Z' }
  assert.equal(planReading(longAway, now, times).from, '2026-02-01T00:00:00.000Z', 'nothing is left out after a long time away')
})

const review = (replyState: ReplyState, changes: Partial<RepliedReview> = {}): RepliedReview => ({
  ...{ reviewId: 'r', shopId: 's', platformReviewId: '1', platformLineId: '1', createdAt: now.toISOString(), reply: '' },
  ...{ replyState, replyWish: '谢谢', repliedBy: '小林', repliedById: 'a', wishedAt: now.toISOString(), answeredAt: null },
  ...{ attempts: 0, problem: '', nextAttemptAt: null },
  ...changes,
})

test('a list that was read before our reply arrived does not take it away', () => {
  const answered = review('answered', { reply: '谢谢' })
  assert.equal(afterSeen(answered, '', now), answered)
  assert.equal(afterSeen(review('calling'), '', now).replyState, 'calling')
})

test('a reply that stands at the platform is ours when it says the same, else ours has ended', () => {
  assert.deepEqual(
    [afterSeen(review('calling'), ' 谢谢 ', now)].map(({ replyState, repliedBy }) => [replyState, repliedBy]),
    [['answered', '小林']],
  )
  const lost = afterSeen(review('refused', { problem: '…' }), '别的', now)
  assert.deepEqual([lost.replyState, lost.reply, lost.repliedBy, lost.problem], ['overtaken', '别的', null, ''])
  const theirs = afterSeen(review('none', { replyWish: '', repliedBy: null }), '后台回复', now)
  assert.deepEqual([theirs.replyState, theirs.reply], ['answered', '后台回复'])
})
