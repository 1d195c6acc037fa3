/** A team whose Taobao is the sandbox, and shops that were let in through the platform's own consent page. */
import { newId } from '#kernel/ids.ts'
import { addShop } from '#modules/shops/operations/add-shop.ts'
import { finishAuthorisation } from '#modules/shops/operations/finish-authorisation.ts'
import { startAuthorisation } from '#modules/shops/operations/start-authorisation.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '#sandbox/sandbox.ts'
import { sandboxApp } from '#sandbox/shops.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'

export const REDIRECT_URL = 'http://127.0.0.1:3000/shops/authorised'

export type TaobaoTeam = { t: TestTeam; sandbox: Sandbox; stop(): Promise<void> }

export async function aTaobaoTeam(options: SandboxOptions = {}): Promise<TaobaoTeam> {
  const sandbox = await startSandbox({ printers: [], ...options })
  const environment = {
    TAOBAO_APP_KEY: sandboxApp.appKey,
    TAOBAO_APP_SECRET: sandboxApp.appSecret,
    TAOBAO_GATEWAY: sandbox.gatewayUrl,
  }
  const t = await aTeam({ environment })
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
export async function anAuthorisedShop(
  { t, sandbox }: TaobaoTeam,
  options: { receivesPushes?: boolean; firstPullHours?: number } = {},
): Promise<{ shopId: string; platformShopId: string }> {
  const name = `淘宝店${newId().slice(-6)}`
  const { id: platformShopId } = sandbox.control.addShop({ name, receivesPushes: options.receivesPushes ?? false })
  const { shopId } = await t.call('owner', addShop, {
    platform: 'taobao',
    name,
    ...(options.firstPullHours === undefined ? {} : { firstPullHours: options.firstPullHours }),
  })
  const { url } = await t.call('owner', startAuthorisation, { shopId, redirectUrl: REDIRECT_URL })
  await t.call('owner', finishAuthorisation, await consent(url, platformShopId))
  await t.runJobs()
  return { shopId, platformShopId }
}
