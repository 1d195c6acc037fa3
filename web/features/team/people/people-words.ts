import type { StaffRow } from '#contract/team.ts'
import { pathOf } from '../departments/tree.ts'
import { useDepartments } from '../departments/use-departments.ts'
import type { GrantView } from '../grants/draft.ts'
import { useGrantSentence } from '../grants/use-grant-names.ts'
import { useRoles } from '../roles/use-roles.ts'

export type PeopleWords = {
  roleOf: (role: string) => string
  /** The name of the department, and the whole way to it; null for no department. */
  departmentOf: (departmentId: string | null) => { name: string; path: string } | null
  sentenceOf: (row: StaffRow, grant: GrantView) => string
  /** Does somebody’s department, or one above it, give them anything? */
  isGrantedAbove: (row: StaffRow) => boolean
  /** All names are known: the list is drawn once and not again with each of them. */
  isReady: boolean
}

/** The names a list of people is told in: looked up once for the list, not in every cell. */
export function usePeopleWords(): PeopleWords {
  const departments = useDepartments()
  const roles = useRoles()
  const sentence = useGrantSentence()
  return {
    isReady: !departments.isLoading && !roles.isLoading,
    roleOf: roles.nameOf,
    departmentOf: (departmentId) =>
      departmentId === null
        ? null
        : { name: departments.byId(departmentId)?.name ?? '…', path: departments.nameOf(departmentId) },
    sentenceOf: (row, grant) => sentence(grant, { departmentId: row.departmentId }),
    isGrantedAbove: (row) => pathOf(departments.rows, row.departmentId).some(({ grants }) => (grants?.length ?? 0) > 0),
  }
}
