import { team } from '#contract/team.ts'
import { query } from '#kernel/operation.ts'
import { staffList } from '../account-views.ts'

export const listStaff = query({
  name: 'team.listStaff',
  ...team.listStaff,
  summary: 'All accounts of the merchant with their grants.',
  access: { permission: 'team.view', scope: 'merchant' },
  errors: [],
  async run(reader, input) {
    const rows = await staffList(reader, { search: input.search ?? '', state: input.state ?? null })
    return {
      rows: rows.map((row) => ({
        accountId: row.account_id,
        login: row.login,
        name: row.name,
        state: row.state,
        isOwner: row.is_owner,
        grants: row.grants,
        version: row.version,
        lastSeenAt: row.last_seen_at,
        createdAt: row.created_at,
      })),
    }
  },
})
