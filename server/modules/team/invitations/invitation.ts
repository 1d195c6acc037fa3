/** An invitation as it is stored, together with the account it is for. */
import type { InvitationKind, InvitationReason, InvitationState, REAL_NAME_STATES } from '#contract/team-invitations.ts'
import type { AccountKind, AccountState } from '../account.ts'
import type { GrantPair } from '../grants/grant.ts'

export type RealNameState = (typeof REAL_NAME_STATES)[number]
export type Invitation = {
  invitationId: string
  accountId: string
  kind: InvitationKind
  addressPrint: string | null
  addressSealed: Buffer | null
  addressHint: string
  state: InvitationState
  reason: InvitationReason | null
  detail: string
  round: number
  tokenSealed: Buffer | null
  site: string
  language: 'zh' | 'en'
  grants: GrantPair[]
  sentBy: string
  tries: number
  nextTryAt: string | null
  providerMessageId: string | null
  wasRead: boolean | null
  wrongContacts: number
  realName: RealNameState
  realNameTries: number
  realNameSealed: Buffer | null
  createdAt: string
  expiresAt: string
  deliveredAt: string | null
  openedAt: string | null
  remindedAt: string | null
  answeredAt: string | null
  version: number
  login: string
  name: string
  accountState: AccountState
  accountKind: AccountKind
  departmentId: string | null
  endsAt: string | null
  sentByName: string
}
