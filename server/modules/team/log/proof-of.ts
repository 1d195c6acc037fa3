import { errors } from '#contract/errors.ts'
import type { Reader, Sql } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { type EntryProof, proveEntry } from '#kernel/log-proof.ts'
import { logPublicKey } from '#kernel/log-sealer.ts'
import type { OutsideWorld } from '#kernel/outside.ts'
import { logEntryRow } from './log-views.ts'

/** The proof of an entry the reader may see. Throws notFound, logNotSealedYet. */
export async function proofOf(reader: Reader, entryId: string, visible: Sql, world: OutsideWorld): Promise<EntryProof> {
  const row = await logEntryRow(reader, entryId, visible)
  if (!row) return fail(errors.notFound)
  return (await proveEntry(reader, row, logPublicKey(world.config.home))) ?? fail(errors.logNotSealedYet)
}
