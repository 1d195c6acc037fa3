import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import { command } from '#kernel/operation.ts'
import { changeFailed } from '../change-write-backs.ts'
import { startWritingBack } from '../start-writing-back.ts'

export const retryWriteBacks = command({
  name: 'fulfilment.retryWriteBacks',
  ...fulfilment.retryWriteBacks,
  summary: 'Tells the platform again at once about shipments it did not take.',
  access: { permission: 'fulfilment.retryWriteBack', scope: 'shop' },
  audit: (_input, { done, refused }) => ({
    objects: done.map((id) => ({ kind: 'writeBack', id })),
    details: { done: done.length, refused: refused.length },
  }),
  errors: [errors.notFound, errors.writeBackNotFailed],
  async run(tx, { writeBackIds }, actor, effects) {
    const waiting = { state: 'waiting', problem: '', attempts: 0, nextAttemptAt: effects.now.toISOString() } as const
    const { rows, done, refused } = await changeFailed(tx, actor.scope, writeBackIds, waiting, effects)
    startWritingBack(effects, rows)
    return { done, refused }
  },
})
