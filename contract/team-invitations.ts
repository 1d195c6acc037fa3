/** Inviting people: what the inviter sends and sees, and the few acts open to whoever holds an invitation. */

import { z } from 'zod'
import { INVITATION_KINDS } from './closed-lists.ts'
import { cursor, moment, nothing, pageOf, shape, shortText, uuid } from './operation.ts'
import { grantInput, grantList } from './team-grants.ts'

export type InvitationKind = (typeof INVITATION_KINDS)[number]

/** queued: will be sent (again) soon. delivered: with the person (a link: with the inviter). opened: the person saw the rights. */
export const INVITATION_STATES = [
  'queued',
  'sending',
  'delivered',
  'opened',
  'accepted',
  'declined',
  'expired',
  'voided',
  'failed',
] as const
export type InvitationState = (typeof INVITATION_STATES)[number]

/**
 * Why it stands where it stands. Failed: notFound, notVerified, rejected, ourFault, network (given up). Queued: network (tried again).
 * Delivered, opened, expired: noAnswer. Voided: the rest.
 */
export const INVITATION_REASONS = [
  'notFound',
  'notVerified',
  'network',
  'rejected',
  'ourFault',
  'noAnswer',
  'cancelled',
  'inviterGone',
  'inviterLostRights',
  'wrongContact',
  'seatsReduced',
] as const
export type InvitationReason = (typeof INVITATION_REASONS)[number]

/** none: not proved (yet). trouble: the check cannot be reached and is tried again. */
export const REAL_NAME_STATES = ['none', 'checking', 'proved', 'mismatch', 'taken', 'trouble'] as const

const kind = z.enum(INVITATION_KINDS)
const address = z.string().trim().max(120)
const version = z.number().int()
/** `<merchant>.<secret>`, the last part of the invitation's address. */
const token = z.string().min(1).max(100)
const password = z.string().max(200)

const invitationRow = z.object({
  invitationId: uuid,
  accountId: uuid,
  login: z.string(),
  name: z.string(),
  departmentId: uuid.nullable(),
  /** The end of a temporary account. */
  endsAt: moment.nullable(),
  kind,
  /** WeChat id, number or address with its middle hidden; '' for a link. */
  addressHint: z.string(),
  state: z.enum(INVITATION_STATES),
  reason: z.enum(INVITATION_REASONS).nullable(),
  /** What the service said, or what the person wrote when declining. */
  detail: z.string(),
  grants: z.array(grantInput),
  sentBy: uuid,
  sentByName: z.string(),
  /** How often it was sent anew. */
  round: z.number().int(),
  tries: z.number().int(),
  nextTryAt: moment.nullable(),
  /** Whether the message was looked at, as far as the service tells. */
  wasRead: z.boolean().nullable(),
  realName: z.enum(REAL_NAME_STATES),
  createdAt: moment,
  expiresAt: moment,
  deliveredAt: moment.nullable(),
  openedAt: moment.nullable(),
  remindedAt: moment.nullable(),
  answeredAt: moment.nullable(),
  /** Can it be sent anew, or taken back? */
  isOpen: z.boolean(),
  version,
})
export type InvitationRow = z.infer<typeof invitationRow>

const settings = z.object({
  requiresRealName: z.boolean(),
  lifeHours: z.number().int(),
  remindAfterHours: z.number().int(),
  version,
})

/** What somebody may do, in the words of the role: shown before accepting. */
const offeredGrant = z.object({
  roleZh: z.string(),
  roleEn: z.string(),
  /** null = all shops. */
  shops: z.array(z.string()).nullable(),
  range: z.enum(['own', 'department', 'all']),
  department: z.string().nullable(),
  until: moment.nullable(),
})
const offer = z.object({
  merchantName: z.string(),
  inviterName: z.string(),
  name: z.string(),
  login: z.string(),
  department: z.string().nullable(),
  endsAt: moment.nullable(),
  grants: z.array(offeredGrant),
  expiresAt: moment,
  kind,
  addressHint: z.string(),
  /** null = the merchant does not ask for it. */
  realName: z.enum(REAL_NAME_STATES).nullable(),
  passwordMinLength: z.number().int(),
})
export type InvitationOffer = z.infer<typeof offer>

export const teamInvitations = {
  inviteStaff: shape(
    {
      kind,
      address: address.default(''),
      subName: z.string().trim().min(1).max(28),
      name: shortText.min(1),
      grants: grantList,
      departmentId: uuid.nullable().default(null),
      /** With an end the account is temporary: at most 30 days, outside the seats. */
      endsAt: moment.nullable().default(null),
      language: z.enum(['zh', 'en']).default('zh'),
    },
    z.object({ invitationId: uuid, accountId: uuid, login: z.string() }),
  ),
  listInvitations: shape(
    { search: shortText.optional(), states: z.array(z.enum(INVITATION_STATES)).min(1).optional(), cursor: cursor.optional() },
    pageOf(invitationRow),
  ),
  /** The old link is dead from now on. With another kind or address it goes there. */
  resendInvitation: shape(
    { invitationId: uuid, version, kind: kind.optional(), address: address.optional() },
    z.object({ version }),
  ),
  cancelInvitation: shape({ invitationId: uuid, version }, z.object({ version })),
  /** The link behind the QR code, for invitations handed over as a link. Each showing is in the log. */
  showInvitationLink: shape({ invitationId: uuid }, z.object({ url: z.string(), expiresAt: moment })),
  /** Ways of inviting, with the settings a way still needs; the rules of the merchant. */
  readInvitationSettings: shape(
    {},
    z.object({
      ways: z.array(z.object({ kind, missing: z.array(z.string()) })),
      /** Settings the real-name check still needs. */
      realNameMissing: z.array(z.string()),
      settings,
    }),
  ),
  saveInvitationSettings: shape(
    {
      version,
      requiresRealName: z.boolean(),
      lifeHours: z.number().int().min(1).max(720),
      remindAfterHours: z.number().int().min(1).max(720),
    },
    z.object({ version }),
  ),
  readInvitation: shape({ token }, offer),
  /** Asks whether this name belongs to this identity card; the answer comes with readInvitation. */
  proveRealName: shape({ token, name: shortText.min(1), idNumber: z.string().trim().min(1).max(20) }, nothing),
  acceptInvitation: shape(
    {
      token,
      /** The WeChat id, number or address it was sent to, in full; '' for a link. */
      contact: address.default(''),
      name: shortText.min(1),
      password,
    },
    z.object({ accountId: uuid, name: z.string(), login: z.string() }),
  ),
  declineInvitation: shape({ token, reason: shortText.default('') }, nothing),
}
