import type { Grant } from '#kernel/access.ts'
import type { Reader } from '#kernel/db.ts'
import { ownerGrant, selfGrants } from '../grants/grant-rules.ts'
import { type HeldGrant, heldGrants } from '../grants/grant-views.ts'
import { accountsFacts, heldAlso } from '../identity.ts'
import type { Standing } from './explain-rules.ts'

const withoutGrant = (grant: Grant): HeldGrant => ({ ...grant, from: null, subjectDepartmentId: null })
const ownerStanding = withoutGrant(ownerGrant)

/** Everything these accounts hold, in force or not, each with the person responsible for it; unknown ones are missing. */
export async function standingsOf(reader: Reader, accountIds: readonly string[]): Promise<Map<string, Standing>> {
  if (accountIds.length === 0) return new Map()
  const accounts = await accountsFacts(reader, accountIds)
  const grants = await heldGrants(
    reader,
    accounts.map((account) => account.account_id),
  )
  const bounds = await standingsOf(reader, [...new Set(accounts.flatMap((account) => account.responsible_id ?? []))])
  return new Map(
    accounts.map((facts) => {
      const held = grants.get(facts.account_id) ?? []
      const bound = facts.responsible_id === null ? undefined : bounds.get(facts.responsible_id)
      const standing: Standing = {
        accountId: facts.account_id,
        name: facts.name,
        isOwner: facts.is_owner,
        state: facts.state,
        endsAt: facts.ends_at,
        workHours: facts.work_hours,
        grants: [...(facts.is_owner ? [ownerStanding] : []), ...held, ...selfGrants(facts).map(withoutGrant)],
        bound: bound && { ...bound, grants: heldAlso(bound.grants, bound.accountId, facts.account_id) },
      }
      return [facts.account_id, standing]
    }),
  )
}

export const standingOf = async (reader: Reader, accountId: string): Promise<Standing | undefined> =>
  (await standingsOf(reader, [accountId])).get(accountId.toLowerCase())
