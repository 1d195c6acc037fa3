import type { Refusal } from '#contract/operation.ts'
import { team } from '#contract/team.ts'
import type { Previewable } from '#contract/team-questions.ts'
import { reachesRow, requireAccess } from '#kernel/access.ts'
import { type Command, command, type Effects } from '#kernel/operation.ts'
import { parseInput } from '#kernel/run-operation.ts'
import { moveDepartment } from '#modules/team/departments/operations/move-department.ts'
import { setDepartmentGrants } from '#modules/team/departments/operations/set-department-grants.ts'
import { setSupervisors } from '#modules/team/departments/operations/set-supervisors.ts'
import { copyGrants } from '#modules/team/operations/copy-grants.ts'
import { createStaff } from '#modules/team/operations/create-staff.ts'
import { endOwnership } from '#modules/team/operations/end-ownership.ts'
import { makeOwner } from '#modules/team/operations/make-owner.ts'
import { moveStaff } from '#modules/team/operations/move-staff.ts'
import { setGrants } from '#modules/team/operations/set-grants.ts'
import { editRole } from '#modules/team/roles/operations/edit-role.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { everybodysClosure } from '../closure.ts'
import { changedReach, differences } from '../closure-rules.ts'

const previewable: Record<Previewable, Command> = {
  'team.setGrants': setGrants,
  'team.setDepartmentGrants': setDepartmentGrants,
  'team.setSupervisors': setSupervisors,
  'team.moveStaff': moveStaff,
  'team.moveDepartment': moveDepartment,
  'team.editRole': editRole,
  'team.createStaff': createStaff,
  'team.copyGrants': copyGrants,
  'team.makeOwner': makeOwner,
  'team.endOwnership': endOwnership,
}
const SHOWN = 200

/** The act's own door: its permission, and nothing that outlives this transaction. */
const effectsFor = (operation: Command, effects: Effects): Effects => ({
  ...effects,
  async actorNow() {
    const actor = await effects.actorNow()
    // Looking at what would be is not doing it: it needs no fresh proof.
    return {
      ...actor,
      scope: requireAccess(actor, operation.access).scope,
      stepUp: { isFresh: true, provenAt: null, takeApproval: null },
    }
  },
  announce: () => undefined,
  enqueue: () => undefined,
  logChange: () => undefined,
})

export const previewChange = command({
  name: 'team.previewChange',
  ...team.previewChange,
  summary: 'What a change of grants, roles or departments would give and take, person by person, without making it.',
  access: { permission: 'team.view', scope: 'staff' },
  audit: { exempt: 'Nothing changes: what it did is undone before it answers.' },
  errors: [...new Set(Object.values(previewable).flatMap((operation) => operation.errors))],
  async run(tx, input, _actor, effects) {
    const operation = previewable[input.operation]
    const wanted = parseInput(operation.input, input.input)
    return tx.rolledBack(async () => {
      const asker = await lockTeam(tx, effects)
      const inside = effectsFor(operation, effects)
      const before = await everybodysClosure(tx)
      const result = (await operation.run(tx, wanted, await inside.actorNow(), inside)) as { refused?: Refusal[] }
      const after = await everybodysClosure(tx)
      const changed = differences(before, after, effects.now)
      // Whoever would come with the act itself is the asker’s own newcomer.
      const isSeen = (accountId: string): boolean => !before.has(accountId) || reachesRow(asker.scope, { holderId: accountId })
      const named = (ids: readonly string[]) =>
        ids.filter(isSeen).map((accountId) => ({ accountId, name: after.get(accountId)?.name ?? '' }))
      const people = changed.filter(({ accountId }) => isSeen(accountId)).slice(0, SHOWN)
      const over = changedReach(before, after)
        .filter(({ accountId }) => isSeen(accountId))
        .map(({ gained, lost, ...who }) => ({ ...who, gained: named(gained), lost: named(lost) }))
        .filter(({ gained, lost }) => gained.length + lost.length > 0)
        .slice(0, SHOWN)
      return { people, over, more: changed.length - people.length, refused: result.refused ?? [] }
    })
  },
})
