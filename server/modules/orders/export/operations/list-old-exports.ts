import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { query } from '#kernel/operation.ts'
import { exportsEndedBefore } from '../export-views.ts'
import { EXPORT_KEPT_MS } from '../order-export.ts'

export const listOldExports = query({
  name: 'orders.listOldExports',
  ...shape({}, z.object({ merchantId: z.string(), rows: z.array(z.object({ exportId: uuid, fileId: uuid })) })),
  summary: 'Exports whose files have lain a day.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  run: async (reader, _input, _actor, world) => ({
    merchantId: reader.merchantId,
    rows: await exportsEndedBefore(reader, new Date(world.now().getTime() - EXPORT_KEPT_MS)),
  }),
})
