import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { pairsForNewcomer } from '#modules/team/grants/newcomer-envelope.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { templateById, writeTemplate } from '../template-store.ts'

export const saveTemplate = command({
  name: 'team.saveTemplate',
  ...team.saveTemplate,
  summary: 'Keeps what people of a post are usually given; who applies it later is weighed again.',
  access: { permission: 'team.grant', scope: 'staff' },
  audit: ({ name, departmentId, grants }, { templateId }) => ({
    objects: [{ kind: 'template', id: templateId }],
    details: { name, departmentId, grants },
  }),
  errors: [errors.stale, errors.nameTaken, errors.beyondOwnRights, errors.notFound, errors.invalidInput, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    if (input.templateId !== null) {
      const known = await templateById(tx, input.templateId, input.version ?? 0)
      // Whoever changes one could have made it.
      await pairsForNewcomer(tx, admin, { grants: known.grants, departmentId: known.department_id })
    }
    const grants = await pairsForNewcomer(tx, admin, input)
    const templateId = input.templateId ?? newId()
    await writeTemplate(tx, { templateId, name: input.name, departmentId: input.departmentId, grants, by: admin.accountId })
    return { templateId }
  },
})
