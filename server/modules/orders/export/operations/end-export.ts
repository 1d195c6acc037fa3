import { z } from 'zod'
import { nothing, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { insertFile } from '#modules/files/public.ts'
import { exportName } from '../export-columns-rules.ts'
import { exportChanged } from '../export-events.ts'
import { endExportAs } from '../export-store.ts'
import { exportPlan } from '../export-views.ts'

const TYPES = { csv: 'text/csv', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const

/** The file may be fetched by who asked for it, as long as he may export the orders of every shop in it. */
export const endExport = command({
  name: 'orders.endExport',
  ...shape({ exportId: uuid, problem: z.string(), count: z.number().int(), bytes: z.number().int() }, nothing),
  summary: 'Says that an export is made, or why it could not be.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: ({ exportId, problem, count }) => ({
    kind: 'export',
    objects: [{ kind: 'export', id: exportId }],
    details: { rows: count, problem },
  }),
  errors: [],
  async run(tx, { exportId, problem, count, bytes }, _actor, { now, announce }) {
    const plan = await exportPlan(tx, exportId)
    if (!plan) return {}
    const fileName = problem === '' ? exportName(plan.language, plan.format, count, now) : ''
    const state = problem === '' ? ('finished' as const) : ('failed' as const)
    const isEnded = await endExportAs(tx, exportId, { state, problem, fileName, doneCount: problem === '' ? count : null }, now)
    if (isEnded && state === 'finished')
      await insertFile(tx, {
        fileId: plan.fileId,
        name: fileName,
        contentType: TYPES[plan.format],
        byteCount: bytes,
        ownerId: plan.accountId,
        now,
        needs: { permission: 'orders.export', shopIds: plan.filters.shopIds },
      })
    announce(exportChanged(exportId))
    return {}
  },
})
