/** A WeChat shop is connected with what its owner copies from the console, and its orders come. */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { shopKeysOf } from '#sandbox/wechat/shop-keys.ts'
import { aWorkingDay, journey, type Person, savePictures, type WorkingDay } from './a-working-day.ts'

const NAME = '微信旗舰小店'
let day: WorkingDay
let owner: Person
let appId: string

before(async () => {
  day = await aWorkingDay()
  appId = day.sandbox.control.shops().find(({ platform }) => platform === 'wechat')?.id ?? ''
})
after(() => day.stop())

async function keep(name: string, { page }: Person = owner): Promise<void> {
  if (!process.env.PICTURES) return
  // A dialogue opens over a moment.
  await page.waitForTimeout(400)
  savePictures([{ name, picture: await page.screenshot() }])
}
const shopRow = () => owner.page.getByRole('row', { name: new RegExp(NAME) })
const dialog = () => owner.page.getByRole('dialog')
const field = (label: string) => dialog().getByLabel(label)

journey('the shop is added and asks for its credentials', async () => {
  owner = await day.signIn('owner')
  await owner.page.goto(`${day.url}/shops`)
  await owner.page.getByRole('button', { name: '添加店铺' }).click()
  await dialog().getByText('微信小店', { exact: true }).click()
  await field('店铺').fill(NAME)
  await dialog()
    .getByRole('button', { name: /添\s?加/ })
    .click()
  await shopRow()
    .getByRole('button', { name: /^连\s?接$/ })
    .click()
  await dialog().getByText(`连接“${NAME}”（微信小店）`).waitFor()
  await keep('empty')
})

journey('what cannot be right is said beside its field, before anything is sent', async () => {
  await field('AppID（小店ID）').fill('wx12')
  await field('AppSecret（小店密钥）').fill('abc')
  await dialog()
    .getByRole('button', { name: /^连\s?接$/ })
    .click()
  await dialog().getByText('格式不对，请重新复制').first().waitFor()
  await field('消息推送 Token（令牌）').fill('half')
  await dialog()
    .getByRole('button', { name: /^连\s?接$/ })
    .click()
  await dialog().getByText('请填写').waitFor()
  await keep('refused')
})

journey('keys for pushes are made up here, and the address to give to the console stands beside them', async () => {
  await dialog().getByRole('button', { name: '随机生成' }).click()
  assert.match(await field('消息推送 Token（令牌）').inputValue(), /^[A-Za-z0-9]{24}$/)
  assert.match(await field('消息推送 EncodingAESKey（消息加密密钥）').inputValue(), /^[A-Za-z0-9]{43}$/)
  const address = await dialog().locator('.push-address').innerText()
  assert.match(address, new RegExp(`^${day.url}/push/wechat/\\d+/[0-9a-f-]{36}$`))
  await keep('made-up')
})

journey('a secret that the platform does not know leaves the reason with the shop', async () => {
  await field('AppID（小店ID）').fill(appId)
  await field('AppSecret（小店密钥）').fill('0'.repeat(32))
  await dialog()
    .getByRole('button', { name: /^连\s?接$/ })
    .click()
  await shopRow()
    .getByText(/AppSecret 不正确/)
    .waitFor()
  await keep('wrong-secret')
})

journey('with the right one the shop is active, its orders come, and no secret is shown again', async () => {
  const keys = shopKeysOf(appId)
  await shopRow()
    .getByRole('button', { name: /^连\s?接$/ })
    .click()
  await field('AppID（小店ID）').fill(` ${appId} `)
  await field('AppSecret（小店密钥）').fill(keys.appSecret)
  assert.equal(await field('消息推送 Token（令牌）').inputValue(), '')
  await dialog()
    .getByRole('button', { name: /^连\s?接$/ })
    .click()
  await shopRow().getByText('正常', { exact: true }).waitFor()
  const [order] = day.sandbox.control.createOrders(1, { shopId: appId })
  await shopRow().getByRole('checkbox').check()
  await owner.page.getByRole('button', { name: '立即抓单' }).click()
  await owner.page.goto(`${day.url}/orders`)
  await owner.page
    .getByText(order?.tid ?? 'no order')
    .first()
    .waitFor()
  await owner.page.goto(`${day.url}/shops`)
  await shopRow().getByRole('button', { name: '更换凭证' }).click()
  for (const label of ['AppID（小店ID）', 'AppSecret（小店密钥）']) assert.equal(await field(label).inputValue(), '')
  await keep('active')
})

journey('the form speaks English and fits a phone', async () => {
  const visitor = await day.signIn('owner', { language: 'en', viewport: { width: 390, height: 844 } })
  await visitor.page.goto(`${day.url}/shops`)
  await visitor.page.getByRole('button', { name: 'Change credentials' }).click()
  await visitor.page.getByText(`Connect “${NAME}” (WeChat Store)`).waitFor()
  const [scrollWidth = 0, clientWidth = 0] = await visitor.page.evaluate(() => {
    const { scrollWidth: content, clientWidth: screen } = document.documentElement
    return [content, screen]
  })
  assert.ok(scrollWidth <= clientWidth, `${scrollWidth} > ${clientWidth}`)
  await keep('english', visitor)
})
