import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { markRead } from '../notice-store.ts'

export const markNoticesRead = command({
  name: 'team.markNoticesRead',
  ...team.markNoticesRead,
  summary: 'Marks notices as read by me.',
  access: { permission: 'account.self', scope: 'shared' },
  audit: { exempt: 'that somebody has read their own mail is nobody else’s business' },
  errors: [],
  async run(tx, input, actor, effects) {
    await markRead(tx, actor.accountId, input.noticeIds, effects.now)
    return {}
  },
})
