import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { moment, nothing, shape, uuid } from '#contract/operation.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { shopsById } from '#modules/shops/public.ts'
import { recordProblem } from '../sync-store.ts'

export const noteReadProblem = command({
  name: 'afterSales.noteReadProblem',
  ...shape({ shopId: uuid, problem: z.string(), waitUntil: moment }, nothing),
  summary: 'Notes why the after-sales of a shop could not be read and from when it may be tried again.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'shown with the shop until it is read again' },
  errors: [errors.notFound],
  async run(tx, { shopId, problem, waitUntil }) {
    if ((await shopsById(tx, [shopId])).size === 0) return fail(errors.notFound)
    await recordProblem(tx, shopId, { problem, waitUntil })
    return {}
  },
})
