/** What the team module takes from this folder. */
import type { Operation } from '#kernel/operation.ts'
import { findConflictingDuties } from './operations/find-conflicting-duties.ts'
import { findUnusedRights } from './operations/find-unused-rights.ts'
import { weighGrants } from './operations/weigh-grants.ts'

export const privilegeOperations: readonly Operation[] = [weighGrants, findUnusedRights, findConflictingDuties]
