import { type Permission, permissions } from '#contract/permissions.ts'
import type { RightView } from '#contract/team-questions.ts'
import type { OutputOf } from '#web/shared/api.ts'
import { type GrantDraft, type Limits, widestDraft } from './draft.ts'

export type Preview = OutputOf<'team.previewChange'>
type PersonDiff = Preview['people'][number]
/** Rights that reach the same, together. */
export type ReachGroup = { reach: GrantDraft; permissions: Permission[] }
/** People whose rights change in the same way, together: what is done to a department reads as one change. */
export type DiffGroup = { people: { accountId: string; name: string }[]; gained: ReachGroup[]; lost: ReachGroup[] }

const LIMITS: readonly string[] = [
  'refundPerActFen',
  'refundPerDayFen',
  'exportsPerDay',
  'revealsPerDay',
] satisfies (keyof Limits)[]

/** The reach of a right, written like a grant so that it can be said like one. */
export function reachOf({ shopIds, warehouseIds, range, departmentId, conditions }: RightView): GrantDraft {
  const draft: GrantDraft = { ...widestDraft(''), shopIds, warehouseIds, range, departmentId }
  const limits = { ...draft.limits }
  for (const condition of conditions) {
    const [name = '', value = ''] = condition.split(/=(.*)/s)
    if (name === 'onShift') draft.onShift = true
    else if (name === 'from' || name === 'until') draft[name] = value
    else if (name === 'ip') draft.ipRanges = [...draft.ipRanges, value]
    else if (LIMITS.includes(name)) limits[name as keyof Limits] = Number(value)
  }
  return { ...draft, limits }
}

function byReach(rights: readonly RightView[]): ReachGroup[] {
  // Everybody has their own account: that it comes or goes says nothing.
  const telling = rights.filter(({ permission }) => permission !== 'account.self')
  const groups = Map.groupBy(telling, ({ permission: _, ...reach }) => JSON.stringify(reach))
  return [...groups.values()].flatMap((same) => {
    const [first] = same
    return first ? [{ reach: reachOf(first), permissions: same.map(({ permission }) => permission) }] : []
  })
}

/** Most people first. */
export function groupDiffs(people: readonly PersonDiff[]): DiffGroup[] {
  const groups = Map.groupBy(people, ({ gained, lost }) => JSON.stringify([gained, lost]))
  return [...groups.values()]
    .flatMap((same) => {
      const [first] = same
      const names = same.map(({ accountId, name }) => ({ accountId, name }))
      return first ? [{ people: names, gained: byReach(first.gained), lost: byReach(first.lost) }] : []
    })
    .sort((a, b) => b.people.length - a.people.length)
}

/** High-risk rights that somebody newly holds: what a second look is for. A right held before that only reaches further counts too. */
export function riskyGains(people: readonly PersonDiff[]): Permission[] {
  const gained = people.flatMap((person) => person.gained.map(({ permission }) => permission))
  return [...new Set(gained)].filter((code) => permissions[code].risk === 'high')
}
