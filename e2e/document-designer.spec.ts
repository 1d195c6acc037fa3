/** The owner arranges delivery note and pick list, the warehouse sets places on the shelf and prints: what comes out is what was arranged. */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { aWorkingDay, journey, type Person, savePictures, until, type WorkingDay } from './a-working-day.ts'

type Layout = { head: { field: string; text: string }[]; columns: { field: string; title: string; width: number }[] }
type Template = { version: number; layout: Layout }

let day: WorkingDay
let owner: Person
const pictures: { name: string; picture: Buffer }[] = []

before(async () => {
  day = await aWorkingDay()
})
after(async () => {
  if (process.env.KEEP_PICTURES) savePictures(pictures)
  await day.stop()
})

const look = async (name: string, { page }: Person = owner) => void pictures.push({ name, picture: await page.screenshot() })
const stored = (document: string) => day.asOwner<Template>('fulfilment.readDocumentTemplate', { document, paper: 'A4' })

journey('a delivery note gets a text of its own and a wider column by dragging, and is saved', async () => {
  owner = await day.signIn('owner')
  const { page } = owner
  await page.goto(`${day.url}/settings?tab=labels`)
  await page.getByText('发货单', { exact: true }).first().click()
  await page.locator('.document-page text').first().waitFor()
  await look('delivery note')
  await page.getByRole('button', { name: '添加到上区' }).click()
  await page.getByRole('menuitem', { name: '自定义文字' }).click()
  await page.getByLabel('文字', { exact: true }).fill('谢谢惠顾')
  await page.locator('.document-page text', { hasText: '谢谢惠顾' }).waitFor()
  const field = page.getByRole('button', { name: '自定义文字' }).last()
  await field.focus()
  await page.keyboard.press('ArrowRight')
  const before = (await stored('deliveryNote')).layout.columns
  const edge = page.getByRole('button', { name: '“商家编码”的列宽' })
  const box = (await edge.boundingBox()) ?? assert.fail('no edge')
  await page.mouse.move(box.x + 4, box.y + 10)
  await page.mouse.down()
  await page.mouse.move(box.x + 44, box.y + 10, { steps: 4 })
  await page.mouse.up()
  await page.getByRole('button', { name: '商家编码', exact: true }).click()
  await page.getByLabel('列名').fill('货号')
  await page.locator('.document-page text', { hasText: '货号' }).waitFor()
  await look('delivery note arranged')
  await page.getByRole('button', { name: /保\s?存/ }).click()
  const { layout } = await until('it is saved', async () => {
    const now = await stored('deliveryNote')
    return now.version === 1 && now
  })
  assert.ok(layout.head.some(({ field: name, text }) => name === 'text' && text === '谢谢惠顾'))
  const share = (columns: Layout['columns']) =>
    (columns.find(({ field: name }) => name === 'sku')?.width ?? 0) / columns.reduce((sum, { width }) => sum + width, 0)
  assert.ok(share(layout.columns) > share(before) + 0.02, 'the column is wider')
  assert.equal(layout.columns.find(({ field: name }) => name === 'sku')?.title, '货号')
  assert.deepEqual(owner.complaints, [])
})

journey('a pick list in English, on the roll too, and on a phone to look at', async () => {
  const english = await day.signIn('owner', { language: 'en' })
  const { page } = english
  await page.goto(`${day.url}/settings?tab=labels`)
  await page.getByText('Pick list', { exact: true }).first().click()
  await page.locator('.document-page text').first().waitFor()
  await page.getByRole('button', { name: 'Add a column' }).click()
  await page.locator('.ant-dropdown-menu').getByRole('menuitem', { name: 'Parcels' }).click()
  await page.locator('.document-page text', { hasText: 'P-1001' }).waitFor()
  await look('pick list', english)
  await page.getByLabel('Paper').click()
  await page.getByTitle('80 mm roll').click()
  await page.locator('.document-page text', { hasText: 'BOOT-Y28' }).waitFor()
  await look('pick list roll', english)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByText('Arrange it on a computer').waitFor()
  await look('pick list phone', english)
  assert.deepEqual(english.complaints, [])
})

journey('goods get a place on the shelf, and the pick list of chosen parcels goes to the A5 printer of the house', async () => {
  const { page } = owner
  const url = day.sandbox.printerUrls[0] ?? ''
  await page.goto(`${day.url}/settings?tab=printers`)
  await page.getByRole('button', { name: '添加打印机' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('名称').fill('办公室激光机')
  await dialog.getByLabel('地址').fill(url)
  await dialog.getByLabel('纸张').click()
  await page.getByTitle('A5').click()
  await look('add a printer')
  await dialog.getByRole('button', { name: /添\s?加/ }).click()
  await page.getByRole('row', { name: /办公室激光机.*A5/ }).waitFor()
  day.sandbox.control.createOrders(3, {})
  const waiting = await until('the orders are here', async () => {
    const { rows } = await day.asOwner<{ rows: { parcelId: string }[] }>('orders.listParcels', {
      filters: { stations: ['review'] },
      sort: 'deadline',
    })
    return rows.length >= 3 && rows
  })
  const parcelIds = waiting.map(({ parcelId }) => parcelId)
  await day.asOwner('orders.approveForced', { parcelIds, reason: '测试' })
  await day.asOwner('fulfilment.requestWaybills', { parcelIds })
  await page.goto(`${day.url}/stock`)
  await page
    .getByRole('button', { name: /的库位$/ })
    .first()
    .click()
  await page.getByLabel(/^库位/).fill('A-01-02')
  await look('where it lies')
  await page
    .getByRole('tooltip')
    .getByRole('button', { name: /保\s?存/ })
    .click()
  await page
    .getByRole('button', { name: /的库位$/ })
    .first()
    .getByText('A-01-02')
    .waitFor()
  await page.getByRole('button', { name: '批量设置库位' }).click()
  await page.getByLabel('商家编码与库位，每行一个').fill('BAG-BK\tA-01-03\nNEVER\tA-01-04')
  await look('many places')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /保\s?存/ })
    .click()
  await page.getByRole('button', { name: 'BAG-BK 的库位' }).getByText('A-01-03').waitFor()
  await page.getByText('NEVER').waitFor()
  await page.goto(`${day.url}/fulfilment/print`)
  await page.locator('thead').getByRole('checkbox').check()
  await page.getByRole('button', { name: '拣货单' }).click()
  await page
    .getByRole('dialog')
    .getByRole('radio', { name: /办公室激光机/ })
    .check()
  await look('pick list to a printer')
  await page.getByRole('dialog').getByRole('button', { name: '开始打印' }).click()
  await page.getByText('已交给打印机').waitFor()
  await page.goto(`${day.url}/fulfilment/print?view=history`)
  await page.getByText('发货单与拣货单', { exact: true }).click()
  await page.getByRole('row', { name: /拣货单.*已打印/ }).waitFor()
  await look('printed documents')
  assert.equal(day.sandbox.control.printerJobs('label-1').length, 1)
  assert.deepEqual(owner.complaints, [])
})
