import { errors } from '#contract/errors.ts'
import { tracing } from '#contract/tracing.ts'
import { refuse } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { closeByPerson } from '../trace-store.ts'
import { lockExceptions } from '../trace-views.ts'
import { tracesChanged } from '../tracing-events.ts'

export const closeExceptions = command({
  name: 'tracing.closeExceptions',
  ...tracing.closeExceptions,
  summary: 'Notes what was done about parcels in trouble; they are raised again only when something new happens.',
  access: { permission: 'fulfilment.traceExceptions', scope: 'shop' },
  audit: ({ note }, { done, refused }) => ({
    objects: done.map((id) => ({ kind: 'traceException', id })),
    details: { note, done: done.length, refused: refused.length },
  }),
  errors: [errors.notFound, errors.exceptionClosed],
  async run(tx, { exceptionIds, note }, actor, { now, announce }) {
    const reached = await lockExceptions(tx, actor.scope, exceptionIds, now)
    const byId = new Map(reached.map((each) => [each.exceptionId, each]))
    const open = reached.filter(({ isOpen }) => isOpen)
    await closeByPerson(
      tx,
      open.map(({ exceptionId }) => exceptionId),
      { name: actor.name, note, now },
    )
    for (const fact of tracesChanged(open)) announce(fact)
    return {
      done: open.map(({ exceptionId }) => exceptionId),
      refused: exceptionIds.flatMap((id) => {
        const found = byId.get(id.toLowerCase())
        if (found?.isOpen) return []
        return [refuse(id, found ? errors.exceptionClosed : errors.notFound)]
      }),
    }
  },
})
