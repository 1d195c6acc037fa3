/** Loads the demo merchant through the product's own operations, as its owner would click it together. Each step may be repeated. */

import type { ShopRow } from '#contract/shops.ts'
import { inDirectory, inMerchant, sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { type MerchantId, merchantId, newId } from '#kernel/ids.ts'
import type { Command, Query } from '#kernel/operation.ts'
import { type Kernel, runOperation } from '#kernel/run-operation.ts'
import { createMerchant } from '#modules/team/create-merchant.ts'
import { accountCaller } from '#modules/team/identity.ts'
import { keepGivenPasswords } from '#modules/team/sign-in/password-store.ts'
import { sandboxCatalogue } from '#sandbox/catalogue.ts'
import { PLATFORM_NAMES, type PlatformName } from '#sandbox/outside-platform.ts'
import { shopKeysOf } from '#sandbox/wechat/shop-keys.ts'
import type { App } from '#server/app.ts'
import { DEMO_OWNER, type DemoState } from './demo-state.ts'

type Owner = { merchantId: MerchantId; accountId: string }
const SENDER = {
  name: '云上优选仓',
  phone: '0579-85000000',
  province: '浙江省',
  city: '金华市',
  district: '义乌市',
  address: '北苑街道电商产业园 8 号楼 2 层',
}
const OPENING_STOCK = 5000
/** None, so that a visitor sees orders move at once; a real shop begins with the default of rules/defaults.yaml. */
const BUFFER_MINUTES = 0

const SHOP_NAMES: Record<PlatformName, string> = {
  taobao: '云上优选旗舰店',
  douyin: '云上优选抖店',
  pinduoduo: '云上优选拼多多店',
  wechat: '云上优选微信小店',
}

export type DemoSetting = {
  app: App
  state: DemoState
  printerUrls: readonly string[]
  /** The sandbox shops that grant access; a platform without one gets no shop. */
  platformShops: Partial<Record<PlatformName, string>>
  /** Where the sandbox's platforms are told our address for pushes; those without one push in another way. */
  pushConsoles: Partial<Record<PlatformName, string>>
  publicUrl: string
  onProgress(step: string): void
}

/** Answers the merchant; `isNew` when it was completed by this call. */
export async function loadDemoMerchant(setting: DemoSetting): Promise<Owner & { isNew: boolean }> {
  const owner = (await findOwner(setting.app.kernel)) ?? (await createOwner(setting))
  if (setting.state.merchantId !== null) return { ...owner, isNew: false }
  const call = callerFor(setting.app, owner)
  setting.onProgress('Hiring the demo team')
  for (const { subName, name, role, password } of setting.state.staff)
    await onceOnly(call('team.createStaff', { subName, name, password, grants: [{ role, shopIds: null }] }), 'loginTaken')
  await inMerchant(setting.app.kernel.database, owner.merchantId, 'write', keepGivenPasswords)
  setting.onProgress('Filling the shelves')
  await loadGoods(call)
  setting.onProgress('Opening the shops')
  await openShops(call, setting)
  setting.onProgress('Connecting printers and courier')
  for (const [place, url] of setting.printerUrls.entries())
    await onceOnly(
      call('fulfilment.addPrinter', { name: `面单机 ${place + 1}`, url, paper: place === 2 ? '100x180' : '76x130' }),
      'printerExists',
    )
  const accounts = await call<{ rows: unknown[] }>('fulfilment.listCarrierAccounts', {})
  if (accounts.rows.length === 0)
    await call('fulfilment.addCarrierAccount', {
      carrier: 'YTO',
      interfaceName: 'cainiao',
      shopId: null,
      sender: SENDER,
      isDefault: true,
    })
  return { ...owner, isNew: true }
}

/** At every start: the address may be another one. Until it is told, changes come with the next pull. */
export async function tellPushAddresses(
  { app, platformShops, pushConsoles, publicUrl }: DemoSetting,
  owner: Owner,
): Promise<void> {
  const { rows } = await callerFor(app, owner)<{ rows: ShopRow[] }>('shops.listShops', {})
  for (const { platform, pushPath } of rows) {
    const [shop, url] = [platformShops[platform as PlatformName], pushConsoles[platform as PlatformName]]
    if (!shop || !url || !pushPath) continue
    const body = new URLSearchParams({ shop, address: `${publicUrl}${pushPath}` })
    await fetch(url, { method: 'POST', body, redirect: 'manual' }).catch(() => undefined)
  }
}

async function findOwner(kernel: Kernel): Promise<Owner | undefined> {
  const row = await inDirectory(kernel.database, (directory) =>
    directory.maybe<{ merchant_id: string; account_id: string }>(
      sql`select merchant_id, account_id from directory.logins where login = ${DEMO_OWNER}`,
    ),
  )
  return row && { merchantId: merchantId(row.merchant_id), accountId: row.account_id }
}

const createOwner = (setting: DemoSetting): Promise<Owner> =>
  createMerchant(setting.app.kernel.database, {
    name: '云上优选（演示）',
    ownerLogin: DEMO_OWNER,
    ownerName: '赵掌柜',
    password: setting.state.ownerPassword,
    now: new Date(),
  })

type Call = <T = unknown>(name: string, input: object) => Promise<T>
function callerFor(app: App, owner: Owner): Call {
  return <T>(name: string, input: object) => {
    const operation = app.operations.get(name) as Command | Query | undefined
    if (!operation) throw new Error(`the demo needs the operation ${name}`)
    const caller = accountCaller(owner.merchantId, owner.accountId, { via: 'cli', ip: '', language: 'zh', requestId: newId() })
    return runOperation(app.kernel, operation, input, caller) as Promise<T>
  }
}

/** A step that an earlier, interrupted start has done already. */
async function onceOnly(step: Promise<unknown>, doneCode: string): Promise<void> {
  try {
    await step
  } catch (error) {
    if (!(error instanceof Failure && error.definition.code === doneCode)) throw error
  }
}

async function loadGoods(call: Call): Promise<void> {
  for (const { merchantSku, title, variant, priceFen } of sandboxCatalogue) {
    const fields = { code: merchantSku, title, variant, minPriceFen: Math.floor(priceFen * 0.5), weightGrams: 300 }
    await onceOnly(call('catalog.addSku', fields), 'skuExists')
  }
  let cursor: string | null = null
  do {
    const page: { rows: { skuId: string; onHand: number }[]; next: string | null } = await call('inventory.listStock', { cursor })
    const empty = page.rows.filter((row) => row.onHand === 0)
    if (empty.length > 0)
      await call('inventory.adjustStock', {
        items: empty.map(({ skuId }) => ({ skuId, onHand: OPENING_STOCK })),
        reason: '期初盘点',
      })
    cursor = page.next
  } while (cursor !== null)
  // Each kind of goods has a rack of its own, its variants lie side by side.
  const racks = [...new Set(sandboxCatalogue.map(({ title }) => title))]
  const items = sandboxCatalogue.map(({ merchantSku: sku, title }, k) => {
    const [rack, place] = [racks.indexOf(title), sandboxCatalogue.slice(0, k).filter((other) => other.title === title).length]
    return { sku, location: `${'ABCD'[rack % 4]}-${String(1 + Math.floor(rack / 4)).padStart(2, '0')}-${place + 1}` }
  })
  const { rows: warehouses } = await call<{ rows: { warehouseId: string }[] }>('shops.listWarehouses', {})
  await call('inventory.setLocations', { warehouseId: warehouses[0]?.warehouseId ?? '', items })
}

async function openShops(call: Call, setting: DemoSetting): Promise<void> {
  for (const platform of PLATFORM_NAMES)
    if (setting.platformShops[platform] !== undefined)
      await onceOnly(call('shops.addShop', { platform, name: SHOP_NAMES[platform] }), 'shopExists')
  await onceOnly(call('shops.addShop', { platform: 'file', name: '自有商城' }), 'shopExists')
  const { rows } = await call<{ rows: ShopRow[] }>('shops.listShops', {})
  for (const shop of rows) {
    const { settings, version } = await call<{ settings: object; version: number }>('orders.readReviewSettings', {
      shopId: shop.shopId,
    })
    await call('orders.saveReviewSettings', {
      shopId: shop.shopId,
      version,
      settings: { ...settings, bufferMinutes: BUFFER_MINUTES },
    })
    const platformShopId = setting.platformShops[shop.platform as PlatformName]
    if (platformShopId !== undefined && shop.state === 'unauthorised')
      await authorise(call, setting.publicUrl, { ...shop, platformShopId })
  }
}

type Connecting = { shopId: string; platform: string; platformShopId: string }
/** With the keys of its console, or on the platform's own page, which in the sandbox agrees at once. */
async function authorise(call: Call, publicUrl: string, { shopId, platform, platformShopId }: Connecting): Promise<void> {
  if (platform === 'wechat') {
    await call('shops.enterCredentials', { shopId, credentials: shopKeysOf(platformShopId) })
    return
  }
  const redirectUrl = `${publicUrl}/shops/authorised`
  const { url } = await call<{ url: string }>('shops.startAuthorisation', { shopId, redirectUrl })
  const consent = new URL(url)
  consent.searchParams.set('shop', platformShopId)
  const answer = await fetch(consent, { redirect: 'manual' })
  const location = answer.headers.get('location')
  if (!location) throw new Error(`the sandbox did not grant access: HTTP ${answer.status}`)
  const back = new URL(location)
  await call('shops.finishAuthorisation', {
    state: back.searchParams.get('state') ?? '',
    code: back.searchParams.get('code') ?? '',
  })
}
