import { z } from 'zod'
import { FAILURE_KINDS } from '#contract/closed-lists.ts'
import { moment, nothing, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { recordPullProblem } from '#modules/shops/public.ts'
import { pullFailed } from '../intake-events.ts'

export const notePullProblem = command({
  name: 'intake.notePullProblem',
  ...shape({ shopId: uuid, kind: z.enum(FAILURE_KINDS), sentence: z.string(), waitUntil: moment }, nothing),
  summary: 'Notes why a shop could not be read and from when it may be tried again.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'shown in the health of the shop until it is read again' },
  errors: [],
  async run(tx, { shopId, kind, sentence, waitUntil }, _actor, effects) {
    await recordPullProblem(tx, shopId, { kind, sentence, waitUntil }, effects.now)
    effects.announce(pullFailed(shopId))
    return {}
  },
})
