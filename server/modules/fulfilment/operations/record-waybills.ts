import { z } from 'zod'
import { moment, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { setWaybills } from '#modules/orders/public.ts'
import { settleItems } from '../batch-store.ts'
import { clearCarrierProblem, setCarrierProblem } from '../carrier-account-store.ts'
import { batchChanged, parcelsMoved } from '../fulfilment-events.ts'
import { returnWaybills, settleWaybills } from '../waybill-store.ts'

const outcome = z.strictObject({
  waybillId: uuid,
  state: z.enum(['issued', 'refused', 'unknown', 'returned']),
  waybillNumber: z.string().max(100),
  routeCode: z.string().max(100),
  printPayload: z.string(),
  problem: z.strictObject({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable(),
})
const settled = z.object({ parcelId: uuid, state: z.enum(['issued', 'refused', 'unknown']), waybillNumber: z.string() })

export const recordWaybills = command({
  name: 'fulfilment.recordWaybills',
  ...shape(
    {
      carrierAccountId: uuid,
      outcomes: z.array(outcome).max(100),
      /** The carrier could not be reached: no call before this moment. */
      carrierProblem: z.strictObject({ sentence: z.string(), waitUntil: moment }).nullable(),
    },
    z.object({ settled: z.array(settled) }),
  ),
  summary: 'Records what the carrier answered: numbers, refusals, and those whose outcome nobody can tell.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: ({ carrierAccountId, outcomes, carrierProblem }, result) => ({
    objects: [
      { kind: 'carrierAccount', id: carrierAccountId },
      ...result.settled.map(({ parcelId }) => ({ kind: 'parcel', id: parcelId })),
    ],
    details: {
      issued: result.settled.filter(({ state }) => state === 'issued').map(({ waybillNumber }) => waybillNumber),
      refused: result.settled.filter(({ state }) => state === 'refused').length,
      unknown: result.settled.filter(({ state }) => state === 'unknown').length,
      toSendAgain: outcomes.filter(({ state }) => state === 'returned').length,
      problem: carrierProblem?.sentence ?? '',
    },
  }),
  errors: [],
  async run(tx, { carrierAccountId, outcomes, carrierProblem }, _actor, effects) {
    const rows = await settleWaybills(tx, outcomes, effects.now)
    const issued = rows.filter((row) => row.state === 'issued')
    const returned = outcomes.filter(({ state }) => state === 'returned').map(({ waybillId }) => waybillId)
    await Promise.all([
      returned.length > 0 ? returnWaybills(tx, returned) : undefined,
      issued.length > 0 ? setWaybills(tx, issued) : undefined,
      settleItems(
        tx,
        rows.map(({ batchId, parcelId, problem }) => ({ batchId, parcelId, refusal: problem })),
      ),
      carrierProblem
        ? setCarrierProblem(tx, carrierAccountId, carrierProblem.sentence, carrierProblem.waitUntil)
        : clearCarrierProblem(tx, carrierAccountId),
    ])
    if (issued.length > 0) effects.announce(parcelsMoved(issued))
    const batchIds = rows.flatMap(({ batchId }) => batchId ?? [])
    if (batchIds.length > 0)
      effects.announce(
        batchChanged(
          batchIds,
          rows.map(({ shopId }) => shopId),
        ),
      )
    return { settled: rows.map(({ parcelId, state, waybillNumber }) => ({ parcelId, state, waybillNumber })) }
  },
})
