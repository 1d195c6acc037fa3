import { z } from 'zod'
import { moment, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { shopsById } from '#modules/shops/public.ts'
import type { WaybillRequest } from '#server/carriers/carrier.ts'
import { carrierAccounts } from '../carrier-account-views.ts'
import { lostWaybillBatches } from '../starter-rights.ts'
import { waybillRequests } from '../waybill-requests.ts'
import { markNextSent } from '../waybill-store.ts'

/** Enough to keep ten calls of ten busy; after a failure one call tries whether the carrier is back. */
const AT_ONCE = 100
const TO_TRY = 10

const taken = z.object({
  waybillId: uuid,
  viaShopId: uuid.nullable(),
  platformUserId: z.string(),
  wasSent: z.boolean(),
  attempts: z.number().int(),
  request: z.custom<WaybillRequest>(),
})
export type TakenRequest = z.infer<typeof taken>

export const takeWaybills = command({
  name: 'fulfilment.takeWaybills',
  ...shape(
    { carrierAccountId: uuid },
    z.object({
      carrier: z.string(),
      interfaceName: z.string(),
      failedCount: z.number().int(),
      waitUntil: moment.nullable(),
      /** Those who began these may no longer go on with them: they are stopped before anything else is taken. */
      lostBatchIds: z.array(uuid),
      rows: z.array(taken),
    }),
  ),
  summary: 'Marks the next waybill intents of an account as sent and answers what the carrier is to be told.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: {
    exempt: 'Asking for waybills is logged by requestWaybills and its outcome by recordWaybills; this marks the moment between.',
  },
  errors: [],
  async run(tx, { carrierAccountId }, _actor, { now, world }) {
    const account = (await carrierAccounts(tx)).find((known) => known.carrierAccountId === carrierAccountId)
    if (!account) return { carrier: '', interfaceName: '', failedCount: 0, waitUntil: null, lostBatchIds: [], rows: [] }
    const { carrier, interfaceName, failedCount, waitUntil, sender } = account
    const mayCall = waitUntil === null || new Date(waitUntil) <= now
    const limit = failedCount > 0 ? TO_TRY : AT_ONCE
    const lostBatchIds = mayCall ? await lostWaybillBatches(tx, carrierAccountId, limit, { world, now }) : []
    const marked = mayCall && lostBatchIds.length === 0 ? await markNextSent(tx, carrierAccountId, limit, now) : []
    if (marked.length === 0) return { carrier, interfaceName, failedCount, waitUntil, lostBatchIds, rows: [] }
    const [requests, shops] = await Promise.all([waybillRequests(tx, world.vault, marked, sender), shopsById(tx)])
    const requestOf = new Map(requests.map(({ waybillId, request }) => [waybillId, request]))
    const rows = marked.flatMap(({ waybillId, viaShopId, wasSent, attempts }) => {
      const request = requestOf.get(waybillId)
      if (!request) return []
      return {
        waybillId,
        viaShopId,
        wasSent,
        attempts,
        request,
        platformUserId: shops.get(viaShopId ?? '')?.platformShopId ?? '',
      }
    })
    return { carrier, interfaceName, failedCount, waitUntil, lostBatchIds, rows }
  },
})
