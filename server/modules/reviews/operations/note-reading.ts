import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { moment, nothing, shape, uuid } from '#contract/operation.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { shopsById } from '#modules/shops/public.ts'
import { noteReadingProblem } from '../review-store.ts'

export const noteReading = command({
  name: 'reviews.noteReading',
  ...shape({ shopId: uuid, problem: z.string().max(2000), nextReadingAt: moment }, nothing),
  summary: 'Notes why the reviews of a shop could not be read and when that is tried again.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'the problem stands with the shop and goes with the next success' },
  errors: [errors.notFound],
  async run(tx, { shopId, problem, nextReadingAt }) {
    if ((await shopsById(tx, [shopId])).size === 0) return fail(errors.notFound)
    await noteReadingProblem(tx, shopId, problem, nextReadingAt)
    return {}
  },
})
