/**
 * The life of an invitation as data. Only `accepted` is the end: from anywhere else it can be sent anew, as long as its account is still
 * one that is invited.
 */
import { INVITATION_STATES, type InvitationState } from '#contract/team-invitations.ts'

/** send: a try begins. retry: it failed for now. fail: for good. open: the person looked at it. void: withdrawn, or its sender is gone. */
export const INVITATION_ACTS = [
  'send',
  'retry',
  'deliver',
  'fail',
  'open',
  'accept',
  'decline',
  'expire',
  'void',
  'resend',
] as const
export type InvitationAct = (typeof INVITATION_ACTS)[number]

const ended = { void: 'voided', resend: 'queued' } as const
/** While it waits for an answer; a message may have arrived although our own record of it has not. */
const waiting = {
  open: 'opened',
  accept: 'accepted',
  decline: 'declined',
  expire: 'expired',
  fail: 'failed',
  deliver: 'delivered',
  ...ended,
} as const

const INVITATION_MOVES: Record<InvitationState, Partial<Record<InvitationAct, InvitationState>>> = {
  queued: { ...waiting, send: 'sending' },
  sending: { ...waiting, send: 'sending', retry: 'queued' },
  delivered: waiting,
  // Who has looked at it need not be told that it arrived, or failed to.
  opened: { open: 'opened', accept: 'accepted', decline: 'declined', expire: 'expired', ...ended },
  accepted: {},
  declined: ended,
  expired: ended,
  failed: ended,
  voided: { resend: 'queued' },
}

export const nextState = (state: InvitationState, act: InvitationAct): InvitationState | undefined => INVITATION_MOVES[state][act]
/** The states in which an act is possible: the condition of an update. */
export const statesBefore = (act: InvitationAct): InvitationState[] =>
  INVITATION_STATES.filter((state) => INVITATION_MOVES[state][act] !== undefined)
/** Its token still opens the page; the same list stands in the indexes of `invitations`. */
export const WAITING: readonly InvitationState[] = statesBefore('accept')
