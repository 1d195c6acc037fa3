/** What a sign-in is told to whom: a new device or network to the person, one outside working hours also to who manages them. */
import { sql, type Tx } from '#kernel/db.ts'
import type { EventFact } from '#kernel/events.ts'
import { normaliseIp } from '#kernel/ip-address.ts'
import type { PublicContext } from '#kernel/operation.ts'
import type { WorkHours } from '../account.ts'
import { isOnShift } from '../grants/condition-rules.ts'
import { type Notice, writeNotices } from '../notices/notice-store.ts'
import type { Familiarity } from './device.ts'
import type { Account } from './visitor.ts'

type SignedIn = { account: Pick<Account, 'account_id' | 'name'>; familiarity: Familiarity; device: string }

/** Answers the facts to be announced. */
export async function tellOfSignIn(tx: Tx, context: PublicContext, signedIn: SignedIn): Promise<EventFact[]> {
  const { account, familiarity } = signedIn
  const to = { accountId: account.account_id }
  const where = { device: signedIn.device || '–', ip: normaliseIp(context.ip) }
  const notices: Notice[] = []
  // The very first sign-in is new in every way.
  if (!familiarity.isFirst && familiarity.isNewDevice) notices.push({ to, kind: 'signInNewDevice', params: where })
  else if (!familiarity.isFirst && familiarity.isNewNetwork) notices.push({ to, kind: 'signInNewNetwork', params: where })
  const hours = await workHoursOf(tx, account.account_id)
  if (hours !== null && !isOnShift(hours, context.now)) {
    const params = { name: account.name, ...where }
    notices.push({ to, kind: 'signInOutsideHours', params })
    notices.push({ to: { permission: 'team.manage', about: account.account_id }, kind: 'signInOutsideHours', params })
  }
  return writeNotices(tx, context.now, notices)
}

const workHoursOf = async (tx: Tx, accountId: string): Promise<WorkHours | null> =>
  (
    await tx.maybe<{ work_hours: WorkHours | null }>(sql`
      select work_hours from accounts where merchant_id = ${tx.merchantId} and account_id = ${accountId}`)
  )?.work_hours ?? null
