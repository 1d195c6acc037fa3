/** A team that divides itself: the owner makes departments and appoints a supervisor, who then runs that department and nothing else. */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { aWorkingDay, journey, type Person, type WorkingDay } from './a-working-day.ts'

let day: WorkingDay
let owner: Person
let supervisor: Person

before(async () => {
  day = await aWorkingDay()
  owner = await day.signIn('owner')
  await owner.page.goto(`${day.url}/team`)
})
after(() => day.stop())

const dialog = (page: Page): Locator => page.getByRole('dialog').last()
const button = (where: Page | Locator, name: string): Locator => where.getByRole('button', { name, exact: true })
const tree = (page: Page): Locator => page.getByRole('complementary')
const department = (page: Page, name: string): Locator => tree(page).getByRole('treeitem', { name: new RegExp(name) })
/** Chooses in a list that opens over the page. */
async function choose(page: Page, field: Locator, name: string | RegExp): Promise<void> {
  await field.click()
  const open = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')
  await open.locator('.ant-select-item-option-content, .ant-select-tree-title').filter({ hasText: name }).first().click()
  await open.waitFor({ state: 'hidden' })
}
async function openPerson(page: Page, name: RegExp, tab: string): Promise<Locator> {
  await page.getByRole('row', { name }).click()
  const drawer = page.getByRole('dialog').first()
  await drawer.getByRole('tab', { name: tab }).click()
  return drawer
}

journey('the owner makes a department with another one below it', async () => {
  const { page } = owner
  await button(page, '新建部门').click()
  await dialog(page).getByLabel('名称').fill('客服部')
  await dialog(page).getByLabel('职责').fill('接待买家咨询')
  await button(dialog(page), '添加').click()
  await department(page, '客服部').getByText('客服部').click()
  await page.getByText('接待买家咨询').waitFor()
  await page.getByRole('button', { name: /管理部门/ }).click()
  await page.getByRole('menuitem', { name: '新建下级部门' }).click()
  await dialog(page).getByLabel('名称').fill('夜班')
  await button(dialog(page), '添加').click()
  await department(page, '夜班').waitFor()
})

journey('people are moved into it, and the tree counts them', async () => {
  const { page } = owner
  await tree(page)
    .getByRole('button', { name: /全部员工/ })
    .click()
  for (const name of [/王审单/, /陈客服/]) await page.getByRole('row', { name }).getByRole('checkbox').click()
  await button(page.getByRole('toolbar'), '移到部门').click()
  await choose(page, dialog(page).getByRole('combobox'), '客服部')
  await button(dialog(page), '移到部门').click()
  await page.getByRole('row', { name: /陈客服.*客服部/ }).waitFor()
  await tree(page).getByText('客服部').click()
  await department(page, '客服部').getByText('2').waitFor()
})

journey('who is appointed supervisor is shown what they gain before it is saved', async () => {
  const { page } = owner
  await button(page, '设置主管').click()
  const people = dialog(page).getByRole('combobox')
  await people.click()
  await people.fill('王审单')
  await page.locator('.ant-select-dropdown:visible').getByText('王审单').click()
  await button(dialog(page), '保存').click()
  const preview = dialog(page)
  await preview.getByText('1 人的权限会变化').waitFor()
  await preview.getByText(/管理员工：新建、邀请、冻结、重置密码.*高风险/).waitFor()
  await button(preview, '确认并保存').click()
  await page.getByText('主管已设置').waitFor()
  await department(page, '客服部').getByText('王审单').waitFor()
})

journey('before somebody is moved under a supervisor, it is shown who comes under whom', async () => {
  const { page } = owner
  await tree(page)
    .getByRole('button', { name: /全部员工/ })
    .click()
  await page
    .getByRole('row', { name: /李仓管/ })
    .getByRole('checkbox')
    .click()
  await button(page.getByRole('toolbar'), '移到部门').click()
  await choose(page, dialog(page).getByRole('combobox'), '客服部')
  await button(dialog(page), '移到部门').click()
  await dialog(page).getByText('今后也管到 李仓管').waitFor()
  await button(dialog(page), '取消').click()
  await page.getByText('今后也管到 李仓管').waitFor({ state: 'hidden' })
  await button(dialog(page), '取消').click()
  await page
    .getByRole('row', { name: /李仓管/ })
    .getByRole('checkbox')
    .click()
})

journey('a grant is narrowed to the department, and the preview tells what is lost', async () => {
  const { page } = owner
  const drawer = await openPerson(page, /陈客服/, '权限')
  await choose(page, drawer.getByLabel('能看到谁的数据'), '看某部门及下级的')
  await choose(page, drawer.getByLabel('哪个部门'), '客服部')
  await drawer.getByText('在所有店铺，看自己部门及下级的数据').waitFor()
  await button(drawer, '保存授权').click()
  const preview = dialog(page)
  await preview.getByText('失去').waitFor()
  await button(preview, '确认并保存').click()
  await page.getByText('授权已生效').waitFor()
  assert.deepEqual(owner.complaints, [])
})

journey('the supervisor sees the people of the department and nobody else', async () => {
  supervisor = await day.signIn('orderReviewer')
  const { page } = supervisor
  await page.goto(`${day.url}/team`)
  await page.getByRole('row', { name: /陈客服/ }).waitFor()
  assert.equal(await page.getByRole('row', { name: /李仓管|赵掌柜/ }).count(), 0)
  const { body } = await supervisor.call('team.listStaff', {})
  const names = (body.rows as { name: string }[]).map(({ name }) => name)
  assert.deepEqual(names.sort(), ['王审单', '陈客服'].sort())
})

journey('inside the department the supervisor grants, within their own rights', async () => {
  const { page } = supervisor
  const drawer = await openPerson(page, /陈客服/, '权限')
  await drawer.getByRole('button', { name: /添加授权/ }).click()
  assert.equal(await page.getByRole('menuitem', { name: '管理员' }).getAttribute('aria-disabled'), 'true')
  await page.getByRole('menuitem', { name: '审单员' }).click()
  // The beginning is the widest the supervisor holds: as a reviewer they see the orders of everybody.
  await drawer.getByText('在所有店铺，看全部数据').waitFor()
  await button(drawer, '保存授权').click()
  await dialog(page).getByText('得到').waitFor()
  await button(dialog(page), '确认并保存').click()
  await page.getByText('授权已生效').waitFor()
  await page.getByRole('row', { name: /陈客服.*审单员/ }).waitFor()
})

journey('outside of it, and beyond their own rights, the supervisor is refused', async () => {
  const { rows } = await day.asOwner<{ rows: { accountId: string; name: string; version: number }[] }>('team.listStaff', {})
  const grant = async (name: string, role: string) => {
    const { accountId, version } = rows.find((row) => row.name === name) ?? { accountId: '', version: 0 }
    const answer = await supervisor.call('team.setGrants', { accountId, version, grants: [{ role, shopIds: null }] })
    return [answer.status, (answer.body.error as { code: string }).code]
  }
  assert.deepEqual(await grant('李仓管', 'preSaleService'), [404, 'notFound'])
  assert.deepEqual(await grant('陈客服', 'administrator'), [403, 'beyondOwnRights'])
  assert.deepEqual(await grant('王审单', 'preSaleService'), [403, 'ownGrants'])
})

journey('the owner looks through the supervisor’s eyes: that menu, that list, and nothing can be changed', async () => {
  const { page } = owner
  await page.goto(`${day.url}/team`)
  const drawer = await openPerson(page, /王审单/, '概况')
  await drawer.getByRole('button', { name: /以此人视角查看/ }).click()
  await page.getByText('正在以 王审单 的视角查看，只能浏览').waitFor()
  await page.goto(`${day.url}/team`)
  await page.getByRole('row', { name: /陈客服/ }).waitFor()
  assert.equal(await page.getByRole('row', { name: /李仓管/ }).count(), 0)
  assert.equal(await page.getByRole('link', { name: '设置', exact: true }).count(), 0)
  await button(page, '结束查看').click()
  await page.getByRole('row', { name: /李仓管/ }).waitFor()
})
