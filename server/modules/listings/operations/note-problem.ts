import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { moment, nothing, shape, uuid } from '#contract/operation.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { shopsById } from '#modules/shops/public.ts'
import { notePushProblem } from '../listing-store.ts'

export const noteProblem = command({
  name: 'listings.noteProblem',
  ...shape({ shopId: uuid, problem: z.string().max(2000), waitUntil: moment.nullable() }, nothing),
  summary: 'Notes why a platform did not take our stock and from when it is asked again.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'the problem stands with the shop and goes with the next success' },
  errors: [errors.notFound],
  async run(tx, { shopId, problem, waitUntil }) {
    if ((await shopsById(tx, [shopId])).size === 0) return fail(errors.notFound)
    await notePushProblem(tx, shopId, problem, waitUntil)
    return {}
  },
})
