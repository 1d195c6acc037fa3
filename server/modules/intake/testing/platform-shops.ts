/** A team whose platforms are all the sandbox's, and shops that were let in as their owners would. */
import { newId } from '#kernel/ids.ts'
import { addShop } from '#modules/shops/operations/add-shop.ts'
import { enterCredentials } from '#modules/shops/operations/enter-credentials.ts'
import { finishAuthorisation } from '#modules/shops/operations/finish-authorisation.ts'
import { listShops } from '#modules/shops/operations/list-shops.ts'
import { startAuthorisation } from '#modules/shops/operations/start-authorisation.ts'
import type { PlatformName } from '#sandbox/outside-platform.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '#sandbox/sandbox.ts'
import { shopKeysOf } from '#sandbox/wechat/shop-keys.ts'
import { sandboxSettings } from '#server/testing/sandbox-settings.ts'
import { aTeam, type TestMerchant, type TestTeam } from '#server/testing/team.ts'

export const REDIRECT_URL = 'http://127.0.0.1:3000/shops/authorised'

export type PlatformTeam = { t: TestTeam; sandbox: Sandbox; stop(): Promise<void> }
export type ConnectedShop = { shopId: string; platformShopId: string }

export async function aPlatformTeam(options: SandboxOptions = {}): Promise<PlatformTeam> {
  const sandbox = await startSandbox({ printers: [], ...options })
  const t = await aTeam({ environment: sandboxSettings(sandbox) })
  return {
    t,
    sandbox,
    async stop() {
      await t.drop()
      await sandbox.stop()
    },
  }
}

/** What the platform sends back after the owner of the shop has agreed. */
export async function consent(url: string, platformShopId: string): Promise<{ state: string; code: string }> {
  const reply = await fetch(`${url}&shop=${platformShopId}`, { redirect: 'manual' })
  const back = new URL(reply.headers.get('location') ?? 'http://nowhere/')
  return { state: back.searchParams.get('state') ?? '', code: back.searchParams.get('code') ?? '' }
}

/** A new shop of the sandbox, added here and let in. */
export async function aConnectedShop(
  { t, sandbox }: PlatformTeam,
  platform: PlatformName,
  options: { receivesPushes?: boolean; firstPullHours?: number; merchant?: TestMerchant } = {},
): Promise<ConnectedShop> {
  const name = `${platform}店${newId().slice(-6)}`
  const { id: platformShopId } = sandbox.control.addShop({ name, platform, receivesPushes: options.receivesPushes ?? false })
  const merchant = options.merchant ?? t
  const { firstPullHours } = options
  const { shopId } = await merchant.call('owner', addShop, {
    ...{ platform, name },
    ...(firstPullHours === undefined ? {} : { firstPullHours }),
  })
  await connect(merchant, shopId, platformShopId)
  return { shopId, platformShopId }
}

/** Its owner lets us in: on the platform's page, or with what its console shows. */
export async function connect(merchant: TestMerchant, shopId: string, platformShopId: string): Promise<void> {
  const { rows } = await merchant.call('owner', listShops, {})
  if (rows.find((row) => row.shopId === shopId)?.platform === 'wechat')
    await merchant.call('owner', enterCredentials, { shopId, credentials: shopKeysOf(platformShopId) })
  else await grantOnPage(merchant, shopId, platformShopId)
  await merchant.runJobs()
}

async function grantOnPage(merchant: TestMerchant, shopId: string, platformShopId: string): Promise<void> {
  const { url } = await merchant.call('owner', startAuthorisation, { shopId, redirectUrl: REDIRECT_URL })
  await merchant.call('owner', finishAuthorisation, await consent(url, platformShopId))
}
