import { z } from 'zod'
import { nothing, shape, shortText, uuid } from './operation.ts'

/** Filters of a list that somebody keeps under a name. */
const savedView = z.object({
  viewId: uuid,
  name: z.string(),
  page: z.enum(['orders', 'parcels']),
  filters: z.record(z.string(), z.unknown()),
})

export const savedViews = {
  listViews: shape({}, z.object({ rows: z.array(savedView) })),
  saveView: shape(
    { name: shortText.min(1), page: z.enum(['orders', 'parcels']), filters: z.record(z.string(), z.unknown()) },
    z.object({ viewId: uuid }),
  ),
  deleteView: shape({ viewId: uuid }, nothing),
}
