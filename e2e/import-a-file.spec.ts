/** A spreadsheet of orders from somebody's desk: what is readable arrives, what is not says why, and the same file twice changes nothing. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before } from 'node:test'
import type { Page } from 'playwright-core'
import { aWorkingDay, journey, type Person, type WorkingDay } from './a-working-day.ts'

const HEADER =
  '订单编号,买家会员名,买家应付货款,买家应付邮费,买家实际支付金额,订单状态,买家留言,收货人姓名,收货地址,联系手机,订单创建时间,订单付款时间,宝贝标题,宝贝总数量,分销商Id'
const row = (number: string, buyer: string, status: string, paid: string): string =>
  `'${number},${buyer},${paid},0.00,${paid},${status},,许试样,江西省 南昌市 青云谱区 试样路 ${number.slice(-2)} 号,'13900001111,2026-03-02 10:11:12,2026-03-02 10:12:13,手工编织杯垫,2,`
const FILE = {
  name: '三月订单.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(
    [
      HEADER,
      row('9100000000000000011', '试样买家一', '"买家已付款,等待卖家发货"', '36.00'),
      row('9100000000000000022', '试样买家二', '"买家已付款,等待卖家发货"', '18.50'),
      row('9100000000000000033', '试样买家三', '还在路上想事情', '25.00'),
      row('9100000000000000044', '试样买家四', '等待买家付款', '72.10'),
    ].join('\r\n'),
  ),
}
let day: WorkingDay
let reviewer: Person

before(async () => {
  day = await aWorkingDay()
})
after(() => day.stop())

journey('the preview names the format and the row that cannot be read, and the rest is imported', async () => {
  reviewer = await day.signIn('orderReviewer')
  const { page } = reviewer
  await page.getByRole('menu').getByRole('link', { name: '导入订单' }).click()
  await chooseFile(page)
  await page.getByText(/认出这是“(淘宝|天猫)订单导出/).waitFor()
  await page.getByText('前 4 行：3 个订单，1 个问题').waitFor()
  await page
    .getByRole('row', { name: /9100000000000000033/ })
    .getByText(/还在路上想事情/)
    .first()
    .waitFor()
  await page.getByRole('button', { name: '开始导入' }).click()
  await page.getByRole('button', { name: '查看订单' }).waitFor()
  assert.deepEqual(await counters(page), { 行: 4, 订单: 4, 新增: 3, 更新: 0, 未变: 0, 拒绝: 1 })
  await page.getByRole('row', { name: /^4 .*还在路上想事情/ }).waitFor()
})

journey('the refusals come as a file that can be handed on', async () => {
  const { page } = reviewer
  const arriving = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载拒绝清单' }).click()
  const report = await arriving
  assert.match(report.suggestedFilename(), /\.csv$/)
  const text = readFileSync(await report.path(), 'utf8')
  assert.match(text, /9100000000000000033/)
  assert.match(text, /还在路上想事情/)
  assert.doesNotMatch(text, /9100000000000000011/)
})

journey('the imported orders stand in the list under their own numbers', async () => {
  const { page } = reviewer
  await page.getByRole('button', { name: '查看订单' }).click()
  for (const number of ['9100000000000000011', '9100000000000000022', '9100000000000000044'])
    await page.getByRole('row', { name: number }).waitFor()
  assert.equal(await page.getByText('9100000000000000033').count(), 0)
})

journey('the same file again changes nothing', async () => {
  const { page } = reviewer
  await page.getByRole('menu').getByRole('link', { name: '导入订单' }).click()
  await chooseFile(page)
  await page.getByRole('button', { name: '开始导入' }).click()
  await page.getByRole('button', { name: '查看订单' }).waitFor()
  assert.deepEqual(await counters(page), { 行: 4, 订单: 4, 新增: 0, 更新: 0, 未变: 3, 拒绝: 1 })
  await page.getByRole('button', { name: '返回导入' }).click()
  await page
    .getByRole('row', { name: /三月订单\.csv/ })
    .nth(1)
    .waitFor()
  assert.deepEqual(reviewer.complaints, [])
})

async function chooseFile(page: Page): Promise<void> {
  const choosing = page.waitForEvent('filechooser')
  await page.getByText('把订单文件拖到这里，或点击选择').click()
  await (await choosing).setFiles(FILE)
}

async function counters(page: Page): Promise<Record<string, number>> {
  const shown = await page
    .locator('.import-counters > div')
    .evaluateAll((cells) =>
      cells.map((cell): [string, number] => [cell.children[0]?.textContent ?? '', Number(cell.children[1]?.textContent)]),
    )
  return Object.fromEntries(shown)
}
