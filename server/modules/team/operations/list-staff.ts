import { team } from '#contract/team.ts'
import { query } from '#kernel/operation.ts'
import { staffList } from '../account-views.ts'

export const listStaff = query({
  name: 'team.listStaff',
  ...team.listStaff,
  summary: 'The accounts one may see, with their grants, a page at a time.',
  access: { permission: 'team.view', scope: 'staff' },
  errors: [],
  run: (reader, input, actor) =>
    staffList(reader, actor.scope, {
      search: input.search ?? '',
      states: input.states ?? null,
      kind: input.kind ?? null,
      departmentId: input.departmentId ?? null,
      role: input.role ?? null,
      cursor: input.cursor ?? null,
    }),
})
