import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { shippedWaybills } from '#modules/fulfilment/public.ts'
import { insertTraces, leaveOthers } from '../trace-store.ts'
import { askRequest } from '../tracing-requests.ts'

export const followParcels = command({
  name: 'tracing.followParcels',
  ...shape({ parcelIds: z.array(uuid).max(1000) }, z.object({ count: z.number().int() })),
  summary: 'Begins following the numbers of parcels that have left.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'the shipment it follows is in the log' },
  errors: [],
  async run(tx, { parcelIds }, _actor, { now, enqueue }) {
    const waybills = await shippedWaybills(tx, parcelIds)
    if (waybills.length === 0) return { count: 0 }
    await leaveOthers(tx, waybills, now)
    const count = await insertTraces(tx, waybills, now)
    if (count > 0) enqueue(askRequest)
    return { count }
  },
})
