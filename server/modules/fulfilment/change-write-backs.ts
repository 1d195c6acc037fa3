/** A person's hand on failed write-backs. */
import { errors } from '#contract/errors.ts'
import type { Scope } from '#kernel/access.ts'
import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/failure.ts'
import type { Effects } from '#kernel/operation.ts'
import { writeBackChanged } from './fulfilment-events.ts'
import { sortOut } from './parcel-work-rules.ts'
import { changeWriteBacks, lockWithSiblings, reachable, type WriteBackChange } from './write-back-store.ts'

/** Changes those of these rows that have failed; refuses the others one by one. */
export async function changeFailed(
  tx: Tx,
  scope: Scope,
  writeBackIds: readonly string[],
  change: Omit<WriteBackChange, 'writeBackId'>,
  effects: Effects,
) {
  const [locked, reached] = await Promise.all([
    lockWithSiblings(tx, writeBackIds),
    reachable(tx, scope, writeBackIds, effects.now),
  ])
  const byId = new Map(locked.map((row) => [row.writeBackId, row]))
  const { able, refused } = sortOut(writeBackIds, (id) => {
    const row = byId.get(id)
    if (!row || !reached.has(id)) return refuse(id, errors.notFound)
    return row.state === 'failed' || row.state === 'needs_person' ? undefined : refuse(id, errors.writeBackNotFailed)
  })
  const rows = able.flatMap((id) => byId.get(id) ?? [])
  if (rows.length > 0) {
    await changeWriteBacks(
      tx,
      locked,
      able.map((writeBackId) => ({ writeBackId, ...change })),
      effects.now,
    )
    effects.announce(
      writeBackChanged(
        able,
        rows.map((row) => row.shopId),
      ),
    )
  }
  return { rows, done: able, refused }
}
