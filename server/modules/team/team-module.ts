import type { Module } from '#kernel/module.ts'
import { endedSessions, pastLoginTickets } from './expired-sign-ins.ts'
import { changeOwnPassword } from './operations/change-own-password.ts'
import { createStaff } from './operations/create-staff.ts'
import { endOwnSession } from './operations/end-own-session.ts'
import { freezeStaff } from './operations/freeze-staff.ts'
import { listDemoLogins } from './operations/list-demo-logins.ts'
import { listOwnSessions } from './operations/list-own-sessions.ts'
import { listRoles } from './operations/list-roles.ts'
import { listStaff } from './operations/list-staff.ts'
import { readLog } from './operations/read-log.ts'
import { readMe } from './operations/read-me.ts'
import { renameStaff } from './operations/rename-staff.ts'
import { resetPassword } from './operations/reset-password.ts'
import { setGrants } from './operations/set-grants.ts'
import { signIn } from './operations/sign-in.ts'
import { signInWithTicket } from './operations/sign-in-with-ticket.ts'
import { signOut } from './operations/sign-out.ts'
import { unfreezeStaff } from './operations/unfreeze-staff.ts'

export const teamModule: Module = {
  name: 'team',
  operations: [
    signIn,
    signInWithTicket,
    listDemoLogins,
    signOut,
    readMe,
    changeOwnPassword,
    listOwnSessions,
    endOwnSession,
    listStaff,
    createStaff,
    renameStaff,
    resetPassword,
    setGrants,
    freezeStaff,
    unfreezeStaff,
    listRoles,
    readLog,
  ],
  expiries: [endedSessions, pastLoginTickets],
}
