/** Somebody new: invited by QR code, in with a phone, given work by a supervisor, at work, and thrown out. */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { scanPicture } from '#modules/fulfilment/labels/scan-codes.ts'
import { aWorkingDay, journey, type Person, type WorkingDay } from './a-working-day.ts'

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
const PASSWORD = 'a password of my own'
const FROZEN = '该账号已被冻结，请联系主账号。'
let day: WorkingDay
let owner: Person
let newcomer: Person
let link: string

before(async () => {
  day = await aWorkingDay()
})
after(() => day.stop())

journey('the owner invites with a QR code, and a camera reads the link from it', async () => {
  owner = await day.signIn('owner')
  await owner.page.goto(`${day.url}/team/invitations`)
  await owner.page.getByRole('button', { name: '邀请员工' }).click()
  const dialog = owner.page.getByRole('dialog')
  await dialog.getByLabel('姓名').fill('孙晓燕')
  await dialog.getByLabel('子账号名').fill('xiaoyan')
  await dialog.getByRole('button', { name: '生成链接和二维码' }).click()
  const code = owner.page.getByRole('img', { name: '二维码' })
  await code.waitFor()
  const [read = ''] = await scanPicture(await code.screenshot())
  link = read.replace(/^QRCode:/, '')
  assert.match(link, /^http:\/\/[^/]+\/invitation\/\d+\.[A-Za-z0-9_-]{43}$/)
  assert.equal(await owner.page.getByLabel('链接 / 二维码').inputValue(), link)
})

journey('on the phone the rights are shown first; with a password of their own the newcomer is in', async () => {
  assert.equal(new URL(link).origin, day.url)
  newcomer = await day.visitor(new URL(link).pathname, PHONE)
  const { page } = newcomer
  await page.getByRole('heading', { name: /邀请您加入团队/ }).waitFor()
  await page.getByText('暂未分配权限，接受后由主管授权').waitFor()
  assert.ok(
    await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
    'the page is wider than the phone',
  )
  await page.getByLabel('设置登录密码').fill(PASSWORD)
  await page.getByRole('button', { name: '接受邀请' }).click()
  await page.waitForURL((at) => at.pathname === '/')
  assert.equal((await newcomer.call('orders.listOrders', {})).status, 403)
  await owner.page.keyboard.press('Escape')
  await owner.page.getByRole('row', { name: /孙晓燕.*已接受/ }).waitFor()
})

journey('the same link opens nothing a second time', async () => {
  const second = await day.visitor(new URL(link).pathname, PHONE)
  await second.page.getByText('邀请无效').waitFor()
  await second.page.getByText(/可能已使用、已过期、已被撤回/).waitFor()
})

journey('a supervisor gives the newcomer a role, and the newcomer works', async () => {
  const supervisor = await day.signIn('supervisor')
  const { page } = supervisor
  await page.goto(`${day.url}/team`)
  await page.getByRole('row', { name: /孙晓燕/ }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('tab', { name: '权限' }).click()
  await sheet.getByRole('button', { name: '添加授权' }).click()
  await page.getByRole('menuitem', { name: '审单员' }).click()
  await sheet.getByRole('button', { name: '保存授权' }).click()
  await page.getByRole('button', { name: '确认并保存' }).click()
  await page.getByText('授权已生效').waitFor()
  await newcomer.page.goto(`${day.url}/parcels`)
  await newcomer.page.getByRole('heading', { name: '包裹' }).waitFor()
  assert.equal((await newcomer.call('orders.listParcels', {})).status, 200)
  assert.deepEqual(supervisor.complaints, [])
})

journey('frozen while the page is open, the newcomer is thrown out and reads why', async () => {
  await owner.page.goto(`${day.url}/team`)
  await owner.page.getByRole('row', { name: /孙晓燕/ }).click()
  await owner.page.getByRole('dialog').getByRole('tab', { name: '安全' }).click()
  await owner.page.getByRole('dialog').getByRole('button', { name: '冻结', exact: true }).click()
  await owner.page
    .getByRole('tooltip')
    .getByRole('button', { name: /OK|确定/ })
    .click()
  await newcomer.page.waitForURL((at) => at.pathname === '/login')
  await newcomer.page.getByText(FROZEN).waitFor()
  assert.equal((await newcomer.call('team.readMe', {})).status, 403)
  assert.deepEqual(owner.complaints, [])
})
