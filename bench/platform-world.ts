/** A team with one shop of each platform, all let in; the sandbox in another process, as the real platforms would be. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { connect } from '#modules/intake/testing/platform-shops.ts'
import { readReviewSettings } from '#modules/orders/operations/read-review-settings.ts'
import { saveReviewSettings } from '#modules/orders/operations/save-review-settings.ts'
import { addShop } from '#modules/shops/operations/add-shop.ts'
import { PLATFORM_NAMES, type PlatformName } from '#sandbox/outside-platform.ts'
import type { Sandbox } from '#sandbox/sandbox.ts'
import type { SandboxShop } from '#sandbox/shops.ts'
import { sandboxSettings } from '#server/testing/sandbox-settings.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'

type Hello = Pick<Sandbox, 'url' | 'gateways' | 'services'>
export type PlatformShop = { platform: PlatformName; shopId: string; platformShopId: string }
export type PlatformWorld = {
  t: TestTeam
  shops: readonly PlatformShop[]
  /** The sandbox's control, as its page uses it: POST with an input, GET without. */
  control<T>(name: string, input?: object): Promise<T>
  stop(): Promise<void>
}

export async function aPlatformWorld(): Promise<PlatformWorld> {
  const child = fork(path.join(import.meta.dirname, 'sandbox-process.ts'))
  const [hello] = (await once(child, 'message')) as [Hello]
  const control = controlOf(hello.url)
  const t = await aTeam({ environment: { ...sandboxSettings(hello), NODE_ENV: 'production' } })
  const shops: PlatformShop[] = []
  for (const platform of PLATFORM_NAMES) {
    const wish = { platform, name: `${platform} bench`, receivesPushes: false }
    const { id: platformShopId } = await control<SandboxShop>('shops', wish)
    shops.push({ platform, platformShopId, shopId: await openShop(t, platform, platformShopId) })
  }
  return { t, shops, control, stop: () => stop(t, child) }
}

async function stop(t: TestTeam, child: ChildProcess): Promise<void> {
  await t.drop()
  child.disconnect()
}

const controlOf =
  (url: string) =>
  async <T>(name: string, input?: object): Promise<T> => {
    const posted = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) }
    const answer = await fetch(`${url}/control/${name}`, input === undefined ? {} : posted)
    if (!answer.ok) throw new Error(`control ${name}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }

/** Nothing waits: what comes in is reviewed at once. */
async function openShop(t: TestTeam, platform: PlatformName, platformShopId: string): Promise<string> {
  const { shopId } = await t.call('owner', addShop, { platform, name: `${platform} bench`, firstPullHours: 1 })
  await connect(t, shopId, platformShopId)
  const { settings, version } = await t.call('owner', readReviewSettings, { shopId })
  const wish = { ...settings, bufferMinutes: 0, holdMergeable: false }
  await t.call('owner', saveReviewSettings, { shopId, version, settings: wish })
  return shopId
}
