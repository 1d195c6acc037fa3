/**
 * Calling a carrier: with the authorisation of a shop, whose rejected tokens are renewed and the call runs once more, or with the
 * merchant's own account at the courier.
 */
import { errorSentence } from '#contract/error-definition.ts'
import { Failure } from '#kernel/failure.ts'
import { merchantId } from '#kernel/ids.ts'
import type { JobContext } from '#kernel/jobs.ts'
import { callPlatform } from '#modules/shops/public.ts'
import { type CarrierConnection, CarrierFailure, carrierFailureFrom } from '#server/carriers/carrier.ts'
import type { WaybillInterface } from '#server/carriers/registry.ts'
import { PlatformFailure } from '#server/platforms/platform.ts'
import { readCarrierAccount } from './operations/read-carrier-account.ts'

export type CarrierRoute = {
  waybillInterface: WaybillInterface
  carrier: string
  carrierAccountId: string
  /** null = the account's own authorisation is used. */
  viaShopId: string | null
  platformUserId: string
}
type Work<T> = (connection: CarrierConnection) => Promise<T>

/** Throws CarrierFailure; `reauthorise` when the authorisation of shop or account is gone for good. */
export function callCarrier<T>(context: JobContext, route: CarrierRoute, work: Work<T>): Promise<T> {
  const { viaShopId } = route
  return viaShopId === null ? withAccount(context, route, work) : withShop(context, { ...route, viaShopId }, work)
}

async function withAccount<T>(context: JobContext, route: CarrierRoute, work: Work<T>): Promise<T> {
  const { waybillInterface, carrier, carrierAccountId } = route
  const { access, templateUrl } = waybillInterface
  const { merchant, accountSealed } = await context.call(readCarrierAccount, { carrierAccountId })
  if (accountSealed === null || access.way !== 'account')
    throw new CarrierFailure('reauthorise', 'no-account', `The account at ${waybillInterface.en} has no credentials.`)
  const plain = context.world.vault.open(merchantId(merchant), Buffer.from(accountSealed, 'base64'))
  return work({
    ...{ gatewayUrl: access.gatewayUrl(context.world.config), appKey: '', appSecret: '', accessToken: '' },
    ...{ carrier, account: JSON.parse(plain) as Record<string, string>, templateUrl },
    ...{ platformUserId: '', now: () => context.world.now().getTime(), signal: context.signal },
  })
}

async function withShop<T>(context: JobContext, route: CarrierRoute & { viaShopId: string }, work: Work<T>): Promise<T> {
  const { carrier, platformUserId, viaShopId } = route
  const { templateUrl } = route.waybillInterface
  try {
    return await callPlatform(context, viaShopId, async (connection) => {
      try {
        return await work({ ...connection, carrier, templateUrl, platformUserId, account: {} })
      } catch (error) {
        if (error instanceof CarrierFailure && error.kind === 'reauthorise')
          throw new PlatformFailure('reauthorise', error.carrierCode, error.message)
        throw error
      }
    })
  } catch (error) {
    if (error instanceof Failure)
      throw new CarrierFailure('reauthorise', error.definition.code, errorSentence(error.definition, error.params, 'zh'))
    throw error instanceof PlatformFailure ? carrierFailureFrom(error) : error
  }
}
