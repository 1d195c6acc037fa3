import { team } from '#contract/team.ts'
import { query } from '#kernel/operation.ts'
import { departmentTree, unassignedCount } from '../department-views.ts'

export const listDepartments = query({
  name: 'team.listDepartments',
  ...team.listDepartments,
  summary: 'The tree of departments with supervisors and what each department is granted.',
  access: { permission: 'team.view', scope: 'staff' },
  errors: [],
  run: async (reader, _input, actor) => ({
    rows: await departmentTree(reader, actor.scope),
    unassignedCount: await unassignedCount(reader, actor.scope),
  }),
})
