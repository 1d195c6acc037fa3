/** The platform stops answering: the people who look at the shops see it with the reason, and see it mend. */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { aWorkingDay, journey, type Person, until, type WorkingDay } from './a-working-day.ts'

type Sync = { freshness: string; lastError: string | null; lastSuccessAt: string | null }

const MINUTE_MS = 60_000
let day: WorkingDay
let owner: Person

before(async () => {
  day = await aWorkingDay({ agoMs: 20 * MINUTE_MS })
})
after(() => day.stop())

const sync = async (): Promise<Sync | undefined> => {
  const { rows } = await day.asOwner<{ rows: { shopId: string; sync: Sync }[] }>('shops.listShops', {})
  return rows.find((shop) => shop.shopId === day.platformShop.shopId)?.sync
}

journey('a shop that is read in time is fresh', async () => {
  await until('the first reading', async () => (await sync())?.freshness === 'fresh')
  owner = await day.signIn('owner')
  await owner.page.goto(`${day.url}/shops`)
  await owner.page
    .getByRole('row', { name: /云上优选旗舰店/ })
    .getByText('抓单正常')
    .waitFor()
})

journey('cut off for minutes, the shop is late on the shop page and the workbench, with the reason', async () => {
  const { page } = owner
  day.sandbox.control.setFault({ kind: 'outage' })
  day.advance(3 * MINUTE_MS)
  const reason = await until('the failure is noted', async () => (await sync())?.lastError)
  const row = page.getByRole('row', { name: /云上优选旗舰店/ })
  await row.getByText('抓单略慢').waitFor()
  await row.getByText(reason).waitFor()
  await page.getByRole('link', { name: '工作台' }).click()
  await page.getByRole('list', { name: '需要处理' }).getByText('云上优选旗舰店').waitFor()

  day.advance(8 * MINUTE_MS)
  await page.getByRole('list', { name: '需要处理' }).getByText('云上优选旗舰店：抓单停滞').waitFor()
})

journey('once the platform is back, the orders of the gap arrive and the shop is fresh again', async () => {
  const { page } = owner
  const [order] = day.sandbox.control.createOrders(1, { buyerNote: '', lineCount: 1 })
  assert.ok(order)
  day.sandbox.control.clearFaults('outage')
  day.advance(5 * MINUTE_MS)
  await until('it is read again', async () => (await sync())?.freshness === 'fresh')
  await page.getByRole('link', { name: '店铺列表' }).click()
  await page
    .getByRole('row', { name: /云上优选旗舰店/ })
    .getByText('抓单正常')
    .waitFor()
  await page.getByRole('link', { name: '全部订单' }).click()
  await page.getByRole('row', { name: order.tid }).waitFor()
  assert.deepEqual(owner.complaints, [])
})
