import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { shape, uuid } from '#contract/operation.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import type { ImportPlan } from '../import-run.ts'
import { planOf, type SavedMapping, savedMappings } from '../import-views.ts'

type Plan = ImportPlan & { merchantId: string; savedMappings: SavedMapping[] }

export const readImportPlan = query({
  name: 'orders.readImportPlan',
  ...shape({ importId: uuid }, z.object({ plan: z.custom<Plan>() })),
  summary: 'What a job needs to work an import off, and behind which position it goes on.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [errors.notFound],
  async run(reader, { importId }) {
    const plan = (await planOf(reader, importId)) ?? fail(errors.notFound)
    return { plan: { ...plan, merchantId: reader.merchantId, savedMappings: await savedMappings(reader) } }
  },
})
