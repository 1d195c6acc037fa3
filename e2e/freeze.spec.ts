/** Freezing: the open page of the frozen person is gone at once, and so is every other way in. */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { aWorkingDay, journey, type Person, type WorkingDay } from './a-working-day.ts'

const FROZEN = '该账号已被冻结，请联系主账号。'
let day: WorkingDay
let keeper: Person
let owner: Person

before(async () => {
  day = await aWorkingDay()
})
after(() => day.stop())

journey('who is frozen while working stands at the sign-in page and reads why', async () => {
  keeper = await day.signIn('warehouseKeeper')
  await keeper.page.getByRole('link', { name: '打印', exact: true }).click()
  await keeper.page.getByText('没有等待打印的面单').waitFor()

  owner = await day.signIn('owner')
  await owner.page.goto(`${day.url}/team`)
  await owner.page.getByRole('row', { name: /李仓管/ }).click()
  await owner.page.getByRole('dialog').getByRole('tab', { name: '安全' }).click()
  await owner.page.getByRole('dialog').getByRole('button', { name: '冻结', exact: true }).click()
  await owner.page
    .getByRole('tooltip')
    .getByRole('button', { name: /OK|确定/ })
    .click()

  await keeper.page.waitForURL((at) => at.pathname === '/login')
  await keeper.page.getByText(FROZEN).waitFor()
  await owner.page.getByRole('row', { name: /李仓管.*已冻结/ }).waitFor()
})

journey('a frozen person’s old session and password open nothing', async () => {
  for (const operation of ['team.readMe', 'orders.listParcels', 'fulfilment.listPrinters']) {
    const { status, body } = await keeper.call(operation, {})
    assert.equal(status, 403)
    assert.equal((body.error as { code: string }).code, 'accountFrozen')
  }
  const { page } = keeper
  await page.goto(`${day.url}/fulfilment/print`)
  await page.getByText(FROZEN).waitFor()
  assert.equal(new URL(page.url()).pathname, '/login')
  const { login, password } = day.login('warehouseKeeper')
  await page.getByLabel('账号', { exact: true }).fill(login)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  // Why the session ended is said above already; this sentence is the answer to the sign-in.
  await page.getByRole('alert').getByText('或该账号目前不能登录').waitFor()
  assert.equal(new URL(page.url()).pathname, '/login')
})

journey('unfrozen, the same person signs in again and comes back to the page they were on', async () => {
  await owner.page.getByRole('dialog').getByRole('button', { name: '解冻' }).click()
  await owner.page.getByRole('row', { name: /李仓管.*正常/ }).waitFor()
  await keeper.page.getByRole('button', { name: '登录', exact: true }).click()
  await keeper.page.waitForURL((at) => at.pathname === '/fulfilment/print')
  await keeper.page.getByText('没有等待打印的面单').waitFor()
  assert.deepEqual(owner.complaints, [])
})
