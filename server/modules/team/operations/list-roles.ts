import { type BuiltInRole, builtInRoles } from '#contract/permissions.ts'
import { team } from '#contract/team.ts'
import { query } from '#kernel/operation.ts'

export const listRoles = query({
  name: 'team.listRoles',
  ...team.listRoles,
  summary: 'The built-in roles and what each permits.',
  access: { permission: 'team.view', scope: 'shared' },
  errors: [],
  run: async () => ({
    rows: Object.entries(builtInRoles).map(([role, { zh, en, permissions }]) => ({
      role: role as BuiltInRole,
      zh,
      en,
      permissions: [...permissions],
    })),
  }),
})
