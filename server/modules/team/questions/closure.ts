import { type Reader, sql } from '#kernel/db.ts'
import { ownerGrant, selfGrants } from '../grants/grant-rules.ts'
import { givenGrants } from '../grants/grant-views.ts'
import { heldAlso } from '../identity.ts'
import { boundedBy, type Closure, type Held } from './closure-rules.ts'

type Person = { account_id: string; name: string; is_owner: boolean; responsible_id: string | null }
const noGrants = { from: null, subjectDepartmentId: null }
const ownersOwn: Held = { grant: { ...ownerGrant, ...noGrants }, range: 'all', departmentId: null }
const oneself = (person: Person): Held[] =>
  selfGrants(person).map((grant) => ({ grant: { ...grant, ...noGrants }, range: 'own', departmentId: null }))

/** What everybody who has not left may do, at any time and under any condition. Agents: what the person responsible may do too. */
export async function everybodysClosure(reader: Reader): Promise<Map<string, Closure>> {
  const people = await reader.rows<Person>(sql`
    select account_id, name, is_owner, responsible_id from accounts
    where merchant_id = ${reader.merchantId} and state <> 'left' order by account_id`)
  const grants = await givenGrants(
    reader,
    people.map((person) => person.account_id),
  )
  const own = new Map(
    people.map((person) => [
      person.account_id,
      [
        ...(person.is_owner ? [ownersOwn] : []),
        ...(grants.get(person.account_id) ?? []).map(
          ({ given: { range, departmentId }, grant }): Held => ({ grant, range, departmentId }),
        ),
        ...oneself(person),
      ],
    ]),
  )
  return new Map(
    people.map(({ account_id: accountId, name, responsible_id: responsible }) => {
      const held = own.get(accountId) ?? []
      const bound = responsible === null ? undefined : heldFor(own.get(responsible) ?? [], responsible, accountId)
      return [accountId, { accountId, name, held: bound ? boundedBy(held, bound) : held }]
    }),
  )
}

/** Within the person's own range, what the agent holds counts as theirs. */
const heldFor = (held: readonly Held[], personId: string, agentId: string): Held[] =>
  held.map((one) => ({ ...one, grant: heldAlso([one.grant], personId, agentId)[0] ?? one.grant }))
