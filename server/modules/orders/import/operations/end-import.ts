import { z } from 'zod'
import { nothing, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { importChanged } from '../import-events.ts'
import type { ImportStop } from '../import-run.ts'
import { endRun, lockRun } from '../import-store.ts'

export const endImport = command({
  name: 'orders.endImport',
  ...shape(
    {
      importId: uuid,
      state: z.enum(['finished', 'refused', 'cancelled']),
      stop: z.custom<ImportStop>().nullable(),
      counts: z.strictObject({ rows: z.number().int(), orders: z.number().int() }).nullable(),
    },
    nothing,
  ),
  summary: 'Closes an import: everything is done, or the file was refused as a whole.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: ({ importId, state, stop, counts }) => ({
    objects: [{ kind: 'import', id: importId }],
    details: { state, code: stop?.code ?? null, ...counts },
  }),
  errors: [],
  async run(tx, { importId, state, stop, counts }, _actor, effects) {
    const run = await lockRun(tx, importId)
    if (!run) return {}
    await endRun(tx, importId, { state, stop, counts }, effects.now)
    effects.announce(importChanged(run.shopId, importId))
    return {}
  },
})
