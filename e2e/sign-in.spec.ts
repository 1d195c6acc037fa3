/** Signing in with factors: a code app, recovery codes, a passkey on a virtual authenticator; confirming, locking, policies, notices. */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { aWorkingDay, journey, type Person, savePictures, type WorkingDay } from './a-working-day.ts'

let day: WorkingDay
let reviewer: Person
let owner: Person
let recoveryCodes: string[] = []
let secret = ''
const DAY_MS = 24 * 3600_000
/** How far the day's clock lies behind. */
let behindMs = DAY_MS

before(async () => {
  day = await aWorkingDay({ agoMs: DAY_MS })
})
after(() => day.stop())

const advance = (ms: number) => {
  day.advance(ms)
  behindMs -= ms
}
const codeNow = () => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() - behindMs })

async function look(page: Page, name: string) {
  if (process.env.PICTURES) savePictures([{ name, picture: await page.screenshot({ fullPage: true }) }])
}

async function fillPassword(page: Page, role: 'owner' | 'orderReviewer') {
  const { login, password } = day.login(role)
  await page.getByLabel('账号', { exact: true }).fill(login)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

async function confirmIn(page: Page, role: 'owner' | 'orderReviewer', code?: string) {
  const dialog = page.getByRole('dialog', { name: '验证是您本人' })
  await dialog.getByLabel('密码', { exact: true }).fill(day.login(role).password)
  if (code !== undefined) await dialog.getByLabel('验证码', { exact: true }).fill(code)
  await dialog.getByRole('button', { name: '确认', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
}

journey('a reviewer sets up a code app by its QR code and is given recovery codes, once', async () => {
  reviewer = await day.signIn('orderReviewer')
  const { page } = reviewer
  await page.getByRole('button', { name: /王审单/ }).click()
  await page.getByRole('menuitem', { name: '账号安全' }).click()
  await page.getByRole('heading', { name: '账号安全' }).waitFor()
  await look(page, 'account')
  await page.getByRole('region', { name: '动态验证码' }).getByRole('button', { name: '设置' }).click()
  const dialog = page.getByRole('dialog', { name: '动态验证码' })
  await dialog.getByRole('img', { name: '动态验证码二维码' }).waitFor()
  secret = ((await dialog.locator('code').textContent()) ?? '').replace(/\s/g, '')
  await look(page, 'totp')
  await dialog.getByLabel('输入应用显示的 6 位数字').fill(codeNow())
  await dialog.getByRole('button', { name: '启用' }).click()
  const codes = page.getByRole('dialog', { name: '请保存您的恢复码' })
  await codes.getByRole('listitem').first().waitFor()
  recoveryCodes = await codes.getByRole('listitem').allTextContents()
  assert.equal(recoveryCodes.length, 10)
  await look(page, 'codes')
  await codes.getByRole('button', { name: '我已保存' }).click()
  await page.getByText('剩余 10 个').waitFor()
})

journey('from now on the password opens a second step: the code, or a recovery code', async () => {
  const { page } = await day.visitor('/login?next=%2Forders')
  await fillPassword(page, 'orderReviewer')
  await page.getByRole('heading', { name: '第二步：验证' }).waitFor()
  await look(page, 'second-step')
  await page.getByLabel('动态验证码', { exact: true }).fill('000000')
  await page.getByRole('button', { name: '完成登录' }).click()
  await page.getByRole('alert').getByText('验证没有通过').waitFor()
  await page.getByRole('button', { name: /使用恢复码/ }).click()
  await page.getByLabel('恢复码', { exact: true }).fill(recoveryCodes[0] ?? '')
  await page.getByRole('button', { name: '完成登录' }).click()
  await page.waitForURL((at) => at.pathname === '/orders')
  await page.context().close()
})

journey('a passkey is added on this device, and later signs its person in without login or password', async () => {
  const { page } = reviewer
  const device = await page.context().newCDPSession(page)
  await device.send('WebAuthn.enable')
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.goto(`${day.url}/login?next=%2Faccount`)
  advance(30_000)
  await fillPassword(page, 'orderReviewer')
  await page.getByLabel('动态验证码', { exact: true }).fill(codeNow())
  await page.getByRole('button', { name: '完成登录' }).click()
  const passkeys = page.getByRole('region', { name: '通行密钥' })
  await passkeys.getByRole('button', { name: '添加通行密钥' }).click()
  await passkeys.getByText('未使用').waitFor()
  await look(page, 'passkey')
  await page.goto(`${day.url}/`)
  await page.getByRole('button', { name: /王审单/ }).click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await page.getByRole('button', { name: '用通行密钥登录' }).click()
  await page.waitForURL((at) => at.pathname !== '/login')
  await page.getByRole('button', { name: /王审单/ }).waitFor()
})

journey('after five minutes a sensitive act asks for a confirmation and then goes on by itself', async () => {
  owner = await day.signIn('owner')
  const { page } = owner
  advance(6 * 60_000)
  await page.goto(`${day.url}/team/security`)
  await page.getByRole('button', { name: '修改' }).first().click()
  const dialog = page.getByRole('dialog', { name: '修改规则' })
  await dialog.getByLabel('闲置锁定').fill('5')
  await look(page, 'policy-dialog')
  await dialog.getByRole('button', { name: '保存' }).click()
  await page.getByRole('dialog', { name: '验证是您本人' }).waitFor()
  await look(page, 'step-up')
  await confirmIn(page, 'owner')
  await page.getByText('已保存，对新的请求立即生效').waitFor()
  await page.getByText('5 分钟').waitFor()
  await look(page, 'policies')
})

journey('a page nobody touched is locked; unlocked, what was typed is still there', async () => {
  const { page } = owner
  await page.goto(`${day.url}/orders`)
  await page.getByLabel('按订单号或运单号搜索').fill('半个单号')
  const lock = page.getByRole('dialog', { name: '页面已锁定' })
  const unlock = lock.getByRole('button', { name: '解锁', exact: true })
  // The next reading of the page, which it does by itself, finds the session locked.
  advance(6 * 60_000)
  await lock.waitFor()
  await look(page, 'lock')
  await lock.getByLabel('密码', { exact: true }).fill('wrong')
  await unlock.click()
  await lock.getByText('当前密码不正确').waitFor()
  await lock.getByLabel('密码', { exact: true }).fill(day.login('owner').password)
  await unlock.click()
  await lock.waitFor({ state: 'hidden' })
  assert.equal(await page.getByLabel('按订单号或运单号搜索').inputValue(), '半个单号')
  await page.getByRole('button', { name: /赵掌柜/ }).click()
  await page.getByRole('menuitem', { name: '锁定页面' }).click()
  await lock.getByLabel('密码', { exact: true }).fill(day.login('owner').password)
  await unlock.click()
  await lock.waitFor({ state: 'hidden' })
})

journey('a button whose call is refused at once is called by its own name again', async () => {
  const { page } = await day.visitor('/login')
  const refusal = { code: 'wrongLogin', message: '', params: {} }
  await page.route('**/api/call/team.signIn', (route) => route.fulfill({ status: 401, json: { error: refusal } }))
  for (let turn = 0; turn < 12; turn += 1) {
    await fillPassword(page, 'owner')
    await page.getByRole('alert').getByText('或该账号目前不能登录').waitFor()
    await page.getByRole('img', { name: 'loading' }).waitFor({ state: 'detached' })
  }
  await page.context().close()
})

journey('the page locks by its own clock, without hearing from the server', async () => {
  const { page } = await day.signIn('marketer')
  await page.getByRole('button', { name: /林推广/ }).waitFor()
  await page.clock.install()
  await page.goto(`${day.url}/account`)
  await page.getByRole('heading', { name: '账号安全' }).waitFor()
  await page.getByText('常用设备').waitFor()
  await look(page, 'devices')
  await page.clock.fastForward('04:30')
  const lock = page.getByRole('dialog', { name: '页面已锁定' })
  const unlock = lock.getByRole('button', { name: '解锁', exact: true })
  assert.equal(await lock.count(), 0)
  await page.clock.fastForward('00:40')
  await lock.waitFor()
  await lock.getByLabel('密码', { exact: true }).fill(day.login('marketer').password)
  await unlock.click()
  await lock.waitFor({ state: 'hidden' })
  await page.context().close()
})

journey('a role that requires a second factor meets a clear page at the next sign-in and then works', async () => {
  await day.asOwner('team.saveSignInPolicy', {
    role: 'warehouseKeeper',
    needsFactor: true,
    idleMinutes: null,
    sessionLimit: null,
    atLimit: 'endOldest',
    lifeHours: null,
    version: 0,
  })
  const { page } = await day.signIn('warehouseKeeper')
  await page.waitForURL((at) => at.pathname === '/set-up')
  await page.getByRole('heading', { name: '先设置两步验证' }).waitFor()
  await look(page, 'set-up')
  await page.getByRole('region', { name: '动态验证码' }).getByRole('button', { name: '设置' }).click()
  const dialog = page.getByRole('dialog', { name: '动态验证码' })
  secret = ((await dialog.locator('code').textContent()) ?? '').replace(/\s/g, '')
  await dialog.getByLabel('输入应用显示的 6 位数字').fill(codeNow())
  await dialog.getByRole('button', { name: '启用' }).click()
  await page.getByRole('button', { name: '我已保存' }).click()
  await page.getByRole('button', { name: '开始工作' }).click()
  await page.getByRole('button', { name: /李仓管/ }).waitFor()
  await page.context().close()
})

journey('the bell tells of a sign-in on a new device', async () => {
  const phone = await day.signIn('owner', { userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/605' })
  const { page } = owner
  await page.getByRole('button', { name: '站内信，1 条未读' }).click()
  await page.getByText('您的账号刚在新设备登录：Safari · iPhone').waitFor()
  await look(page, 'bell')
  await page.getByRole('button', { name: '全部已读' }).click()
  await page.getByRole('button', { name: '站内信，0 条未读' }).waitFor()
  await phone.page.context().close()
})

journey('the emergency stop throws everybody else out at once and keeps them out until released', async () => {
  const service = await day.signIn('inSaleService')
  const { page } = owner
  await page.goto(`${day.url}/team/security`)
  await page.getByRole('button', { name: '立即停用' }).click()
  const ask = page.getByRole('dialog', { name: '紧急停用' })
  await ask.getByText('怀疑密码泄露').click()
  await ask.getByRole('button', { name: '立即停用' }).click()
  await confirmIn(page, 'owner')
  await service.page.waitForURL((at) => at.pathname === '/login')
  await page.getByText('暂停了子账号登录').waitFor()
  await look(page, 'stopped')
  await page.getByRole('button', { name: '恢复登录' }).click()
  await page.getByText('子账号可以重新登录了').waitFor()
})
