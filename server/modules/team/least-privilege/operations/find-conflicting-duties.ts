import { team } from '#contract/team.ts'
import { query } from '#kernel/operation.ts'
import { conflictsOf } from '../privilege-rules.ts'
import { holdersOfRights } from '../privilege-views.ts'

export const findConflictingDuties = query({
  name: 'team.findConflictingDuties',
  ...team.findConflictingDuties,
  summary: 'Who holds duties that should lie in different hands.',
  access: { permission: 'team.view', scope: 'staff' },
  errors: [],
  async run(reader, _input, actor) {
    const everybody = await holdersOfRights(reader, actor.scope)
    return {
      rows: everybody
        .filter(({ isOwner }) => !isOwner)
        .flatMap(({ accountId, name, grants }) =>
          conflictsOf(new Set(grants.flatMap(({ permissions }) => [...permissions]))).map(({ first, second }) => ({
            ...{ accountId, name, first, second },
          })),
        ),
    }
  },
})
