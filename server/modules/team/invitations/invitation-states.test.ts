import assert from 'node:assert/strict'
import { test } from 'node:test'
import { INVITATION_STATES } from '#contract/team-invitations.ts'
import { INVITATION_ACTS, nextState, statesBefore, WAITING } from './invitation-states.ts'

test('every state can be reached from a new invitation', () => {
  const found = new Set(['queued' as (typeof INVITATION_STATES)[number]])
  for (const state of found)
    for (const act of INVITATION_ACTS) {
      const next = nextState(state, act)
      if (next) found.add(next)
    }
  assert.deepEqual([...found].sort(), [...INVITATION_STATES].sort())
})

test('an accepted invitation never moves again; any other can be sent anew', () => {
  for (const act of INVITATION_ACTS) assert.equal(nextState('accepted', act), undefined)
  for (const state of INVITATION_STATES) if (state !== 'accepted') assert.equal(nextState(state, 'resend'), 'queued', state)
})

test('only an invitation that waits can be answered, and each that waits can expire', () => {
  assert.deepEqual(WAITING, ['queued', 'sending', 'delivered', 'opened'])
  for (const act of ['open', 'accept', 'decline', 'expire'] as const) assert.deepEqual(statesBefore(act), WAITING, act)
})

test('what the person has opened is not turned back by a late word of the message service', () => {
  for (const act of ['deliver', 'retry', 'fail', 'send'] as const) assert.equal(nextState('opened', act), undefined, act)
})
