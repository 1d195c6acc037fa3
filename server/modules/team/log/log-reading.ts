import type { LogNote } from '#kernel/operation.ts'

type Search = Record<string, unknown> & { cursor?: string | null | undefined; operations?: string[] | undefined }

/** Reading the log is itself in the log, with what was looked for. Of many operations their number tells enough. */
export function readingNote({ cursor, operations, ...searched }: Search): LogNote {
  const details = { ...searched, ...(operations && { operations: operations.length }), page: cursor ? 'further' : 'first' }
  return { kind: 'logReading', objects: [], details }
}
