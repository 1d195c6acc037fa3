/** A packing desk: its browser prints on the print component of its computer while the server prints on a network printer. */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { aWorkingDay, journey, type Person, savePictures, until, type WorkingDay } from './a-working-day.ts'

type ParcelRow = { parcelId: string; waybillNumber: string; station: string }

let day: WorkingDay
let packer: Person
const pictures: { name: string; picture: Buffer }[] = []

before(async () => {
  day = await aWorkingDay()
})
after(async () => {
  if (process.env.KEEP_PICTURES) savePictures(pictures)
  await day.stop()
})

const component = () =>
  day.sandbox.control.printComponents().find(({ name }) => name === 'cainiao') ?? assert.fail('no component')
const at = async (station: string): Promise<ParcelRow[]> => {
  const { rows } = await day.asOwner<{ rows: ParcelRow[] }>('orders.listParcels', {
    filters: { stations: [station] },
    sort: 'deadline',
  })
  return rows
}
const look = async (name: string) => void pictures.push({ name, picture: await packer.page.screenshot() })

/** New orders up to the print station. */
async function toPrint(count: number): Promise<string[]> {
  for (let n = 0; n < count; n++) day.sandbox.control.createOrders(1, { buyer: `买家${Date.now()}${n}`, lineCount: 1 })
  const waiting = await until('the orders are here', async () => {
    const rows = await at('review')
    return rows.length === count && rows
  })
  const parcelIds = waiting.map(({ parcelId }) => parcelId)
  await day.asOwner('orders.approveForced', { parcelIds, reason: '测试' })
  await day.asOwner('fulfilment.requestWaybills', { parcelIds })
  await until('they have numbers', async () => (await at('print')).length === count)
  return parcelIds
}
async function printAll(count: number, printers: string[]): Promise<void> {
  const { page } = packer
  await page.goto(`${day.url}/fulfilment/print`)
  await page.getByText(`全选已显示的 ${count} 个`).or(page.getByRole('checkbox').first()).first().waitFor()
  await page.locator('thead').getByRole('checkbox').check()
  await page.getByRole('button', { name: '打印面单' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('checkbox', { name: '台一菜鸟' }).waitFor()
  for (const box of await dialog.locator('.printer-choice').getByRole('checkbox').all()) await box.uncheck()
  for (const name of printers) await dialog.getByRole('checkbox', { name }).check()
  await look(`dialog-${printers.length}`)
  await dialog.getByRole('button', { name: '开始打印' }).click()
}

journey('the owner binds a printer of the component on this computer to this desk', async () => {
  packer = await day.signIn('owner')
  const { page } = packer
  await page.goto(`${day.url}/settings?tab=printers`)
  await page.getByRole('button', { name: '绑定打印组件' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('打包台').fill('一号打包台')
  await dialog.getByLabel('组件里的打印机').click()
  await page.getByTitle('热敏面单机').click()
  await dialog.getByLabel('名称').fill('台一菜鸟')
  await look('bind')
  await dialog.getByRole('button', { name: /添\s?加/ }).click()
  await page.getByText('菜鸟打印组件 · 一号打包台').waitFor()
  await page
    .getByRole('row', { name: /台一菜鸟/ })
    .getByText('空闲')
    .waitFor()
  await look('printers')
  assert.deepEqual(packer.complaints, [])
})

journey('the owner moves the print on this computer’s printer, and the component keeps it', async () => {
  const { page } = packer
  await page
    .getByRole('row', { name: /台一菜鸟/ })
    .getByRole('button', { name: /调\s?整/ })
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('水平偏移').fill('-2')
  await dialog.getByLabel('垂直偏移').fill('1.5')
  await look('adjust')
  await dialog.getByRole('button', { name: /保\s?存/ }).click()
  await dialog.waitFor({ state: 'hidden' })
  assert.deepEqual(component().offsetsOf('热敏面单机'), { horizontal: -2, vertical: 1.5 })
  assert.deepEqual(packer.complaints, [])
})

journey('labels go to the component and to a network printer side by side, each once', async () => {
  await toPrint(6)
  await printAll(6, ['台一菜鸟', '面单机 1'])
  await until('all are printed', async () => (await at('ship')).length === 6)
  await look('printed')
  const papers = component().printed()
  assert.deepEqual([papers.length, new Set(papers.map(({ taskId }) => taskId)).size], [3, 3])
  assert.equal(day.sandbox.control.printerJobs('label-1').length, 3)
  assert.deepEqual(component().paperOf('热敏面单机'), { width: 76, height: 130 })
  assert.deepEqual(component().offsetsOf('热敏面单机'), { horizontal: -2, vertical: 1.5 })
  assert.deepEqual(packer.complaints, [])
})

journey(
  'the page is closed between accept and printed: whoever comes back finds the labels settled, and none came out twice',
  async () => {
    const before = component().printed().length
    day.sandbox.control.setFault({ kind: 'printerPaperOut', target: '热敏面单机' })
    await toPrint(2)
    await printAll(2, ['台一菜鸟'])
    const states = async () => {
      const { rows: jobs } = await day.asOwner<{ rows: { counts: Record<string, number> }[] }>('fulfilment.listPrintJobs', {})
      return jobs[0]?.counts ?? {}
    }
    await until('the component has accepted both', async () => (await states()).accepted === 2)
    const { page } = packer
    const context = page.context()
    await page.close()
    day.sandbox.control.clearFaults()
    await until('the paper came out with nobody there to hear it', () => component().printed().length === before + 2)
    assert.deepEqual(await states(), { accepted: 2 })
    packer = { ...packer, page: await context.newPage() }
    await packer.page.goto(`${day.url}/fulfilment/print?view=history`)
    await until('the next page has asked the component', async () => (await states()).printed === 2)
    await look('history')
    assert.equal(component().printed().length, before + 2)
  },
)

journey('the page may speak to the components of this computer and to nothing else outside the house', async () => {
  const policy = (await packer.page.request.get(`${day.url}/login`)).headers()['content-security-policy'] ?? ''
  const [connect = ''] = policy.split('; ').filter((part) => part.startsWith('connect-src'))
  const ports = day.sandbox.control.printComponents().map(({ url }) => new URL(url).port)
  const plain = ports.flatMap((port) => [`ws://localhost:${port}`, `ws://127.0.0.1:${port}`])
  const overTls = [13529, 18653, 13999].flatMap((port) => [`wss://localhost:${port}`, `wss://127.0.0.1:${port}`])
  const expected = [...plain, ...overTls]
  assert.deepEqual(connect.split(' ').slice(1).sort(), ["'self'", ...expected].sort())
})
