/** A merchant ready to fulfil: a shop connected to the sandbox, goods in stock, a carrier account, printers. Nothing is doubled. */
import { sql } from '#kernel/db.ts'
import { merchantId as asMerchantId, newId } from '#kernel/ids.ts'
import type { Vault } from '#kernel/vault.ts'
import { startWorker } from '#kernel/worker.ts'
import { addCarrierAccount } from '#modules/fulfilment/operations/add-carrier-account.ts'
import { addPrinter } from '#modules/fulfilment/operations/add-printer.ts'
import { addOpeningStock } from '#modules/inventory/public.ts'
import { approveForced } from '#modules/orders/operations/approve-forced.ts'
import { applySnapshots } from '#modules/orders/public.ts'
import { DEFAULT_REVIEW_SETTINGS } from '#modules/orders/review-settings.ts'
import { saveTokens } from '#modules/shops/operations/save-tokens.ts'
import { sandboxDouyinApp } from '#sandbox/douyin/app.ts'
import { pinduoduoApp } from '#sandbox/pinduoduo/pinduoduo-platform.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '#sandbox/sandbox.ts'
import { DEFAULT_SESSION, sandboxApp } from '#sandbox/shops.ts'
import { DEFAULT_WECHAT_TOKEN } from '#sandbox/wechat/shop-keys.ts'
import { jobHandlers } from '#server/app.ts'
import { douyin } from '#server/platforms/douyin/douyin.ts'
import { pinduoduo } from '#server/platforms/pinduoduo/pinduoduo.ts'
import type { Connection, OrderSnapshot } from '#server/platforms/platform.ts'
import { taobao } from '#server/platforms/taobao/taobao.ts'
import { wechat } from '#server/platforms/wechat/wechat.ts'
import { sandboxSettings } from './sandbox-settings.ts'
import { aTeam, type TestTeam } from './team.ts'

export type Warehouse = {
  t: TestTeam
  sandbox: Sandbox
  /** The shop of Taobao unless told otherwise, connected. */
  shopId: string
  carrierAccountId: string
  /** In the order of the sandbox’s printers. */
  printerIds: string[]
  /** New paid orders, read from the platform; approved at once unless the shop reviews by hand. Answers their parcels, oldest first. */
  orders(count: number): Promise<string[]>
  /** Runs jobs until none is due, also those that come up meanwhile. */
  work(): Promise<void>
  /** A worker that runs until it is stopped. */
  worker(): { stop(): Promise<void> }
  /** Everything planned for later is due now. */
  makeJobsDue(): Promise<void>
  /** Jobs that run or will within seconds; throws when one was given up. */
  jobsSoon(): Promise<number>
  rows<R>(query: ReturnType<typeof sql>): Promise<R[]>
  drop(): Promise<void>
}
export type WarehouseOptions = {
  sandbox?: SandboxOptions
  /** Whose shop it is, and whose waybills. */
  platform?: keyof typeof PLATFORMS
  /** False = every parcel waits for a person. */
  automaticReview?: boolean
  /** The vault that another process on the same home opens; else that of the test’s own app. */
  vaultOf?: (t: TestTeam) => Vault
}

export const SENDER = {
  name: '云上仓库',
  phone: '057900000000',
  province: '浙江省',
  city: '金华市',
  district: '义乌市',
  address: '样例路 1 号',
}
/** Each with its own waybill service. */
const PLATFORMS = {
  taobao: { adapter: taobao, app: sandboxApp, token: DEFAULT_SESSION, interfaceName: 'cainiao' },
  douyin: { adapter: douyin, app: sandboxDouyinApp, token: sandboxDouyinApp.defaultToken, interfaceName: 'douyin' },
  pinduoduo: { adapter: pinduoduo, app: pinduoduoApp, token: 'sandbox_pinduoduo_token', interfaceName: 'pinduoduo' },
  wechat: { adapter: wechat, app: { appKey: '', appSecret: '' }, token: DEFAULT_WECHAT_TOKEN, interfaceName: 'wechat' },
} as const
type PlatformName = keyof typeof PLATFORMS
const FAR_FUTURE = '2999-01-01T00:00:00.000Z'

export async function aWarehouse(options: WarehouseOptions = {}): Promise<Warehouse> {
  const sandbox = await startSandbox({
    printers: [
      { name: 'label-1', speedMs: 5 },
      { name: 'label-2', speedMs: 5 },
    ],
    ...options.sandbox,
  })
  const platform = options.platform ?? 'taobao'
  const t = await aTeam({
    environment: {
      ...sandboxSettings(sandbox),
      ...{ KDNIAO_URL: sandbox.services.kdniao ?? '', SF_URL: sandbox.services.sf ?? '' },
      KUAIDI100_URL: sandbox.services.kuaidi100 ?? '',
    },
  })
  // Jobs wait for real moments, so this clock goes on.
  Object.defineProperty(t.clock, 'now', { get: () => new Date() })
  const vault = options.vaultOf?.(t) ?? t.app.kernel.world.vault
  const shopId = await connectedShop(t, sandbox, vault, platform)
  const settings = {
    ...DEFAULT_REVIEW_SETTINGS,
    bufferMinutes: 0,
    automatic: options.automaticReview ?? true,
    maxPaidFen: 100_000_000,
  }
  await t.write((tx) =>
    tx.write(
      sql`insert into review_settings (merchant_id, shop_id, settings) values (${tx.merchantId}, ${shopId}, ${JSON.stringify(settings)}::jsonb)`,
    ),
  )
  const { carrierAccountId } = await t.call('owner', addCarrierAccount, {
    carrier: 'YTO',
    interfaceName: PLATFORMS[platform].interfaceName,
    shopId: null,
    sender: SENDER,
    isDefault: true,
  })
  const printerIds: string[] = []
  for (const [k, url] of sandbox.printerUrls.entries())
    printerIds.push((await t.call('owner', addPrinter, { name: `打印机 ${k + 1}`, url, paper: '76x130' })).printerId)
  const rows = <R>(query: ReturnType<typeof sql>): Promise<R[]> => t.read((reader) => reader.rows<R>(query))
  return {
    t,
    sandbox,
    shopId,
    carrierAccountId,
    printerIds,
    rows,
    orders: async (count) => {
      const parcelIds = await newOrders({ t, sandbox, vault, shopId, platform }, count)
      if (settings.automatic) await approveRest(t, parcelIds)
      return parcelIds
    },
    work: () => workUntilIdle(t),
    worker: () => runningWorker(t),
    jobsSoon: () => jobsSoon(t),
    makeJobsDue: async () => {
      await t.write((tx) =>
        tx.write(
          sql`update jobs set run_at = now(), lease_until = null where merchant_id = ${tx.merchantId} and state in ('queued', 'running')`,
        ),
      )
    },
    async drop() {
      await t.drop()
      await sandbox.stop()
    },
  }
}

async function connectedShop(t: TestTeam, sandbox: Sandbox, vault: Vault, platform: PlatformName): Promise<string> {
  const shopId = await t.shop('掌柜示范店', platform)
  const seal = (plain: string) => vault.seal(asMerchantId(t.merchantId), plain).toString('base64')
  const session = PLATFORMS[platform].token
  const platformShop =
    sandbox.control.shops().find((shop) => shop.platform === platform) ??
    sandbox.control.addShop({ name: '掌柜拼多多店', platform, session })
  await t.callAsSystem(saveTokens, {
    shopId,
    tokenVersion: null,
    tokens: {
      accessTokenSealed: seal(session),
      refreshTokenSealed: seal(platformShop.refreshToken),
      accessExpiresAt: FAR_FUTURE,
      refreshExpiresAt: FAR_FUTURE,
      platformShopId: platformShop.id,
      platformShopName: platformShop.name,
    },
  })
  return shopId
}

type OrderWorld = { t: TestTeam; sandbox: Sandbox; vault: Vault; shopId: string; platform: PlatformName }
async function newOrders({ t, sandbox, vault, shopId, platform }: OrderWorld, count: number): Promise<string[]> {
  const { adapter, app, token } = PLATFORMS[platform]
  const connection: Connection = { gatewayUrl: sandbox.gateways[platform], ...app, accessToken: token, now: Date.now }
  const platformShopId = sandbox.control.shops().find((shop) => shop.platform === platform)?.id ?? ''
  const tids = sandbox.control.createOrders(count, { shopId: platformShopId }).map((order) => order.tid)
  const snapshots: OrderSnapshot[] = []
  for (const tid of tids) snapshots.push(adapter.readOrder(await adapter.fetchOrder(connection, tid)))
  await stockUp(t, snapshots)
  const before = new Set(await parcelIds(t))
  for (let from = 0; from < count; from += 500)
    await t.write((tx) =>
      applySnapshots(tx, {
        shopId,
        platform,
        snapshots: snapshots.slice(from, from + 500),
        now: new Date(),
        vault,
        by: { name: 'system:intake' },
      }),
    )
  return (await parcelIds(t)).filter((id) => !before.has(id))
}

/** What the checks want a person to look at (notes, a second address) has been looked at. */
async function approveRest(t: TestTeam, ids: readonly string[]): Promise<void> {
  const open = await t.read((reader) =>
    reader.rows<{ id: string }>(sql`
      select parcel_id as id from parcels where merchant_id = ${reader.merchantId} and parcel_id = any(${ids}::uuid[]) and review_state <> 'approved'`),
  )
  for (let from = 0; from < open.length; from += 1000) {
    const batch = open.slice(from, from + 1000).map(({ id }) => id)
    const { refused } = await t.call('owner', approveForced, { parcelIds: batch, reason: 'test' })
    if (refused.length > 0) throw new Error(JSON.stringify(refused[0]))
  }
}

async function parcelIds(t: TestTeam): Promise<string[]> {
  const rows = await t.read((reader) =>
    reader.rows<{ parcel_id: string }>(
      sql`select parcel_id from parcels where merchant_id = ${reader.merchantId} order by parcel_id`,
    ),
  )
  return rows.map((row) => row.parcel_id)
}

/** Goods that no order of a test runs out of. */
async function stockUp(t: TestTeam, snapshots: readonly OrderSnapshot[]): Promise<void> {
  const codes = new Set(snapshots.flatMap((snapshot) => snapshot.lines.map((line) => line.merchantSku)))
  await t.write(async (tx) => {
    const known = await tx.rows<{ code: string }>(sql`select code from skus where merchant_id = ${tx.merchantId}`)
    for (const { code } of known) codes.delete(code)
    const added = [...codes].map((code) => ({ skuId: newId(), code, onHand: 1_000_000 }))
    for (const { skuId, code } of added)
      await tx.write(
        sql`insert into skus (merchant_id, sku_id, code, title, weight_grams) values (${tx.merchantId}, ${skuId}, ${code}, ${code}, 300)`,
      )
    if (added.length > 0) await addOpeningStock(tx, added, { name: 'test', now: new Date() })
  })
}

function runningWorker(t: TestTeam): { stop(): Promise<void> } {
  const worker = startWorker(t.app.kernel, jobHandlers(), { concurrency: 8 })
  t.app.onWake(worker.wake)
  worker.wake(t.merchantId)
  return worker
}

async function jobsSoon(t: TestTeam): Promise<number> {
  const waiting = await t.read((reader) =>
    reader.maybe<{ soon: number; dead: string | null }>(sql`
      select (count(*) filter (where state = 'running' or (state = 'queued' and run_at <= now() + interval '5 seconds')))::int as soon,
        max(kind || ': ' || last_error) filter (where state = 'dead') as dead
      from jobs where merchant_id = ${reader.merchantId}`),
  )
  if (waiting?.dead) throw new Error(`a job died: ${waiting.dead}`)
  return waiting?.soon ?? 0
}

async function workUntilIdle(t: TestTeam): Promise<void> {
  const worker = runningWorker(t)
  try {
    while ((await jobsSoon(t)) > 0) await new Promise((resolve) => setTimeout(resolve, 10))
  } finally {
    await worker.stop()
  }
}
