/** What the orders module takes in from its notes folder. */
import { exponentialBackoff, type JobHandler } from '#kernel/jobs.ts'
import type { Operation } from '#kernel/operation.ts'
import { keepSellerNotes } from './operations/keep-seller-notes.ts'
import { listNoteProblems } from './operations/list-note-problems.ts'
import { recordNotes } from './operations/record-notes.ts'
import { retrySellerNotes } from './operations/retry-seller-notes.ts'
import { setSellerNotes } from './operations/set-seller-notes.ts'
import { takeDueNotes } from './operations/take-due-notes.ts'
import { tellNotes } from './tell-notes.ts'

export const noteOperations: readonly Operation[] = [
  setSellerNotes,
  listNoteProblems,
  retrySellerNotes,
  keepSellerNotes,
  takeDueNotes,
  recordNotes,
]

/** What a platform does not take is kept with the note and tried by its own clock; the attempts here are for faults of our own. */
export const noteJobs: readonly JobHandler[] = [
  {
    kind: 'orders.tellNotes',
    actor: 'orders',
    permissions: ['system.jobs'],
    maxAttempts: 20,
    backoffMs: exponentialBackoff(1000, 60_000),
    run: (payload, context) => tellNotes(context, String(payload.shopId)),
  },
]
