import { type Permission, permissionCodes } from '#contract/permissions.ts'
import { team } from '#contract/team.ts'
import { reachesRow, reachesShop, scopeOf } from '#kernel/access.ts'
import { query } from '#kernel/operation.ts'
import { approvalsWaitingFor } from '#modules/team/approvals/approval-views.ts'
import { type NoticeViewRow, noticesFor } from '../notice-views.ts'

const SHOWN = 50
const READ_AT_MOST = 200

export const listNotices = query({
  name: 'team.listNotices',
  ...team.listNotices,
  summary: 'My notices, newest first, and how many approvals wait for me.',
  access: { permission: 'account.self', scope: 'shared' },
  errors: [],
  async run(reader, _input, actor, world) {
    const scopes = new Map(permissionCodes.map((permission) => [permission as string, scopeOf(actor, permission, 'staff')]))
    const held = [...scopes].flatMap(([permission, scope]) => (scope ? [permission] : []))
    const found = await noticesFor(reader, actor.accountId, held, READ_AT_MOST)
    const concerns = (row: NoticeViewRow): boolean => {
      if (row.to_permission === null) return true
      if (row.about_shop_id !== null) {
        const shops = scopeOf(actor, row.to_permission as Permission)
        return shops !== undefined && reachesShop(shops, row.about_shop_id)
      }
      const scope = scopes.get(row.to_permission)
      // What happened to oneself one is told as oneself.
      if (!scope || row.about_account_id === actor.accountId) return false
      return row.about_account_id === null || reachesRow(scope, { holderId: row.about_account_id })
    }
    const rows = found.filter(concerns).slice(0, SHOWN)
    return {
      rows: rows.map((row) => ({
        noticeId: row.notice_id,
        kind: row.kind,
        params: row.params,
        createdAt: row.created_at,
        isRead: row.is_read,
      })),
      unread: rows.filter((row) => !row.is_read).length,
      approvalsWaiting: await approvalsWaitingFor(reader, actor.accountId, world.now()),
    }
  },
})
