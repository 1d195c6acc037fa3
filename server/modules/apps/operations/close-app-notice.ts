import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { appsChanged } from '../app-events.ts'
import { closeNotice } from '../notice-store.ts'

export const closeAppNotice = command({
  name: 'apps.closeAppNotice',
  ...apps.closeAppNotice,
  summary: 'Puts a notice about an app away.',
  access: { permission: 'apps.manage', scope: 'merchant' },
  audit: ({ noticeId }) => ({ objects: [{ kind: 'notice', id: noticeId }] }),
  errors: [errors.notFound],
  async run(tx, { noticeId }, actor, { now, announce }) {
    if (!(await closeNotice(tx, noticeId, actor.accountId, now))) return fail(errors.notFound)
    announce(appsChanged([]))
    return {}
  },
})
