import { z } from 'zod'
import { shape } from '#contract/operation.ts'
import { sql } from '#kernel/db.ts'
import { command } from '#kernel/operation.ts'
import { setAccountState } from '#modules/team/account-store.ts'
import { writeNotices } from '#modules/team/notices/notice-store.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { handOverAll, shutOut } from '../leave.ts'
import { closeOffboarding, insertOffboarding } from '../offboarding-store.ts'

/** Accounts of one transaction; the rest waits for the next minute. */
const AT_ONCE = 50

export const endTemporaryAccounts = command({
  name: 'team.endTemporaryAccounts',
  ...shape({}, z.object({ ended: z.array(z.string()) })),
  summary: 'Takes temporary accounts whose end has come out of the team; what they hold goes back to the pool.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: (_input, { ended }) => ({ objects: ended.map((id) => ({ kind: 'account', id })), details: { ended: ended.length } }),
  errors: [],
  async run(tx, _input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    const due = await tx.rows<{ account_id: string; name: string; state: string }>(sql`
      select account_id, name, state from accounts
      where merchant_id = ${tx.merchantId} and kind = 'temporary' and state <> 'left' and ends_at <= ${effects.now}
        and not exists (select from offboardings o where o.merchant_id = ${tx.merchantId} and o.account_id = accounts.account_id and o.state = 'open')
      order by ends_at limit ${AT_ONCE}`)
    const by = { accountId: admin.accountId, name: admin.name, now: effects.now }
    for (const { account_id: accountId, state } of due) {
      await shutOut(tx, accountId, effects.now)
      const handedOver = await handOverAll(tx, effects.world.holdings, accountId, [], effects.now)
      const id = await insertOffboarding(tx, { accountId, stateBefore: state }, handedOver, { ...by, isAutomatic: true })
      await setAccountState(tx, [accountId], 'left')
      await closeOffboarding(tx, id, 'signed', by)
    }
    const ended = due.map(({ account_id: accountId }) => accountId)
    const notices = due.map(({ account_id: about, name }) => ({
      ...({ to: { permission: 'team.manage', about }, kind: 'temporaryEnded', params: { name } } as const),
    }))
    for (const fact of await writeNotices(tx, effects.now, notices)) effects.announce(fact)
    if (ended.length > 0) effects.announce(accountChanged(ended))
    return { ended }
  },
})
