import { tracing } from '#contract/tracing.ts'
import { readCursor, writeCursor } from '#kernel/keyset.ts'
import { query } from '#kernel/operation.ts'
import { shopsById } from '#modules/shops/public.ts'
import { traceRowOf } from '../trace-row.ts'
import { tracesBefore } from '../trace-views.ts'

const PAGE = 100

export const listTraces = query({
  name: 'tracing.listTraces',
  ...tracing.listTraces,
  summary: 'Parcels on their way, latest shipped first, or those that somebody has to look after.',
  access: { permission: 'fulfilment.view', scope: 'shop' },
  errors: [],
  async run(reader, { cursor, exceptions: only, kind, state, shopId, carrier, waybillNumber }, actor, world) {
    const [at, id] = readCursor(cursor) ?? []
    const exceptions = only ?? kind !== undefined
    const before = at !== undefined && id !== undefined ? { at, id } : undefined
    const filter = { ...{ exceptions, kind, state, shopId, carrier }, waybillNumber: waybillNumber || undefined, before }
    const [rows, shops] = await Promise.all([tracesBefore(reader, actor.scope, filter, PAGE + 1, world.now()), shopsById(reader)])
    const page = rows.slice(0, PAGE)
    const last = rows.length > PAGE ? page.at(-1) : undefined
    return {
      rows: page.map((row) => traceRowOf(row, shops)),
      next: last ? writeCursor(exceptions ? [last.raisedAt, last.exceptionId] : [last.shippedAt, last.traceId]) : null,
    }
  },
})
