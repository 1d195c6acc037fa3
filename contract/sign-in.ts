/** Signing in, second factors, sessions and what guards them. Part of the module team. */
import { z } from 'zod'
import { moment, nothing, shape, shortText, uuid } from './operation.ts'

const password = z.string().max(200)
const base64url = z
  .string()
  .max(20_000)
  .regex(/^[A-Za-z0-9_-]*$/)
/** What the browser's authenticator answers (WebAuthn, as JSON). */
const passkeyAnswer = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
  clientExtensionResults: z.record(z.string(), z.unknown()),
  authenticatorAttachment: z.string().max(40).optional(),
})
export type PasskeyAnswer = z.infer<typeof passkeyAnswer>
const passkeyRegistration = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(40)).max(20).optional(),
  }),
  clientExtensionResults: z.record(z.string(), z.unknown()),
  authenticatorAttachment: z.string().max(40).optional(),
})
export type PasskeyRegistration = z.infer<typeof passkeyRegistration>
/** Handed to the browser as it is. */
const passkeyOptions = z.object({ options: z.record(z.string(), z.unknown()) })

/** Proof of being who one is. `code`: six digits of the authenticator app, or a recovery code. */
const proof = { password: password.optional(), code: z.string().trim().max(20).optional(), passkey: passkeyAnswer.optional() }
const proofWays = z.array(z.enum(['password', 'totp', 'passkey', 'recovery']))
const entered = z.object({
  accountId: uuid,
  name: z.string(),
  /** Set when a second factor is still wanted: hand it to `finishSignIn` with one of `ways`. */
  challenge: z.string().nullable(),
  ways: proofWays,
})
const sessionRow = z.object({
  sessionId: uuid,
  createdAt: moment,
  lastSeenAt: moment,
  ip: z.string(),
  /** “Chrome · Windows”; null when the browser does not say. */
  device: z.string().nullable(),
  cameBy: z.enum(['password', 'totp', 'recovery', 'passkey', 'ticket']),
  isCurrent: z.boolean(),
})
export type SessionRow = z.infer<typeof sessionRow>
const deviceRow = z.object({
  deviceId: uuid,
  /** “Chrome · Windows”; null when the browser does not say. */
  device: z.string().nullable(),
  firstSeenAt: moment,
  lastSeenAt: moment,
  isCurrent: z.boolean(),
})
export type DeviceRow = z.infer<typeof deviceRow>
const sessionState = z.enum(['open', 'locked', 'mustEnrol', 'mustChangePassword'])
const approvalState = z.enum(['waiting', 'approved', 'refused', 'used', 'expired'])
const approvalRow = z.object({
  approvalId: uuid,
  accountId: z.string(),
  accountName: z.string(),
  operation: z.string(),
  /** What it would do, secrets left out. */
  input: z.unknown(),
  state: approvalState,
  requestedAt: moment,
  expiresAt: moment,
  decidedByName: z.string().nullable(),
})

const policyFields = {
  /** '' = everybody; else the code of a role. */
  role: z.string().max(60),
  needsFactor: z.boolean(),
  /** null = never locks by itself. */
  idleMinutes: z.number().int().min(1).max(1440).nullable(),
  /** null = as many as one likes. */
  sessionLimit: z.number().int().min(1).max(20).nullable(),
  atLimit: z.enum(['endOldest', 'refuse']),
  /** null = 30 days. */
  lifeHours: z.number().int().min(1).max(720).nullable(),
  version: z.number().int().min(0),
}
const policy = z.object(policyFields)

export const signInShapes = {
  signIn: shape({ login: z.string().trim().min(1).max(64), password }, entered),
  finishSignIn: shape(
    { challenge: z.string().max(200), code: proof.code, passkey: proof.passkey },
    z.object({ accountId: uuid, name: z.string() }),
  ),
  signInWithTicket: shape({ ticket: z.string().min(10).max(200) }, z.object({ accountId: uuid, name: z.string() })),
  /** Without a challenge: for signing in with a passkey alone. */
  startPasskeySignIn: shape({ challenge: z.string().max(200).optional() }, passkeyOptions),
  signInWithPasskey: shape({ passkey: passkeyAnswer }, z.object({ accountId: uuid, name: z.string() })),
  /** Sign-in names offered on the sign-in page of a demo; empty outside of one. */
  listDemoLogins: shape(
    {},
    z.object({ logins: z.array(z.object({ login: z.string(), password: z.string(), role: z.string() })) }),
  ),
  signOut: shape({}, nothing),
  changeOwnPassword: shape({ currentPassword: password, newPassword: password }, nothing),
  resetPassword: shape({ accountId: uuid, newPassword: password }, nothing),
  /** What this session is and may; answered also while it is locked or wants something first. */
  readSession: shape(
    {},
    z.object({
      name: z.string(),
      login: z.string(),
      state: sessionState,
      idleMinutes: z.number().int().nullable(),
      stepUpUntil: moment.nullable(),
      ways: proofWays,
      passkeysPossible: z.boolean(),
    }),
  ),
  listOwnSessions: shape({}, z.object({ rows: z.array(sessionRow) })),
  endOwnSession: shape({ sessionId: uuid }, nothing),
  endOtherSessions: shape({}, z.object({ ended: z.number().int() })),
  /** Browsers this account has signed in from and is known on, also those signed out since. */
  listOwnDevices: shape({}, z.object({ rows: z.array(deviceRow) })),
  /** `ended`: sessions that were open on it. */
  forgetOwnDevice: shape({ deviceId: uuid }, z.object({ ended: z.number().int() })),
  lockSession: shape({}, nothing),
  unlockSession: shape({ password: proof.password, passkey: proof.passkey }, nothing),
  stepUp: shape(proof, z.object({ until: moment })),
  startPasskeyCheck: shape({ purpose: z.enum(['stepUp', 'unlock']) }, passkeyOptions),
  readOwnFactors: shape(
    {},
    z.object({
      totpSince: moment.nullable(),
      passkeys: z.array(
        z.object({
          passkeyId: z.string(),
          name: z.string(),
          isBackedUp: z.boolean(),
          createdAt: moment,
          lastUsedAt: moment.nullable(),
        }),
      ),
      recoveryCodesLeft: z.number().int(),
      isRequired: z.boolean(),
    }),
  ),
  startTotp: shape({}, z.object({ secret: z.string(), uri: z.string() })),
  /** Recovery codes are answered once, with the first factor. */
  confirmTotp: shape({ code: z.string().trim().max(20) }, z.object({ recoveryCodes: z.array(z.string()) })),
  removeTotp: shape({}, nothing),
  startPasskey: shape({}, passkeyOptions),
  addPasskey: shape({ answer: passkeyRegistration, name: shortText.max(60) }, z.object({ recoveryCodes: z.array(z.string()) })),
  renamePasskey: shape({ passkeyId: base64url.min(1).max(1400), name: shortText.min(1).max(60) }, nothing),
  removePasskey: shape({ passkeyId: base64url.min(1).max(1400) }, nothing),
  makeRecoveryCodes: shape({}, z.object({ recoveryCodes: z.array(z.string()) })),
  resetFactors: shape({ accountId: uuid }, nothing),
  listSessionsOf: shape({ accountId: uuid }, z.object({ rows: z.array(sessionRow) })),
  endSessionsOf: shape({ accountId: uuid }, z.object({ ended: z.number().int() })),
  /** `hold`: nobody but owners signs in until `releaseSignIns`. */
  emergencyStop: shape({ hold: z.boolean(), reason: shortText.min(1) }, z.object({ ended: z.number().int() })),
  releaseSignIns: shape({}, nothing),
  readSignInPolicies: shape(
    {},
    z.object({ rows: z.array(policy), heldSince: moment.nullable(), heldByName: z.string().nullable() }),
  ),
  /** `version` 0 = this role has none yet. */
  saveSignInPolicy: shape(policyFields, z.object({ version: z.number().int() })),
  listApprovals: shape({ state: approvalState.optional() }, z.object({ rows: z.array(approvalRow) })),
  decideApproval: shape({ approvalId: uuid, approve: z.boolean() }, nothing),
}
