/** A Douyin shop is let in on the platform's own page; what happens there stands in the open list at once. */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { aWorkingDay, journey, type Person, savePictures, type WorkingDay } from './a-working-day.ts'

const NAME = '抖音旗舰小店'
let day: WorkingDay
let owner: Person
let platformShopId: string

before(async () => {
  day = await aWorkingDay()
  platformShopId = day.sandbox.control.shops().find(({ platform }) => platform === 'douyin')?.id ?? ''
})
after(() => day.stop())

async function keep(name: string): Promise<void> {
  if (process.env.PICTURES) savePictures([{ name, picture: await owner.page.screenshot() }])
}
const shopRow = () => owner.page.getByRole('row', { name: new RegExp(NAME) })
const dialog = () => owner.page.getByRole('dialog')

journey('the shop is added and its owner agrees on the page of Douyin', async () => {
  owner = await day.signIn('owner')
  const { page } = owner
  await page.goto(`${day.url}/shops`)
  await page.getByRole('button', { name: '添加店铺' }).click()
  await dialog().getByText('抖店', { exact: true }).click()
  await dialog().getByLabel('店铺').fill(NAME)
  await dialog()
    .getByRole('button', { name: /添\s?加/ })
    .click()
  await shopRow()
    .getByRole('button', { name: /授\s?权/ })
    .click()
  await page.waitForURL(/douyin\/authorize/)
  await page.getByText('应用请求访问您的店铺').waitFor()
  await keep('douyin-consent')
  await page.getByRole('link', { name: /掌柜抖音小店/ }).click()
  await page.waitForURL(`${day.url}/shops/authorised*`)
  await page.getByText('授权已提交').waitFor()
  await page.goto(`${day.url}/shops`)
  await shopRow().getByText('正常', { exact: true }).waitFor()
  await keep('douyin-connected')
})

journey('an order paid at Douyin stands in the open list without a reload', async () => {
  const { page } = owner
  const kept = await fetch(`${day.sandbox.gateways.douyin}/console`, {
    ...{ method: 'POST', body: new URLSearchParams({ address: `${day.url}/push/douyin` }), redirect: 'manual' },
  })
  assert.equal(kept.status, 303)
  await page.goto(`${day.url}/orders`)
  await page.getByRole('table').first().waitFor()
  const [order] = day.sandbox.control.createOrders(1, { shopId: platformShopId })
  await page
    .getByText(order?.tid ?? 'no order')
    .first()
    .waitFor()
  await keep('douyin-order')
})
