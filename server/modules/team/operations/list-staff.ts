import { team } from '#contract/team.ts'
import { query } from '#kernel/operation.ts'
import { staffList } from '../account-views.ts'
import { powersOver } from '../manageable-account.ts'

export const listStaff = query({
  name: 'team.listStaff',
  ...team.listStaff,
  summary: 'The accounts one may see, with their grants and what one may change about them, a page at a time.',
  access: { permission: 'team.view', scope: 'staff' },
  errors: [],
  async run(reader, input, actor) {
    const { rows, next } = await staffList(reader, actor.scope, {
      search: input.search ?? '',
      states: input.states ?? null,
      kind: input.kind ?? null,
      departmentId: input.departmentId ?? null,
      isUnassigned: input.isUnassigned ?? false,
      role: input.role ?? null,
      accountIds: input.accountIds ?? null,
      limit: input.limit ?? 100,
      cursor: input.cursor ?? null,
    })
    const powers = await powersOver(reader, actor, rows)
    return { rows: rows.map((row) => ({ ...row, ...powers(row) })), next }
  },
})
