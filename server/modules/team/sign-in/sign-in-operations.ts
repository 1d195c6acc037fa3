/** What the team module takes from this folder. */
import type { Operation } from '#kernel/operation.ts'
import type { Expiry } from '#kernel/upkeep.ts'
import { endedSessions, pastLoginTickets } from './expired-sign-ins.ts'
import { changeOwnPassword } from './operations/change-own-password.ts'
import { endOwnSession } from './operations/end-own-session.ts'
import { listDemoLogins } from './operations/list-demo-logins.ts'
import { listOwnSessions } from './operations/list-own-sessions.ts'
import { resetPassword } from './operations/reset-password.ts'
import { signIn } from './operations/sign-in.ts'
import { signInWithTicket } from './operations/sign-in-with-ticket.ts'
import { signOut } from './operations/sign-out.ts'

export const signInOperations: readonly Operation[] = [
  signIn,
  signInWithTicket,
  listDemoLogins,
  signOut,
  changeOwnPassword,
  listOwnSessions,
  endOwnSession,
  resetPassword,
]
export const signInExpiries: readonly Expiry[] = [endedSessions, pastLoginTickets]
