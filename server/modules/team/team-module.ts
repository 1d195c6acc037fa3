import type { Module } from '#kernel/module.ts'
import { createStaff } from './operations/create-staff.ts'
import { freezeStaff } from './operations/freeze-staff.ts'
import { listRoles } from './operations/list-roles.ts'
import { listStaff } from './operations/list-staff.ts'
import { readLog } from './operations/read-log.ts'
import { readMe } from './operations/read-me.ts'
import { renameStaff } from './operations/rename-staff.ts'
import { setGrants } from './operations/set-grants.ts'
import { unfreezeStaff } from './operations/unfreeze-staff.ts'
import { signInExpiries, signInOperations } from './sign-in/sign-in-operations.ts'

export const teamModule: Module = {
  name: 'team',
  operations: [
    ...signInOperations,
    readMe,
    listStaff,
    createStaff,
    renameStaff,
    setGrants,
    freezeStaff,
    unfreezeStaff,
    listRoles,
    readLog,
  ],
  expiries: signInExpiries,
}
