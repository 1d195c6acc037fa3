import { errors } from '#contract/errors.ts'
import type { Permission } from '#contract/permissions.ts'
import { team } from '#contract/team.ts'
import { query } from '#kernel/operation.ts'
import { daysOfGrants, type HolderOfRights, holdersOfRights } from '../privilege-views.ts'
import { lastUses } from '../use-store.ts'

const DAY_MS = 24 * 3600_000

export const findUnusedRights = query({
  name: 'team.findUnusedRights',
  ...team.findUnusedRights,
  summary: 'Rights that somebody has held for 30 or 90 days and not used in them.',
  access: { permission: 'team.view', scope: 'staff' },
  errors: [errors.notFound],
  async run(reader, input, actor, world) {
    const since = new Date(world.now().getTime() - input.days * DAY_MS)
    const everybody = (await holdersOfRights(reader, actor.scope)).filter(
      ({ accountId, isOwner }) => !isOwner && (input.accountId === undefined || accountId === input.accountId.toLowerCase()),
    )
    const ids = everybody.map(({ accountId }) => accountId)
    const departments = [
      ...new Set(everybody.flatMap(({ grants }) => grants.flatMap((grant) => grant.subjectDepartmentId ?? []))),
    ]
    const given = await daysOfGrants(reader, ids, departments)
    const uses = new Map((await lastUses(reader, ids)).map((use) => [`${use.account_id} ${use.permission}`, use.last_used_on]))
    const isOld = (grantId: string): boolean => Date.parse(given.get(grantId) ?? world.now().toISOString()) <= since.getTime()
    const rows = everybody.map((one) => ({ ...one, permissions: unusedOf(one, uses, isOld, since.toISOString().slice(0, 10)) }))
    return {
      rows: rows
        .filter(({ permissions }) => permissions.length > 0)
        .map(({ accountId, name, permissions }) => ({ accountId, name, permissions })),
    }
  },
})

function unusedOf(one: HolderOfRights, uses: ReadonlyMap<string, string>, isOld: (grantId: string) => boolean, since: string) {
  const codes = new Set(one.grants.flatMap(({ permissions }) => [...permissions])) as Set<Permission>
  codes.delete('account.self')
  return [...codes].sort().flatMap((permission) => {
    const carrying = one.grants.filter(({ permissions }) => permissions.has(permission))
    const lastUsedOn = uses.get(`${one.accountId} ${permission}`) ?? null
    const isUnused = carrying.every(({ grantId }) => isOld(grantId)) && (lastUsedOn === null || lastUsedOn < since)
    return isUnused ? [{ permission, lastUsedOn, grantIds: carrying.map(({ grantId }) => grantId) }] : []
  })
}
