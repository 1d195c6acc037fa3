/** What benchmarks run on: a team on the durable PostgreSQL of this run, its shelves full, the sandbox in another process. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Tx } from '#kernel/db.ts'
import { addSku } from '#modules/catalog/operations/add-sku.ts'
import { adjustStock } from '#modules/inventory/operations/adjust-stock.ts'
import { readReviewSettings } from '#modules/orders/operations/read-review-settings.ts'
import { saveReviewSettings } from '#modules/orders/operations/save-review-settings.ts'
import { addShop } from '#modules/shops/operations/add-shop.ts'
import { finishAuthorisation } from '#modules/shops/operations/finish-authorisation.ts'
import { startAuthorisation } from '#modules/shops/operations/start-authorisation.ts'
import { sandboxCatalogue } from '#sandbox/catalogue.ts'
import { sandboxApp } from '#sandbox/shops.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'

type Hello = { gatewayUrl: string; url: string; platformShopId: string }
export type BenchWorld = {
  t: TestTeam
  shopId: string
  gatewayUrl: string
  platformShopId: string
  createOrders(count: number): Promise<void>
  stop(): Promise<void>
}

const STOCK = 50_000_000

/** A taobao shop that is authorised, goods in stock, no buffer time: what comes in is reviewed at once. */
export async function aBenchWorld(options: { courierDelayMs?: number } = {}): Promise<BenchWorld> {
  const child = fork(path.join(import.meta.dirname, 'sandbox-process.ts'), {
    env: { ...process.env, COURIER_DELAY_MS: String(options.courierDelayMs ?? 0) },
  })
  const [hello] = (await once(child, 'message')) as [Hello]
  const t = await aTeam({
    environment: {
      TAOBAO_APP_KEY: sandboxApp.appKey,
      TAOBAO_APP_SECRET: sandboxApp.appSecret,
      TAOBAO_GATEWAY: hello.gatewayUrl,
      NODE_ENV: 'production',
    },
  })
  await fillShelves(t)
  const shopId = await openShop(t, hello)
  return {
    t,
    shopId,
    gatewayUrl: hello.gatewayUrl,
    platformShopId: hello.platformShopId,
    createOrders: (count) => create(child, count),
    async stop() {
      await t.drop()
      child.disconnect()
    },
  }
}

async function create(child: ChildProcess, count: number): Promise<void> {
  const done = once(child, 'message')
  child.send({ create: count })
  await done
}

/** All the goods of the sandbox, more of each than any bench sells. */
export async function fillShelves(t: TestTeam): Promise<void> {
  const items: { skuId: string; onHand: number }[] = []
  for (const { merchantSku, title, variant } of sandboxCatalogue) {
    const { skuId } = await t.call('owner', addSku, { code: merchantSku, title, variant, minPriceFen: 1, weightGrams: 300 })
    items.push({ skuId, onHand: STOCK })
  }
  await t.call('owner', adjustStock, { items, reason: 'bench' })
}

async function openShop(t: TestTeam, hello: Hello): Promise<string> {
  const { shopId } = await t.call('owner', addShop, { platform: 'taobao', name: '基准店', firstPullHours: 1 })
  const { url } = await t.call('owner', startAuthorisation, { shopId, redirectUrl: 'http://127.0.0.1:3000/shops/authorised' })
  const reply = await fetch(`${url}&shop=${hello.platformShopId}`, { redirect: 'manual' })
  const back = new URL(reply.headers.get('location') ?? '')
  await t.call('owner', finishAuthorisation, {
    state: back.searchParams.get('state') ?? '',
    code: back.searchParams.get('code') ?? '',
  })
  await t.runJobs()
  const { settings, version } = await t.call('owner', readReviewSettings, { shopId })
  await t.call('owner', saveReviewSettings, {
    shopId,
    version,
    settings: { ...settings, bufferMinutes: 0, holdMergeable: false },
  })
  return shopId
}

export const countOf = async (t: TestTeam, count: Parameters<Tx['maybe']>[0]): Promise<number> =>
  Number((await t.read((reader) => reader.maybe<{ n: string }>(count)))?.n ?? 0)
