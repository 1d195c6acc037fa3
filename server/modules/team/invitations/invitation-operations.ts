/** Everything the team module lists of invitations. */
import type { JobHandler } from '#kernel/jobs.ts'
import type { Operation } from '#kernel/operation.ts'
import type { RecurringJob } from '#kernel/recurring.ts'
import { checkRealNameJob } from './check-real-name.ts'
import { deliverInvitationJob, remindInvitedJob } from './deliver-invitation.ts'
import { FOLLOW_EVERY_MS, followInvitationsJob } from './follow-invitations.ts'
import { acceptInvitation } from './operations/accept-invitation.ts'
import { cancelInvitation } from './operations/cancel-invitation.ts'
import { declineInvitation } from './operations/decline-invitation.ts'
import { inviteStaff } from './operations/invite-staff.ts'
import { listInvitations } from './operations/list-invitations.ts'
import { noteReminderSent } from './operations/note-reminder-sent.ts'
import { proveRealName } from './operations/prove-real-name.ts'
import { readDueInvitations } from './operations/read-due-invitations.ts'
import { readInvitation } from './operations/read-invitation.ts'
import { readInvitationSettings } from './operations/read-invitation-settings.ts'
import { readRealNameClaim } from './operations/read-real-name-claim.ts'
import { readReminder } from './operations/read-reminder.ts'
import { recordDelivery } from './operations/record-delivery.ts'
import { recordRealName } from './operations/record-real-name.ts'
import { resendInvitation } from './operations/resend-invitation.ts'
import { saveInvitationSettings } from './operations/save-invitation-settings.ts'
import { settleDueInvitations } from './operations/settle-due-invitations.ts'
import { showInvitationLink } from './operations/show-invitation-link.ts'
import { takeInvitationToSend } from './operations/take-invitation-to-send.ts'

export const invitationOperations: readonly Operation[] = [
  inviteStaff,
  listInvitations,
  resendInvitation,
  cancelInvitation,
  showInvitationLink,
  readInvitationSettings,
  saveInvitationSettings,
  readInvitation,
  proveRealName,
  acceptInvitation,
  declineInvitation,
  takeInvitationToSend,
  recordDelivery,
  readReminder,
  noteReminderSent,
  readDueInvitations,
  settleDueInvitations,
  readRealNameClaim,
  recordRealName,
]
export const invitationJobs: readonly JobHandler[] = [
  deliverInvitationJob,
  remindInvitedJob,
  followInvitationsJob,
  checkRealNameJob,
]
export const invitationRecurring: readonly RecurringJob[] = [{ kind: followInvitationsJob.kind, everyMs: FOLLOW_EVERY_MS }]
