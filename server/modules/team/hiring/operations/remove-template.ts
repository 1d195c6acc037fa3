import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { pairsForNewcomer } from '#modules/team/grants/newcomer-envelope.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { deleteTemplate, templateById } from '../template-store.ts'

export const removeTemplate = command({
  name: 'team.removeTemplate',
  ...team.removeTemplate,
  summary: 'Forgets a template; nobody loses what it gave.',
  access: { permission: 'team.grant', scope: 'staff' },
  audit: ({ templateId }) => ({ objects: [{ kind: 'template', id: templateId }] }),
  errors: [errors.stale, errors.beyondOwnRights, errors.notFound, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    const known = await templateById(tx, input.templateId, input.version)
    await pairsForNewcomer(tx, admin, { grants: known.grants, departmentId: known.department_id })
    await deleteTemplate(tx, known.template_id)
    return {}
  },
})
