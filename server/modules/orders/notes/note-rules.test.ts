import assert from 'node:assert/strict'
import { test } from 'node:test'
import { afterFailure, knownNotes, noteAfter, weighNote } from './note-rules.ts'
import type { NoteState, NoteWish } from './note-wish.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 10, minute)).toISOString()
const said = (note: string, minute: number, flag = 0) => ({ note, flag, modifiedAt: at(minute) })
const wish = (state: NoteState, changes: Partial<NoteWish> = {}): NoteWish => ({
  ...{ orderId: 'o', shopId: 's', platformOrderId: '1', note: '发顺丰', flag: 1, wishNumber: 1, state },
  ...{ knownNotes: [{ note: '原来的', flag: 0 }], problem: '', attempts: 0, nextAttemptAt: null, writtenBy: '小林' },
  ...{ writtenAt: at(10), toldAt: state === 'told' ? at(12) : null },
  ...changes,
})

test('while a note is on its way, what the platform said before is no news, however often the order changes', () => {
  for (const state of ['waiting', 'calling', 'refused', 'kept'] as const) {
    assert.equal(weighNote(wish(state), said('原来的', 50)), 'ours')
    assert.equal(weighNote(wish(state), said('发顺丰', 50, 1)), 'same')
  }
})

test('another note at the platform is the newer one when its order was changed after ours was written, else ours is', () => {
  for (const state of ['waiting', 'calling', 'refused', 'kept'] as const) {
    assert.equal(weighNote(wish(state), said('平台上改的', 11)), 'theirs')
    assert.equal(weighNote(wish(state), said('平台上改的', 9)), 'ours')
    assert.equal(weighNote(wish(state), said('平台上改的', 10)), 'ours', 'at the same moment')
  }
})

test('a note the platform has taken gives way only to what was changed there later', () => {
  assert.equal(weighNote(wish('told'), said('原来的', 11)), 'ours', 'a message read before the note arrived')
  assert.equal(weighNote(wish('told'), said('原来的', 13)), 'theirs', 'somebody put it back')
  assert.equal(weighNote(wish('told'), said('平台上改的', 13)), 'theirs')
  assert.equal(weighNote(wish('told'), said(' 发顺丰 ', 13, 1)), 'same')
})

test('once overtaken, the platform’s word counts', () => {
  assert.equal(weighNote(wish('overtaken'), said('原来的', 1)), 'theirs')
  assert.equal(weighNote(wish('overtaken'), said('发顺丰', 1, 1)), 'theirs')
})

test('an earlier wish that arrives late does not overtake the one that replaced it', () => {
  const before = wish('calling')
  const known = knownNotes(before, before)
  const newer = wish('waiting', { note: '发圆通', knownNotes: known, writtenAt: at(11) })
  assert.equal(weighNote(newer, said('发顺丰', 15, 1)), 'ours')
  assert.deepEqual(knownNotes(wish('told'), { note: '发顺丰', flag: 1 }), [{ note: '发顺丰', flag: 1 }])
  assert.deepEqual(knownNotes(undefined, { note: '', flag: 0 }), [{ note: '', flag: 0 }])
})

test('what a person leaves out stays; adding keeps what was there', () => {
  const shown = { note: '送赠品', flag: 2 }
  assert.deepEqual(noteAfter(shown, { flag: 5 }), { note: '送赠品', flag: 5 })
  assert.deepEqual(noteAfter(shown, { note: '' }), { note: '', flag: 2 })
  assert.deepEqual(noteAfter(shown, { note: '加急', append: true }), { note: '送赠品；加急', flag: 2 })
  assert.deepEqual(noteAfter({ note: '', flag: 0 }, { note: '加急', append: true }), { note: '加急', flag: 0 })
})

test('a refusal waits for a person at once, anything else after the eighth time; what may have arrived is read first', () => {
  const now = new Date(at(0))
  assert.deepEqual(afterFailure('refused', 0, now), { state: 'refused', nextAttemptAt: null })
  assert.deepEqual(afterFailure('wait', 0, now), { state: 'waiting', nextAttemptAt: at(1) })
  assert.deepEqual(afterFailure('unknown_outcome', 2, now), { state: 'calling', nextAttemptAt: at(4) })
  assert.equal(afterFailure('retry', 0, now).state, 'calling')
  assert.deepEqual(afterFailure('retry', 7, now), { state: 'refused', nextAttemptAt: null })
})
