import type { StaffRow } from '#contract/team.ts'
import type { InputOf } from '#web/shared/api.ts'

export type State = StaffRow['state']
export type Kind = StaffRow['kind']
/** Whoever has not left. */
export const PRESENT: State[] = ['invited', 'active', 'frozen', 'penalty_frozen']
export const STATES: State[] = [...PRESENT, 'left']
export const KINDS: Kind[] = ['person', 'temporary', 'app', 'agent']
export const PERSON_TABS = ['overview', 'rights', 'why', 'security', 'history'] as const
export type PersonTab = (typeof PERSON_TABS)[number]
/** More than a screen shows, and little enough to be there at once. */
const PAGE = 50
export const NO_DEPARTMENT = 'none'

/** What the people page shows, as it stands in the address, so that it can be linked to. */
export type PeopleSearch = {
  search?: string
  /** Left out = everybody who has not left. */
  state?: State
  kind?: Kind
  role?: string
  /** A department with all below it, or `none` for people in no department. */
  department?: string
  person?: string
  tab?: PersonTab
}

const oneOf = <T extends string>(values: readonly T[], value: unknown): T | undefined => values.find((each) => each === value)

export function readPeopleSearch(search: Record<string, unknown>): PeopleSearch {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
  return withoutEmpty({
    search: text(search.search),
    state: oneOf(STATES, search.state),
    kind: oneOf(KINDS, search.kind),
    role: text(search.role),
    department: text(search.department),
    person: text(search.person),
    tab: oneOf(PERSON_TABS, search.tab),
  })
}

type Loose = { [K in keyof PeopleSearch]: PeopleSearch[K] | undefined }
export const withoutEmpty = (search: Loose): PeopleSearch =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as PeopleSearch

/** What the server is asked for. */
export function inputOf({ search, state, kind, role, department }: PeopleSearch): InputOf<'team.listStaff'> {
  return {
    limit: PAGE,
    states: state ? [state] : PRESENT,
    ...(search && { search }),
    ...(kind && { kind }),
    ...(role && { role }),
    ...(department === NO_DEPARTMENT ? { isUnassigned: true } : department ? { departmentId: department } : {}),
  }
}
