import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { query } from '#kernel/operation.ts'
import { unknownVersions } from '../intake-views.ts'

export const selectUnknown = query({
  name: 'intake.selectUnknown',
  ...shape(
    { shopId: uuid, versions: z.array(z.strictObject({ platformOrderId: z.string(), version: z.string() })).max(1000) },
    z.object({ places: z.array(z.number().int()) }),
  ),
  summary: 'Of order versions just read, those that are not stored yet: windows overlap, so most are.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  run: async (reader, { shopId, versions }) => ({ places: await unknownVersions(reader, shopId, versions) }),
})
