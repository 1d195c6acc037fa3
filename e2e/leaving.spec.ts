/** Somebody leaves: frozen and handed over on one page, checked, and signed by a second person. */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { aWorkingDay, journey, type Person, type WorkingDay } from './a-working-day.ts'

let day: WorkingDay
let admin: Person
let owner: Person

before(async () => {
  day = await aWorkingDay()
})
after(() => day.stop())

journey('the administrator freezes a leaver and hands his work over', async () => {
  admin = await day.signIn('administrator')
  const { page } = admin
  await page.goto(`${day.url}/team/leaving`)
  await page.getByRole('button', { name: '办理离职' }).first().click()
  await page.getByRole('dialog').getByRole('combobox').fill('王审单')
  await page.getByText('王审单', { exact: false }).last().click()
  await page.waitForURL(/\/team\/leaving\/.+/)
  await page.getByText('离职交接 · 王审单').waitFor()
  await page.getByRole('button', { name: '冻结并交接' }).click()
  await page
    .getByRole('tooltip')
    .getByRole('button', { name: /OK|确定/ })
    .click()
  await page.getByText('账号已冻结，工作已交出').waitFor()
  for (const item of [/已归还/, /已更换/, /已了解/, /已结清/]) {
    await page.getByRole('checkbox', { name: item }).click()
    await page.getByRole('checkbox', { name: item, checked: true }).waitFor()
  }
  await page.getByText('等待另一位管理者签字').waitFor()
  assert.equal(await page.getByRole('button', { name: '签字确认离职' }).isDisabled(), true)
})

journey('the owner signs, and the person has left', async () => {
  owner = await day.signIn('owner')
  const { page } = owner
  await page.goto(`${day.url}/team/leaving`)
  await page.getByRole('row', { name: /王审单/ }).click()
  await page.getByRole('button', { name: '签字确认离职' }).click()
  await page.getByText(/已签字/).waitFor()
  const { rows } = await day.asOwner<{ rows: { name: string; state: string }[] }>('team.listStaff', { search: '王审单' })
  assert.equal(rows[0]?.state, 'left')
  assert.deepEqual([...admin.complaints, ...owner.complaints], [])
})
