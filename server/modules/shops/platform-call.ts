/** Calling a platform for a shop with tokens that are good, and renewing them when they are not. For jobs only. */
import { setTimeout as pause } from 'node:timers/promises'
import { errors } from '#contract/errors.ts'
import { failpoint } from '#kernel/failpoint.ts'
import { fail } from '#kernel/failure.ts'
import { merchantId } from '#kernel/ids.ts'
import { type JobContext, RunAgainAt } from '#kernel/jobs.ts'
import { knownRuleValue, ruleValue } from '#kernel/rule-packs.ts'
import {
  type AppConnection,
  type Connection,
  type PlatformAdapter,
  PlatformFailure,
  type Tokens,
} from '#server/platforms/platform.ts'
import { platformNamed } from '#server/platforms/registry.ts'
import { giveBackRenewalLease } from './operations/give-back-renewal-lease.ts'
import { noteAuthorisationLost } from './operations/note-authorisation-lost.ts'
import { readConnection } from './operations/read-connection.ts'
import { saveTokens } from './operations/save-tokens.ts'
import { leaseSeconds, takeRenewalLease } from './operations/take-renewal-lease.ts'
import { slowDown, waitForPace } from './pace.ts'

const LOOK_AGAIN_MS = 100
/** So much of the lease is left for keeping the tokens. */
const KEEPING_SECONDS = 10

export type ShopConnection = {
  merchantId: string
  shopId: string
  connection: Connection
  adapter: PlatformAdapter
  refreshToken: string
  tokenVersion: number
}

export async function callWithTokens<T>(
  context: JobContext,
  shopId: string,
  work: (connection: Connection, adapter: PlatformAdapter) => Promise<T>,
): Promise<T> {
  const shop = await openConnection(context, shopId)
  try {
    return await learning(shop, work)
  } catch (error) {
    if (!isRejectedToken(error)) throw error
  }
  const renewed = await renewTokens(context, shop)
  try {
    return await learning(renewed, work)
  } catch (error) {
    // Fresh tokens and still rejected: only the owner of the shop can help.
    if (isRejectedToken(error))
      await context.call(noteAuthorisationLost, { shopId, tokenVersion: renewed.tokenVersion, reason: error.message })
    throw error
  }
}

/** A limit that the platform answers with slows the shop's next calls down. */
async function learning<T>(
  { shopId, connection, adapter }: ShopConnection,
  work: (connection: Connection, adapter: PlatformAdapter) => Promise<T>,
): Promise<T> {
  try {
    return await work(connection, adapter)
  } catch (error) {
    if (error instanceof PlatformFailure && error.kind === 'wait') slowDown(adapter.platform, shopId)
    throw error
  }
}

const isRejectedToken = (error: unknown): error is PlatformFailure =>
  error instanceof PlatformFailure && error.kind === 'reauthorise'

export async function openConnection(context: JobContext, shopId: string): Promise<ShopConnection> {
  const shop = await context.call(readConnection, { shopId })
  if (shop.tokens === null || shop.state === 'authorisation_expired') return fail(errors.shopNotAuthorised, { shop: shop.name })
  const merchant = merchantId(shop.merchantId)
  const open = (sealed: string): string => context.world.vault.open(merchant, Buffer.from(sealed, 'base64'))
  return {
    merchantId: shop.merchantId,
    shopId,
    adapter: platformNamed(shop.platform).adapter,
    connection: {
      ...appConnection(context, shop.platform),
      accessToken: open(shop.tokens.accessTokenSealed),
      pace: () => waitForPace(shop.platform, shopId, context.signal),
    },
    refreshToken: open(shop.tokens.refreshTokenSealed),
    tokenVersion: shop.tokens.tokenVersion,
  }
}

/** Throws notOffered when this installation has no application at the platform. */
export function appConnection(context: JobContext, platform: string): AppConnection {
  const { appOf, zh } = platformNamed(platform)
  const app = appOf(context.world.config) ?? fail(errors.notOffered, { platform: zh, capability: 'authorise' })
  const timeoutMs =
    (knownRuleValue(platform, 'responseLimit', 'seconds') ?? ruleValue('defaults', 'responseLimit', 'seconds')) * 1000
  return { ...app, now: () => context.world.now().getTime(), signal: context.signal, timeoutMs }
}

/**
 * Exactly one caller over all processes asks the platform for new tokens in place of the given ones; the others wait for them.
 * Throws RunAgainAt when the holder of the lease has died: the lease then ends by itself.
 */
export async function renewTokens(context: JobContext, old: ShopConnection): Promise<ShopConnection> {
  const { shopId, tokenVersion } = old
  const giveUpAt = Date.now() + leaseSeconds * 1000
  while (Date.now() < giveUpAt) {
    const { taken, tokenVersion: current } = await context.call(takeRenewalLease, { shopId, tokenVersion })
    if (current > tokenVersion) return openConnection(context, shopId)
    if (taken) {
      await askForTokens(context, old)
      return openConnection(context, shopId)
    }
    await pause(LOOK_AGAIN_MS, undefined, { signal: context.signal })
  }
  throw new RunAgainAt(new Date(context.world.now().getTime() + 1000))
}

async function askForTokens(context: JobContext, old: ShopConnection): Promise<void> {
  const { shopId, tokenVersion, adapter, connection, refreshToken } = old
  let tokens: Tokens
  try {
    failpoint('shops.refreshTokens.beforeCall')
    tokens = await refreshed(adapter, withinLease(connection, context.signal), refreshToken)
    failpoint('shops.refreshTokens.afterCall')
  } catch (error) {
    if (error instanceof PlatformFailure && (error.kind === 'reauthorise' || error.kind === 'refused'))
      await context.call(noteAuthorisationLost, { shopId, tokenVersion, reason: error.message })
    else await context.call(giveBackRenewalLease, { shopId, tokenVersion })
    throw error
  }
  await context.call(saveTokens, { shopId, tokenVersion, tokens: sealTokens(context, old.merchantId, tokens) })
}

/** Ends while the lease still holds, and waits for no turn among the shop's other calls: they all wait for these tokens. */
function withinLease({ pace: _, ...connection }: Connection, signal: AbortSignal): AppConnection {
  return { ...connection, signal: AbortSignal.any([signal, AbortSignal.timeout((leaseSeconds - KEEPING_SECONDS) * 1000)]) }
}

function refreshed({ platform, authorisation }: PlatformAdapter, app: AppConnection, refreshToken: string): Promise<Tokens> {
  if (authorisation.way === 'none') throw new PlatformFailure('our_fault', 'no-tokens', `Shops of ${platform} have no tokens.`)
  return authorisation.refresh(app, refreshToken)
}

/** Tokens pass through operations sealed only, so that no log, key table or answer can hold a plain one. */
export function sealTokens(context: JobContext, merchant: string, tokens: Tokens) {
  const seal = (plain: string): string => context.world.vault.seal(merchantId(merchant), plain).toString('base64')
  return {
    accessTokenSealed: seal(tokens.accessToken),
    refreshTokenSealed: seal(tokens.refreshToken),
    accessExpiresAt: tokens.accessExpiresAt,
    refreshExpiresAt: tokens.refreshExpiresAt,
    platformShopId: tokens.platformShopId,
    platformShopName: tokens.platformShopName,
  }
}
