/** Giving voided numbers back to the carrier. Taking a number back twice is harmless, so a lost answer is simply asked again. */
import { inParallel } from '#kernel/in-parallel.ts'
import { type JobContext, RunAgainAt } from '#kernel/jobs.ts'
import { withoutPhones } from '#kernel/personal-text.ts'
import { CarrierFailure } from '#server/carriers/carrier.ts'
import { interfaceNamed } from '#server/carriers/registry.ts'
import { isRecycled } from '#server/carriers/waybill-return-rules.ts'
import { callCarrier } from './carrier-call.ts'
import { meaningOf, waitAfter } from './carrier-failure-rules.ts'
import { listCancellations } from './operations/list-cancellations.ts'
import { recordCancellations } from './operations/record-cancellations.ts'
import { outsideCall } from './outside-call.ts'

const CALLS_AT_ONCE = 4
/** Kept as the reason why it was not given back, and read in the log. */
const RECYCLED = '单号超期未使用，平台已自动回收，无需退还'

export async function cancelWaybills(context: JobContext, carrierAccountId: string): Promise<void> {
  while (!context.signal.aborted) {
    const { interfaceName, rows } = await context.call(listCancellations, { carrierAccountId })
    const waybillInterface = interfaceNamed(interfaceName)
    if (!waybillInterface || rows.length === 0) return
    const settled: { waybillId: string; problem: string }[] = []
    let trouble: CarrierFailure | undefined
    await inParallel(rows, CALLS_AT_ONCE, async ({ waybillId, viaShopId, carrier, waybillNumber, requestKey, issuedAt }) => {
      if (trouble) return
      if (isRecycled(waybillInterface.access, issuedAt, context.world.now()))
        return void settled.push({ waybillId, problem: RECYCLED })
      const route = { waybillInterface, carrier, carrierAccountId, viaShopId, platformUserId: '' }
      try {
        await callCarrier(context, route, (connection) =>
          outsideCall('fulfilment.cancelWaybill', () =>
            waybillInterface.adapter.cancelWaybill(connection, waybillNumber, requestKey),
          ),
        )
        settled.push({ waybillId, problem: '' })
      } catch (error) {
        if (!(error instanceof CarrierFailure)) throw error
        if (meaningOf(error.kind) === 'refused') settled.push({ waybillId, problem: withoutPhones(error.message) })
        else trouble = error
      }
    })
    if (settled.length > 0) await context.call(recordCancellations, { rows: settled })
    if (trouble) throw new RunAgainAt(waitAfter(context.attempt, trouble.retryAt, context.world.now()))
  }
}
