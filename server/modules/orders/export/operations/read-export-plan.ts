import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { shape, uuid } from '#contract/operation.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { exportHeader } from '../export-columns-rules.ts'
import { exportPlan } from '../export-views.ts'

export const readExportPlan = query({
  name: 'orders.readExportPlan',
  ...shape(
    { exportId: uuid },
    z.object({
      merchantId: z.string(),
      state: z.string(),
      format: z.enum(['csv', 'xlsx']),
      fileId: uuid,
      header: z.array(z.string()),
    }),
  ),
  summary: 'What an export is to become.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [errors.notFound],
  async run(reader, { exportId }) {
    const plan = (await exportPlan(reader, exportId)) ?? fail(errors.notFound)
    const { state, format, fileId, language } = plan
    return { merchantId: reader.merchantId, state, format, fileId, header: exportHeader(language) }
  },
})
