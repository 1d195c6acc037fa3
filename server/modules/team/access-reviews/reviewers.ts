/**
 * Who reviews a grant: the supervisor nearest above the subject, never the holder himself; where there is none, whoever began the review,
 * or an owner. A reviewer is one who holds `supervisor` over a department that contains the subject.
 */
import { type Reader, sql } from '#kernel/db.ts'
import type { StoredGrant } from '../grants/grant.ts'
import type { NewItem } from './review-store.ts'

type Person = { accountId: string; name: string }
type Place = { account_id: string; name: string; path: string[] | null }

/** The grants to be reviewed with their reviewers; only those of `departmentId` and below it when it is given. */
export async function itemsToReview(
  reader: Reader,
  grants: readonly StoredGrant[],
  leader: Person,
  departmentId: string | null,
): Promise<NewItem[]> {
  const people = await reader.rows<Place>(sql`
    select a.account_id, a.name, d.path from accounts a
    left join departments d on d.merchant_id = ${reader.merchantId} and d.department_id = a.department_id
    where a.merchant_id = ${reader.merchantId} and a.state <> 'left'`)
  const departments = await reader.rows<{ department_id: string; name: string; path: string[] }>(
    sql`select department_id, name, path from departments where merchant_id = ${reader.merchantId}`,
  )
  const owners = await reader.rows<Person>(sql`
    select account_id as "accountId", name from accounts
    where merchant_id = ${reader.merchantId} and is_owner and state = 'active' order by created_at`)
  const personOf = new Map(people.map((one) => [one.account_id, one]))
  const departmentOf = new Map(departments.map((one) => [one.department_id, one]))
  const supervising = grants.filter(
    (grant) => grant.role === 'supervisor' && grant.accountId !== null && grant.range === 'department',
  )
  return grants.flatMap((grant) => {
    const subject = grant.accountId === null ? departmentOf.get(grant.subjectDepartmentId ?? '') : personOf.get(grant.accountId)
    if (!subject) return []
    const path = subject.path ?? []
    if (departmentId !== null && !path.includes(departmentId)) return []
    const nearest = supervising
      .filter((one) => one.departmentId !== null && path.includes(one.departmentId) && one.accountId !== grant.accountId)
      .sort((a, b) => path.indexOf(b.departmentId ?? '') - path.indexOf(a.departmentId ?? ''))
      .map((one) => personOf.get(one.accountId ?? ''))
      .find((one) => one !== undefined)
    const others = [...(personOf.has(leader.accountId) ? [leader] : []), ...owners].filter(
      ({ accountId }) => accountId !== grant.accountId,
    )
    const reviewer = nearest ? { accountId: nearest.account_id, name: nearest.name } : others[0]
    return reviewer ? [{ grant, subjectName: subject.name, reviewer }] : []
  })
}
