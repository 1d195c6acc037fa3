import { LOG_KINDS } from '#contract/closed-lists.ts'
import type { LogKind } from '#contract/log.ts'
import type { InputOf } from '#web/shared/api.ts'
import { operationsNamed } from '#web/shared/operation-name.ts'

/** Filters of the log as they stand in the address, so that a filtered log can be linked to. */
export type LogSearch = {
  /** Words of the names of acts. */
  search?: string
  kind?: LogKind
  outcome?: 'done' | 'refused'
} & { [K in (typeof textFields)[number]]?: string }

const textFields = [
  'search',
  'personId',
  'operation',
  'objectKind',
  'objectId',
  'appId',
  'appName',
  'requestId',
  'from',
  'to',
] as const

export function readLogSearch(search: Record<string, unknown>): LogSearch {
  const read: LogSearch = {}
  for (const field of textFields) {
    const value = search[field]
    if (typeof value === 'string' && value !== '') read[field] = value
  }
  const kind = LOG_KINDS.find((one) => one === search.kind)
  if (kind) read.kind = kind
  if (search.outcome === 'done' || search.outcome === 'refused') read.outcome = search.outcome
  return read
}

/** What the server is asked: words become the acts whose names hold them, in either language, or their codes. */
export function inputOf({ search, appName: _shown, ...asked }: LogSearch): Omit<InputOf<'team.readLog'>, 'cursor'> {
  return search === undefined ? asked : { ...asked, operations: operationsNamed(search) }
}

export const withoutEmpty = (search: { [K in keyof LogSearch]: LogSearch[K] | undefined }): LogSearch =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as LogSearch
