/**
 * One merchant with a shop on every platform of the sandbox, connected as their owners would, pushes in the way of each; one clock for
 * all. The clock lies behind the database's, by which jobs are due, and is moved by hand.
 */
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { startWorker, type Worker } from '#kernel/worker.ts'
import { startDuePulls } from '#modules/intake/operations/start-due-pulls.ts'
import { holdPushLines } from '#modules/intake/pushes/push-lines.ts'
import { aConnectedShop, aPlatformTeam, type PlatformTeam } from '#modules/intake/testing/platform-shops.ts'
import { addOpeningStock } from '#modules/inventory/public.ts'
import { listShops } from '#modules/shops/operations/list-shops.ts'
import { sandboxCatalogue } from '#sandbox/catalogue.ts'
import { PLATFORM_NAMES, type PlatformName } from '#sandbox/outside-platform.ts'
import type { Sandbox } from '#sandbox/sandbox.ts'
import { jobHandlers } from '#server/app.ts'
import { platforms } from '#server/platforms/registry.ts'
import type { TestTeam } from './team.ts'
import { aWebServer } from './web-server.ts'

export type TriedShop = { platform: PlatformName; shopId: string; platformShopId: string }
export type FourPlatforms = {
  t: TestTeam
  sandbox: Sandbox
  /** Of the web server. */
  url: string
  shops: readonly TriedShop[]
  /** Moves both clocks. */
  setTime(at: number): void
  /** One round of the house: what is due is begun and everything that comes of it is done. */
  round(): Promise<void>
  stop(): Promise<void>
}

/** `startAt` null: the real clock. `accessSeconds`: how long a token lives. */
export async function fourPlatforms(wish: {
  startAt: number | null
  seed: number
  accessSeconds: number
}): Promise<FourPlatforms> {
  let time = wish.startAt
  const team = await aPlatformTeam({ now: () => time ?? Date.now(), seed: wish.seed })
  const { t, sandbox } = team
  const setTime = (at: number) => {
    time = at
    t.clock.now = new Date(at)
  }
  if (time === null) Object.defineProperty(t.clock, 'now', { get: () => new Date() })
  else setTime(time)
  sandbox.control.setTokenLife({ accessSeconds: wish.accessSeconds })
  await stockEverything(t)
  const known = platforms.map(({ adapter }) => adapter.platform)
  const shops: TriedShop[] = []
  for (const platform of PLATFORM_NAMES.filter((name) => known.includes(name)))
    shops.push({ platform, ...(await aConnectedShop(team, platform, { receivesPushes: true, firstPullHours: 1 })) })
  const web = await aWebServer(t.app)
  const url = await web.listen({ port: 0, host: '127.0.0.1' })
  await giveAddresses(team, url, shops)
  const stopLines = holdPushLines(t.app.kernel)
  const worker = startWorker(t.app.kernel, jobHandlers(), { concurrency: 8 })
  t.app.onWake(worker.wake)
  return {
    ...{ t, sandbox, url, shops, setTime },
    async round() {
      await t.callAsSystem(startDuePulls, {})
      await untilIdle(t, worker)
    },
    async stop() {
      await stopLines()
      await worker.stop()
      await web.close()
      await team.stop()
    },
  }
}

async function stockEverything(t: TestTeam): Promise<void> {
  const skus = sandboxCatalogue.map(({ merchantSku, title }) => ({ skuId: newId(), code: merchantSku, title }))
  await t.write(async (tx) => {
    await tx.write(sql`
      insert into skus (merchant_id, sku_id, code, title, weight_grams)
      select ${tx.merchantId}, s."skuId", s.code, s.title, 300
      from jsonb_to_recordset(${JSON.stringify(skus)}::jsonb) as s("skuId" uuid, code text, title text)`)
    await addOpeningStock(
      tx,
      skus.map(({ skuId }) => ({ skuId, onHand: 1_000_000 })),
      { name: 'test', now: t.clock.now },
    )
  })
}

/** As their owners do in the platforms' consoles. */
async function giveAddresses({ t, sandbox }: PlatformTeam, url: string, shops: readonly TriedShop[]): Promise<void> {
  const { rows } = await t.call('owner', listShops, {})
  for (const { platform, shopId, platformShopId } of shops) {
    const pushPath = rows.find((row) => row.shopId === shopId)?.pushPath
    if (!pushPath) continue
    const console =
      platform === 'wechat' ? `${sandbox.gateways.wechat}/console/push-address` : `${sandbox.gateways[platform]}/console`
    const body = new URLSearchParams({ shop: platformShopId, address: `${url}${pushPath}` })
    const answer = await fetch(console, { method: 'POST', body, redirect: 'manual' })
    if (answer.status !== 303) throw new Error(`${platform} does not take the address: ${answer.status}`)
  }
}

async function untilIdle(t: TestTeam, worker: Worker): Promise<void> {
  for (;;) {
    worker.wake(t.merchantId)
    const row = await t.read((reader) =>
      reader.maybe<{ due: number; dead: string | null }>(sql`
        select (count(*) filter (where state <> 'dead' and (run_at <= now() or state = 'running')))::int as due,
          max(kind || ': ' || last_error) filter (where state = 'dead') as dead
        from jobs where merchant_id = ${reader.merchantId}`),
    )
    if (row?.dead) throw new Error(`a job died: ${row.dead}`)
    if (!row?.due) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
