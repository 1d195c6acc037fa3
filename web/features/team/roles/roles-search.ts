/** Which role is shown, or which are compared. */
export type RolesSearch = { role?: string; compare?: string[] }

export function readRolesSearch({ role, compare }: Record<string, unknown>): RolesSearch {
  if (Array.isArray(compare)) return { compare: compare.filter((each): each is string => typeof each === 'string') }
  return typeof role === 'string' && role !== '' ? { role } : {}
}
