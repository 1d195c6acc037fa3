/** Calling a carrier with the authorisation of a shop; tokens that were rejected are renewed and the call runs once more. */
import { errorSentence } from '#contract/error-definition.ts'
import { Failure } from '#kernel/failure.ts'
import type { JobContext } from '#kernel/jobs.ts'
import { callPlatform } from '#modules/shops/public.ts'
import { type CarrierConnection, CarrierFailure } from '#server/carriers/carrier.ts'
import type { WaybillInterface } from '#server/carriers/registry.ts'
import { PlatformFailure } from '#server/platforms/platform.ts'

export type CarrierRoute = { waybillInterface: WaybillInterface; carrier: string; viaShopId: string; platformUserId: string }

/** Throws CarrierFailure; `reauthorise` when the shop's authorisation is gone for good. */
export async function callCarrier<T>(
  context: JobContext,
  { waybillInterface, carrier, viaShopId, platformUserId }: CarrierRoute,
  work: (connection: CarrierConnection) => Promise<T>,
): Promise<T> {
  const { templateUrl } = waybillInterface
  try {
    return await callPlatform(context, viaShopId, async (connection) => {
      try {
        return await work({ ...connection, carrier, templateUrl, platformUserId })
      } catch (error) {
        if (error instanceof CarrierFailure && error.kind === 'reauthorise')
          throw new PlatformFailure('reauthorise', error.carrierCode, error.message)
        throw error
      }
    })
  } catch (error) {
    if (error instanceof Failure)
      throw new CarrierFailure('reauthorise', error.definition.code, errorSentence(error.definition, error.params, 'zh'))
    if (!(error instanceof PlatformFailure)) throw error
    const kind = error.kind === 'our_fault' ? 'refused' : error.kind
    throw new CarrierFailure(kind, error.platformCode, error.message, error.retryAt)
  }
}
