import { team } from '#contract/team.ts'
import { query } from '#kernel/operation.ts'
import { roleList } from '../role-views.ts'

export const listRoles = query({
  name: 'team.listRoles',
  ...team.listRoles,
  summary: 'Built-in and own roles, what each permits and how often it is granted.',
  access: { permission: 'team.view', scope: 'shared' },
  errors: [],
  run: async (reader) => ({ rows: await roleList(reader) }),
})
