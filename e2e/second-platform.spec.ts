/** A shop of a second platform is let in on that platform's page, its orders come by push, and it is seen to stop and to mend. */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { aWorkingDay, journey, type Person, savePictures, until, type WorkingDay } from './a-working-day.ts'

type Sync = { freshness: string; lastError: string | null }
type ShopRow = { shopId: string; name: string; pushPath: string | null; sync: Sync }

const MINUTE_MS = 60_000
const NAME = '云上优选抖店'
const OTHER_SHOP = '云上优选旗舰店'
let day: WorkingDay
let owner: Person
let platformShopId: string

before(async () => {
  day = await aWorkingDay({ agoMs: 20 * MINUTE_MS })
  platformShopId = day.sandbox.control.addShop({ name: '抖音云上店', platform: 'douyin' }).id
})
after(() => day.stop())

const ourRow = async (): Promise<ShopRow | undefined> => {
  const { rows } = await day.asOwner<{ rows: ShopRow[] }>('shops.listShops', {})
  return rows.find((shop) => shop.name === NAME)
}
const row = (name = NAME) => owner.page.getByRole('row', { name: new RegExp(name) })
async function keep(name: string): Promise<void> {
  if (!process.env.PICTURES) return
  // A drawer opens over a moment.
  await owner.page.waitForTimeout(500)
  savePictures([{ name: `second-platform-${name}`, picture: await owner.page.screenshot() }])
}

journey('the owner of a Douyin shop lets us in on Douyin’s own page and comes back to a connected shop', async () => {
  owner = await day.signIn('owner')
  const { page } = owner
  await page.goto(`${day.url}/shops`)
  await page.getByRole('button', { name: '添加店铺' }).click()
  await page.getByRole('dialog').getByText('抖店', { exact: true }).click()
  await page.getByRole('dialog').getByLabel('店铺').fill(NAME)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /添\s?加/ })
    .click()
  await row().getByRole('button', { name: '去授权' }).click()
  await page.getByRole('link', { name: /抖音云上店/ }).click()
  await page.getByText('授权已提交').waitFor()
  await page.getByRole('button', { name: '回到店铺' }).click()
  await row().getByText('抓单正常').waitFor()
})

journey('what the platform offers, and why not the rest, stands beside the shop with the address for its console', async () => {
  const { page } = owner
  await row().getByRole('button', { name: '平台能力' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByText('变化推送').waitFor()
  await drawer.getByText('平台不支持，以及原因').waitFor()
  const address = `${day.url}${(await ourRow())?.pushPath}`
  await drawer.getByText(address).waitFor()
  await keep('drawer')
  await page.keyboard.press('Escape')

  const body = new URLSearchParams({ address })
  const kept = await fetch(`${day.sandbox.gateways.douyin}/console`, { method: 'POST', body, redirect: 'manual' })
  assert.equal(kept.status, 303, 'the console tries the address and keeps it')
})

journey('a new order of that shop appears in the open list by itself', async () => {
  const { page } = owner
  await page.getByRole('link', { name: '全部订单' }).click()
  await page.getByRole('row').nth(1).waitFor()
  const [order] = day.sandbox.control.createOrders(1, { shopId: platformShopId, lineCount: 1 })
  await page.getByRole('row', { name: order?.tid ?? 'no order' }).waitFor()
  await keep('order')
})

journey('cut off, only the shops whose platform is silent turn late and then red, with the reason', async () => {
  const { page } = owner
  await page.getByRole('link', { name: '店铺列表' }).click()
  day.sandbox.control.setFault({ kind: 'outage', target: 'order.searchList' })
  day.advance(3 * MINUTE_MS)
  const reason = await until('the failure is noted', async () => (await ourRow())?.sync.lastError)
  await row().getByText('抓单略慢').waitFor()
  await row().getByText('平台没有应答或暂时出错，正在自动重试').waitFor()
  await row().getByText(reason).waitFor()
  day.advance(8 * MINUTE_MS)
  await row().getByText('抓单停滞').waitFor()
  await row(OTHER_SHOP).getByText('抓单正常').waitFor()
  await keep('red')
})

journey('once the platform is back, what was ordered meanwhile arrives and the shop is fresh again', async () => {
  const { page } = owner
  day.sandbox.control.setFault({ kind: 'dropPush' })
  const [order] = day.sandbox.control.createOrders(1, { shopId: platformShopId, lineCount: 1 })
  day.sandbox.control.clearFaults()
  day.advance(5 * MINUTE_MS)
  await until('it is read again', async () => (await ourRow())?.sync.freshness === 'fresh')
  await row().getByText('抓单正常').waitFor()
  await page.getByRole('link', { name: '全部订单' }).click()
  await page.getByRole('row', { name: order?.tid ?? 'no order' }).waitFor()
  assert.deepEqual(owner.complaints, [])
})
