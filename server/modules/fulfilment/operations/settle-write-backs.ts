import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import { command } from '#kernel/operation.ts'
import { changeFailed } from '../change-write-backs.ts'

export const settleWriteBacks = command({
  name: 'fulfilment.settleWriteBacks',
  ...fulfilment.settleWriteBacks,
  summary: 'Notes that a person took care of a shipment on the platform’s own page.',
  access: { permission: 'fulfilment.retryWriteBack', scope: 'shop' },
  audit: ({ reason }, { done, refused }) => ({
    objects: done.map((id) => ({ kind: 'writeBack', id })),
    details: { reason, done: done.length, refused: refused.length },
  }),
  errors: [errors.notFound, errors.writeBackNotFailed],
  async run(tx, { writeBackIds, reason }, actor, effects) {
    const settled = { state: 'settled', problem: reason, attempts: 0, nextAttemptAt: null } as const
    const { done, refused } = await changeFailed(tx, actor.scope, writeBackIds, settled, effects)
    return { done, refused }
  },
})
