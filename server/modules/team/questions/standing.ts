import type { Reader } from '#kernel/db.ts'
import { ownerGrant } from '../grants/grant-rules.ts'
import { type HeldGrant, heldGrants } from '../grants/grant-views.ts'
import { type AccountFacts, accountFacts, heldAlso } from '../identity.ts'
import type { Standing } from './explain-rules.ts'

const ownerStanding: HeldGrant = { ...ownerGrant, from: null, subjectDepartmentId: null }

/** Everything an account holds, in force or not, with the person responsible for it; undefined when there is no such account. */
export async function standingOf(reader: Reader, accountId: string): Promise<Standing | undefined> {
  const facts = await accountFacts(reader, accountId)
  return facts && standingFrom(reader, facts)
}

async function standingFrom(reader: Reader, facts: AccountFacts): Promise<Standing> {
  const held = (await heldGrants(reader, [facts.account_id])).get(facts.account_id) ?? []
  const bound = facts.responsible_id === null ? undefined : await standingOf(reader, facts.responsible_id)
  return {
    accountId: facts.account_id,
    name: facts.name,
    isOwner: facts.is_owner,
    state: facts.state,
    endsAt: facts.ends_at,
    workHours: facts.work_hours,
    grants: facts.is_owner ? [ownerStanding, ...held] : held,
    bound: bound && { ...bound, grants: heldAlso(bound.grants, bound.accountId, facts.account_id) },
  }
}
