/** What the team module takes from this folder. */
import type { Operation } from '#kernel/operation.ts'
import type { Expiry } from '#kernel/upkeep.ts'
import { endedSessions, pastAnswers, pastChallenges, pastLoginTickets } from './expired-sign-ins.ts'
import { addPasskey } from './operations/add-passkey.ts'
import { changeOwnPassword } from './operations/change-own-password.ts'
import { confirmTotp } from './operations/confirm-totp.ts'
import { emergencyStop } from './operations/emergency-stop.ts'
import { endOtherSessions } from './operations/end-other-sessions.ts'
import { endOwnSession } from './operations/end-own-session.ts'
import { endSessionsOf } from './operations/end-sessions-of.ts'
import { finishSignIn } from './operations/finish-sign-in.ts'
import { forgetOwnDevice } from './operations/forget-own-device.ts'
import { listDemoLogins } from './operations/list-demo-logins.ts'
import { listOwnDevices } from './operations/list-own-devices.ts'
import { listOwnSessions } from './operations/list-own-sessions.ts'
import { listSessionsOf } from './operations/list-sessions-of.ts'
import { lockSession } from './operations/lock-session.ts'
import { makeRecoveryCodes } from './operations/make-recovery-codes.ts'
import { readOwnFactors } from './operations/read-own-factors.ts'
import { readSession } from './operations/read-session.ts'
import { readSignInPolicies } from './operations/read-sign-in-policies.ts'
import { releaseSignIns } from './operations/release-sign-ins.ts'
import { removePasskey } from './operations/remove-passkey.ts'
import { removeTotp } from './operations/remove-totp.ts'
import { renamePasskey } from './operations/rename-passkey.ts'
import { resetFactors } from './operations/reset-factors.ts'
import { resetPassword } from './operations/reset-password.ts'
import { saveSignInPolicy } from './operations/save-sign-in-policy.ts'
import { signIn } from './operations/sign-in.ts'
import { signInWithPasskey } from './operations/sign-in-with-passkey.ts'
import { signInWithTicket } from './operations/sign-in-with-ticket.ts'
import { signOut } from './operations/sign-out.ts'
import { startPasskey } from './operations/start-passkey.ts'
import { startPasskeyCheck } from './operations/start-passkey-check.ts'
import { startPasskeySignIn } from './operations/start-passkey-sign-in.ts'
import { startTotp } from './operations/start-totp.ts'
import { stepUp } from './operations/step-up.ts'
import { unlockSession } from './operations/unlock-session.ts'

export const signInOperations: readonly Operation[] = [
  signIn,
  finishSignIn,
  signInWithTicket,
  startPasskeySignIn,
  signInWithPasskey,
  listDemoLogins,
  signOut,
  readSession,
  listOwnSessions,
  endOwnSession,
  endOtherSessions,
  listOwnDevices,
  forgetOwnDevice,
  lockSession,
  unlockSession,
  stepUp,
  startPasskeyCheck,
  changeOwnPassword,
  readOwnFactors,
  startTotp,
  confirmTotp,
  removeTotp,
  startPasskey,
  addPasskey,
  renamePasskey,
  removePasskey,
  makeRecoveryCodes,
  resetPassword,
  resetFactors,
  listSessionsOf,
  endSessionsOf,
  emergencyStop,
  releaseSignIns,
  readSignInPolicies,
  saveSignInPolicy,
]
export const signInExpiries: readonly Expiry[] = [endedSessions, pastLoginTickets, pastChallenges, pastAnswers]
