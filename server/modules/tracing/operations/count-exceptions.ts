import { tracing } from '#contract/tracing.ts'
import { query } from '#kernel/operation.ts'
import { openKinds } from '../trace-views.ts'

export const countExceptions = query({
  name: 'tracing.countExceptions',
  ...tracing.countExceptions,
  summary: 'How many parcels on their way somebody has to look after, by kind.',
  access: { permission: 'fulfilment.view', scope: 'shop' },
  errors: [],
  async run(reader, _input, actor, world) {
    const kinds = await openKinds(reader, actor.scope, world.now())
    return {
      total: kinds.reduce((sum, { count }) => sum + count, 0),
      kinds: Object.fromEntries(kinds.map(({ kind, count }) => [kind, count])),
    }
  },
})
