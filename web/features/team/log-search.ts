import type { InputOf } from '#web/shared/api.ts'

/** Filters of the log as they stand in the address, so that a filtered log can be linked to. */
export type LogSearch = Omit<InputOf<'team.readLog'>, 'cursor'>

const textFields = ['actorId', 'operation', 'objectKind', 'objectId', 'from', 'to'] as const

export function readLogSearch(search: Record<string, unknown>): LogSearch {
  const read: LogSearch = {}
  for (const field of textFields) {
    const value = search[field]
    if (typeof value === 'string' && value !== '') read[field] = value
  }
  if (search.outcome === 'done' || search.outcome === 'refused') read.outcome = search.outcome
  return read
}
