import { team } from '#contract/team.ts'
import { reachesRow, scopeOf } from '#kernel/access.ts'
import { query } from '#kernel/operation.ts'
import { approvals } from '../approval-views.ts'

export const listApprovals = query({
  name: 'team.listApprovals',
  ...team.listApprovals,
  summary: 'Calls of tokens, apps and agents that asked a person: those I answer for, and of the accounts I manage.',
  access: { permission: 'account.self', scope: 'shared' },
  errors: [],
  async run(reader, input, actor, world) {
    const managed = scopeOf(actor, 'team.manage', 'staff')
    const rows = await approvals(reader, input.state ?? null, world.now())
    return {
      rows: rows
        .filter(
          (row) =>
            row.on_behalf_of === actor.accountId ||
            row.account_id === actor.accountId ||
            (managed !== undefined && reachesRow(managed, { holderId: row.account_id })),
        )
        .map((row) => ({
          approvalId: row.approval_id,
          accountId: row.account_id,
          accountName: row.account_name,
          operation: row.operation,
          input: row.summary,
          state: row.state,
          requestedAt: row.requested_at,
          expiresAt: row.expires_at,
          decidedByName: row.decided_by_name,
        })),
    }
  },
})
