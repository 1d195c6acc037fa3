import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { permissionsOfRoles } from '#modules/team/grants/grant-views.ts'
import { type Uses, weigh } from '../privilege-rules.ts'
import { type HolderOfRights, holdersOfRights } from '../privilege-views.ts'
import { type LastUse, lastUses } from '../use-store.ts'

const DAYS_MS = 90 * 24 * 3600_000

export const weighGrants = query({
  name: 'team.weighGrants',
  ...team.weighGrants,
  summary:
    'What is unusual about grants before they are given: compared with peers, with what is used, with duties to be kept apart.',
  access: { permission: 'team.grant', scope: 'staff' },
  errors: [errors.notFound],
  async run(reader, input, actor, world) {
    const everybody = await holdersOfRights(reader, actor.scope)
    const subject = everybody.find(({ accountId }) => accountId === input.accountId?.toLowerCase())
    if (input.accountId !== undefined && !subject) return fail(errors.notFound)
    const roles = new Set(input.grants.map(({ role }) => role))
    const carried = await permissionsOfRoles(reader, [...roles])
    const inherited = (subject?.grants ?? []).filter(({ subjectDepartmentId }) => subjectDepartmentId !== null)
    const after = union([...inherited.map((grant) => grant.permissions), ...carried.values()])
    const before = union((subject?.grants ?? []).map((grant) => grant.permissions))
    const peers = peersOf(everybody, subject, roles, input.departmentId)
    const uses = await lastUses(
      reader,
      peers.map(({ accountId }) => accountId),
    )
    const since = new Date(world.now().getTime() - DAYS_MS).toISOString().slice(0, 10)
    return { warnings: weigh(before, after, peers.map(rightsOf), usesOf(peers, uses, since)) }
  },
})

const union = (sets: readonly ReadonlySet<string>[]): Set<string> => new Set(sets.flatMap((codes) => [...codes]))
const rightsOf = ({ grants }: HolderOfRights) => ({ permissions: union(grants.map((grant) => grant.permissions)) })

/** Who holds one of these roles too, or sits in the same department. */
const peersOf = (
  everybody: readonly HolderOfRights[],
  subject: HolderOfRights | undefined,
  roles: ReadonlySet<string>,
  departmentId: string | undefined,
) => {
  const place = subject?.departmentId ?? departmentId?.toLowerCase()
  return everybody.filter(
    (one) =>
      !one.isOwner &&
      one !== subject &&
      (one.grants.some(({ role }) => roles.has(role)) || (place != null && one.departmentId === place)),
  )
}

function usesOf(peers: readonly HolderOfRights[], uses: readonly LastUse[], since: string): Uses {
  const used = new Set(uses.filter((use) => use.last_used_on >= since).map((use) => `${use.account_id} ${use.permission}`))
  const counts = new Map<string, { holders: number; users: number }>()
  for (const peer of peers) {
    for (const permission of rightsOf(peer).permissions) {
      const count = counts.get(permission) ?? { holders: 0, users: 0 }
      counts.set(permission, {
        holders: count.holders + 1,
        users: count.users + (used.has(`${peer.accountId} ${permission}`) ? 1 : 0),
      })
    }
  }
  return counts
}
