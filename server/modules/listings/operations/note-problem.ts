import { z } from 'zod'
import { moment, nothing, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { notePushProblem } from '../listing-store.ts'

export const noteProblem = command({
  name: 'listings.noteProblem',
  ...shape({ shopId: uuid, problem: z.string().max(2000), waitUntil: moment.nullable() }, nothing),
  summary: 'Notes why a platform did not take our stock and from when it is asked again.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'the problem stands with the shop and goes with the next success' },
  errors: [],
  async run(tx, { shopId, problem, waitUntil }) {
    await notePushProblem(tx, shopId, problem, waitUntil)
    return {}
  },
})
