/** What a case waits for, which of two messages is the newer one, and which stretch of time is read next. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AFTER_SALE_KINDS, AFTER_SALE_STATES } from '#contract/closed-lists.ts'
import type { AfterSaleSnapshot } from '#server/platforms/platform-services.ts'
import { AFTER_SALE_CHANGED } from '#server/platforms/platform-services.ts'
import type { CaseAct, CaseKind, CaseState, DecisionState } from './case.ts'
import { actOf, hindranceOf, moneyOf } from './case-rules.ts'
import { afterFailure } from './failure-rules.ts'
import { readWindows } from './read-windows.ts'
import { heardOf, isNewer, newestOfEach } from './snapshot-rules.ts'

const acts: [CaseKind, CaseState, CaseAct][] = [
  ['refund_only', 'waiting_for_merchant', 'refund'],
  ['return_and_refund', 'waiting_for_merchant', 'return'],
  ['return_and_refund', 'goods_returning', 'receipt'],
  ['exchange', 'waiting_for_merchant', 'exchange'],
  ['resend', 'waiting_for_merchant', 'resend'],
  ['other', 'waiting_for_merchant', 'refund'],
]
test('the shop has something to decide in these states, and in no others', () => {
  for (const kind of AFTER_SALE_KINDS)
    for (const state of AFTER_SALE_STATES) {
      const [, , expected = null] = acts.find(([k, s]) => k === kind && s === state) ?? []
      assert.equal(actOf({ kind, state }), expected, `${kind} ${state}`)
    }
})

test('money is counted when it is promised or paid, not for goods that are sent', () => {
  assert.deepEqual(
    (['refund', 'return', 'receipt', 'exchange', 'resend'] as const).map((act) => moneyOf(act, 700)),
    [700, 700, 700, 0, 0],
  )
})

const found = {
  kind: 'refund_only',
  state: 'waiting_for_merchant',
  platformState: 'W',
  modifiedAt: '2026-11-01T00:00:00Z',
} as const
const last = (state: DecisionState, more: object = {}) => ({
  ...{ state, seenState: 'W', seenModifiedAt: '2026-11-01T00:00:00.000Z' },
  ...more,
})
const hindrances: [string, ReturnType<typeof last> | null, ReturnType<typeof hindranceOf>][] = [
  ['nobody has decided', null, null],
  ['a decision is on its way', last('waiting'), 'decided'],
  ['a decision is tried again', last('failed'), 'decided'],
  ['the platform was told and has not said anything since', last('told'), 'decided'],
  ['the platform was told and the case has changed since', last('told', { seenModifiedAt: '2026-10-31T00:00:00Z' }), null],
  ['the platform did not take it', last('needs_person'), null],
  ['the case was another one', last('overtaken'), null],
]
for (const [name, decision, expected] of hindrances)
  test(`may it be decided? ${name}`, () => assert.equal(hindranceOf(found, decision), expected))

const snapshot = (more: Partial<AfterSaleSnapshot> = {}) =>
  heardOf({
    ...{ afterSaleId: '1', platformOrderId: '2', platformLineIds: [], kind: 'refund_only', state: 'waiting_for_merchant' },
    ...{ platformState: 'W', refundFen: 100, reason: '', returnWaybillNumber: '', dueAt: null },
    ...{ createdAt: '2026-11-01T00:00:00Z', modifiedAt: '2026-11-01T00:00:00Z' },
    ...more,
  } as AfterSaleSnapshot)

test('the later one counts; of the same second the one that says something else; a repeat changes nothing', () => {
  const known = snapshot()
  assert.equal(isNewer(snapshot(), known), false)
  assert.equal(isNewer(snapshot({ refundFen: 200 }), known), true)
  assert.equal(isNewer(snapshot({ modifiedAt: '2026-10-31T00:00:00Z', refundFen: 200 }), known), false)
  const [only] = newestOfEach([snapshot({ modifiedAt: '2026-11-02T00:00:00Z', refundFen: 3 }), snapshot()]).values()
  assert.equal(only?.refundFen, 3)
})

test('a phone number that a buyer wrote into the reason is not kept', () => {
  assert.equal(snapshot({ reason: '打13987650123找我' }).reason, '打139****0123找我')
})

const now = new Date('2026-11-10T00:00:00Z')
const HOUR = 3_600_000
const limits = { windowMs: 24 * HOUR, overlapMs: 5 * 60_000, readBackMs: 3 * 24 * HOUR }
const windowsOf = (plan: Partial<Parameters<typeof readWindows>[0]>) =>
  readWindows({ firstPullHours: 24, readFrom: null, readUntil: null, firstReadAt: null, ...plan }, limits, now).map(
    ({ from, to }) => `${from.toISOString().slice(5, 16)} ${to.toISOString().slice(5, 16)}`,
  )
test('a shop that was never read begins as far back as its orders', () => {
  assert.deepEqual(windowsOf({}), ['11-09T00:00 11-10T00:00'])
})
test('later it goes on from where it ended, less the overlap, and once a round a day further back', () => {
  const read = { readUntil: '2026-11-09T23:00:00Z', firstReadAt: '2026-11-09T00:00:00Z' }
  assert.deepEqual(windowsOf({ ...read, readFrom: '2026-11-08T00:00:00Z' }), [
    '11-09T22:55 11-10T00:00',
    '11-07T00:00 11-08T00:00',
  ])
  assert.deepEqual(windowsOf({ ...read, readFrom: '2026-11-06T12:00:00Z' }).at(1), '11-06T00:00 11-06T12:00')
  assert.equal(windowsOf({ ...read, readFrom: '2026-11-06T00:00:00Z' }).length, 1, 'far enough')
})

test('a definite refusal waits for a person, a changed case for another look, everything else is tried again and ends with a person', () => {
  assert.equal(afterFailure({ kind: 'refused', code: 'x' }, 0, now).state, 'needs_person')
  assert.equal(afterFailure({ kind: 'refused', code: AFTER_SALE_CHANGED }, 0, now).state, 'overtaken')
  assert.deepEqual(afterFailure({ kind: 'unknown_outcome', code: '' }, 0, now), {
    state: 'failed',
    nextAttemptAt: '2026-11-10T00:00:30.000Z',
  })
  assert.equal(afterFailure({ kind: 'retry', code: '' }, 8, now).state, 'needs_person')
})
