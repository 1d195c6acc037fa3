import { z } from 'zod'
import { nothing, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { dropExports } from '../export-store.ts'

export const removeExports = command({
  name: 'orders.removeExports',
  ...shape({ exportIds: z.array(uuid).max(500) }, nothing),
  summary: 'Forgets exports whose files are gone.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'the day of the files is over; who exported what stays in the log' },
  errors: [],
  async run(tx, { exportIds }) {
    await dropExports(tx, exportIds)
    return {}
  },
})
