import { fulfilment } from '#contract/fulfilment.ts'
import { query } from '#kernel/operation.ts'
import { lifetimes, WARNED_DAYS } from '../waybill-life.ts'
import { endingWaybills } from '../waybill-views.ts'

/** A page shows that many; the rest is counted. */
const MOST = 100
const DAY_MS = 24 * 3_600_000

export const listEndingWaybills = query({
  name: 'fulfilment.listEndingWaybills',
  ...fulfilment.listEndingWaybills,
  summary: 'Numbers of parcels that have not left and that their platform takes back within three days, or has taken back.',
  access: { permission: 'fulfilment.view', scope: 'shop' },
  errors: [],
  async run(reader, _input, actor, world) {
    const now = world.now()
    const until = new Date(now.getTime() + WARNED_DAYS * DAY_MS)
    const rows = await endingWaybills(reader, actor.scope, { lifetimes: lifetimes(), until, now })
    return {
      total: rows.length,
      rows: rows.slice(0, MOST).map((row) => ({ ...row, isOver: Date.parse(row.endsAt) <= now.getTime() })),
    }
  },
})
