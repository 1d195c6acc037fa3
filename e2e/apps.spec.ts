/** A third-party app: installed by the owner, switched on for one person, let in by that person in the browser, told of changes, stopped. */
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before } from 'node:test'
import * as client from 'openid-client'
import { aReceiver, type Receiver } from '#modules/apps/testing/receiver.ts'
import { aWorkingDay, journey, type Person, until, type WorkingDay } from './a-working-day.ts'

let day: WorkingDay
let owner: Person
let reviewer: Person
let app: AppSite
let receiver: Receiver
before(async () => {
  day = await aWorkingDay()
  app = await anAppSite()
  receiver = await aReceiver()
})
after(async () => {
  await receiver.stop()
  app.server.close()
  await day.stop()
})

/** The app's own site, on another origin: it only keeps what browsers come back with. */
type AppSite = { server: Server; url: string; back: URL | undefined }
async function anAppSite(): Promise<AppSite> {
  const server = createServer((request, response) => {
    app.back = new URL(request.url ?? '/', app.url)
    response.setHeader('content-type', 'text/html; charset=utf-8').end('<h1>欢迎回来</h1>')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, back: undefined }
}

let clientId = ''
let clientSecret = ''
journey('the owner installs an app with two functions and gets what its publisher needs, once', async () => {
  owner = await day.signIn('owner')
  const { page } = owner
  await page.goto(`${day.url}/apps`)
  await page.getByText('还没有应用').waitFor()
  await page.getByRole('button', { name: '安装应用' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('应用名称').fill('极速打单')
  await dialog.getByLabel('提供方').fill('快手软件')
  await dialog.getByLabel('回调地址').fill(`${app.url}/back`)
  await dialog.getByLabel('查看订单与包裹').check()
  await dialog.getByLabel('修改备注与旗标').check()
  await dialog.getByLabel('查看商品').check()
  await dialog.getByRole('button', { name: '安装应用' }).click()
  await dialog.getByText('密钥只显示这一次').waitFor()
  clientId = (await dialog.getByText(/^zg-/).textContent()) ?? ''
  clientSecret = (await dialog.getByText(/^zgs_/).textContent()) ?? ''
  await dialog.getByRole('button', { name: '下一步：开通使用人' }).click()
  await page.waitForURL(/\/apps\/[0-9a-f-]{36}$/)
})

journey('it is switched on for the reviewer with two of its three functions', async () => {
  const { page } = owner
  await page.getByLabel('王审单 查看订单与包裹').check()
  await page.getByLabel('王审单 查看商品').check()
  await page.getByRole('button', { name: '保存开通' }).click()
  await page.getByText('开通已生效').waitFor()
})

journey(
  'the reviewer comes from the app, signs in, sees what it asks for, agrees, and the app gets tokens for just that',
  async () => {
    const config = await client.discovery(new URL(`${day.url}/oauth`), clientId, {}, client.ClientSecretBasic(clientSecret), {
      execute: [client.allowInsecureRequests],
    })
    const verifier = client.randomPKCECodeVerifier()
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: `${app.url}/back`,
      scope: 'openid profile orders.view orders.note',
      state: 'of-this-browser',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    })
    reviewer = await day.visitor('/login', { viewport: { width: 390, height: 844 } })
    const { page } = reviewer
    // From another site: our strict cookies do not come along, which is the case that matters.
    await page.goto(app.url)
    await page.evaluate((to) => window.location.assign(to), url.href)
    await page.waitForURL(/\/login\?next=/)
    const { login, password } = day.login('orderReviewer')
    await page.getByLabel('账号', { exact: true }).fill(login)
    await page.getByLabel('密码', { exact: true }).fill(password)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.waitForURL(/\/consent\//)
    await page.getByText('“极速打单”想代您使用掌柜').waitFor()
    await page.getByText('没有为您开通，不会给它').waitFor()
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.equal(overhang, 0, 'the question fits a phone')
    app.back = undefined
    await page.getByRole('button', { name: '同意并继续' }).click()
    await page.getByRole('heading', { name: '欢迎回来' }).waitFor()
    const tokens = await client.authorizationCodeGrant(config, app.back ?? new URL(app.url), {
      pkceCodeVerifier: verifier,
      expectedState: 'of-this-browser',
    })
    assert.deepEqual(tokens.scope?.split(' ').toSorted(), ['openid', 'orders.view', 'profile'])
    accessToken = tokens.access_token
    assert.equal(await callAsApp('orders.listParcels'), 200)
    assert.equal(await callAsApp('catalog.listSkus'), 403)
  },
)

let accessToken = ''
const callAsApp = async (operation: string): Promise<number> => {
  const answer = await fetch(`${day.url}/api/call/${operation}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: '{}',
  })
  return answer.status
}

journey('the reviewer finds the app among those let in', async () => {
  const { page } = reviewer
  await page.goto(`${day.url}/apps/mine`)
  await page.getByText('已授权').waitFor()
})

journey('a webhook is added and tried out; the delivery shows the answer', async () => {
  const { page } = owner
  await page.getByRole('tab', { name: /通知/ }).click()
  await page.getByRole('button', { name: '添加通知' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('通知地址').fill(receiver.url)
  await dialog.getByLabel('包裹审核通过').check()
  await dialog.getByLabel('商品有变化').check()
  await dialog.getByRole('button', { name: /保\s*存/ }).click()
  await dialog.getByText(/^whsec_/).waitFor()
  await dialog.getByRole('button', { name: '已保存' }).click()
  await page.getByRole('button', { name: '发送测试' }).click()
  await until('the test message has come', () => receiver.got.length > 0)
  await page.getByRole('button', { name: '通知记录' }).click()
  await page.getByRole('dialog').getByText('已送达', { exact: true }).last().waitFor()
  await page.keyboard.press('Escape')
})

journey('suspended by the owner, its next call is refused', async () => {
  const { page } = owner
  assert.equal(await callAsApp('orders.listParcels'), 200)
  await page.getByRole('tab', { name: '概况' }).click()
  await page.getByRole('button', { name: /停\s*用/ }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /停\s*用/ })
    .click()
  await page.getByText('已停用').first().waitFor()
  assert.equal(await callAsApp('orders.listParcels'), 403)
  await page.goto(`${day.url}/apps`)
  await page.getByText('极速打单').first().waitFor()
})

journey('the owner makes a token for a script, which works until it is revoked', async () => {
  const { page } = owner
  await page.goto(`${day.url}/apps/mine`)
  await page.getByRole('button', { name: '创建令牌' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('用途').fill('夜间对账脚本')
  await dialog.getByLabel('查看订单与包裹').check()
  await dialog.getByRole('button', { name: '创建令牌' }).click()
  accessToken = (await dialog.getByText(/^zgt_/).first().textContent()) ?? ''
  await dialog.getByRole('button', { name: '已保存' }).click()
  assert.equal(await callAsApp('orders.listParcels'), 200)
  await page
    .getByRole('button', { name: /撤\s*销/ })
    .first()
    .click()
  await page
    .getByRole('tooltip')
    .getByRole('button', { name: /OK|确\s*定/ })
    .click()
  await page.getByText('没有令牌').waitFor()
  assert.equal(await callAsApp('orders.listParcels'), 401)
  assert.deepEqual(owner.complaints, [])
})
