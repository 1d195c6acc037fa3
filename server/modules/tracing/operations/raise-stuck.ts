import { z } from 'zod'
import { shape } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { raiseStuck as raise } from '../trace-store.ts'
import { exceptionsRaised } from '../tracing-events.ts'

const AT_ONCE = 500

export const raiseStuck = command({
  name: 'tracing.raiseStuck',
  ...shape({}, z.object({ isMore: z.boolean() })),
  summary: 'Calls parcels stuck of which nothing was heard for too long.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'the exceptions are a record of their own' },
  errors: [],
  async run(tx, _input, _actor, { now, announce }) {
    const raised = await raise(tx, now, AT_ONCE)
    for (const fact of exceptionsRaised(raised)) announce(fact)
    return { isMore: raised.length === AT_ONCE }
  },
})
