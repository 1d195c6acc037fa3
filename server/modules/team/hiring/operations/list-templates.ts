import { team } from '#contract/team.ts'
import { query } from '#kernel/operation.ts'
import { templates } from '../template-store.ts'

export const listTemplates = query({
  name: 'team.listTemplates',
  ...team.listTemplates,
  summary: 'What people of each post are usually given.',
  access: { permission: 'team.view', scope: 'shared' },
  errors: [],
  run: async (reader) => ({
    rows: (await templates(reader)).map((row) => ({
      templateId: row.template_id,
      name: row.name,
      departmentId: row.department_id,
      grants: row.grants,
      version: row.version,
    })),
  }),
})
