/** A courier of one's own is bound, rules choose between couriers and say why, and a parcel that comes back is seen and settled. */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { sandboxKuaidi100 } from '#sandbox/kuaidi100/kuaidi100-service.ts'
import { sandboxSf } from '#sandbox/sf/sf-service.ts'
import { aWorkingDay, journey, type Person, savePictures, until, type WorkingDay } from './a-working-day.ts'

type Parcel = { parcelId: string; number: string; waybillNumber: string; station: string }

const HOUR_MS = 3_600_000
let day: WorkingDay
let owner: Person
let parcels: Parcel[]
const pictures: { name: string; picture: Buffer }[] = []

before(async () => {
  day = await aWorkingDay({ agoMs: 72 * HOUR_MS })
  day.sandbox.control.createOrders(3, { buyerNote: '', lineCount: 1 })
  parcels = await until('orders are there', async () => {
    const rows = await listed('review')
    return rows.length >= 3 && rows.slice(0, 3)
  })
  await day.asOwner('orders.approveForced', { parcelIds: parcels.map(({ parcelId }) => parcelId), reason: '样例' })
  owner = await day.signIn('owner')
})
after(async () => {
  if (process.env.ZHANGGUI_PICTURES) savePictures(pictures)
  await day.stop()
})

const listed = async (station: string): Promise<Parcel[]> =>
  (
    await day.asOwner<{ rows: Parcel[] }>('orders.listParcels', {
      filters: { stations: [station], shopIds: [day.platformShop.shopId] },
      sort: 'newest',
    })
  ).rows
const see = async (name: string, { page }: Person = owner) => {
  pictures.push({ name, picture: await page.screenshot({ fullPage: true }) })
}

journey('an account at SF is bound: the interface says what to type, and the keys are not shown again', async () => {
  const { page } = owner
  await page.goto(`${day.url}/settings?tab=carriers`)
  await page.getByRole('button', { name: '添加快递账号' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('面单接口').click()
  await page.getByTitle('顺丰丰桥直连').click()
  await dialog.getByLabel('快递公司').click()
  await page.getByTitle('顺丰速运').click()
  await dialog.getByLabel('顾客编码（partnerID）').fill(sandboxSf.partnerId)
  await dialog.getByLabel('校验码').fill(sandboxSf.checkWord)
  await dialog.getByLabel('月结卡号').fill('7551234567')
  await dialog.getByLabel('设为默认').uncheck()
  for (const [label, value] of [
    ['姓名', '云上仓库'],
    ['电话', '057900000000'],
    ['省', '浙江省'],
    ['市', '金华市'],
    ['详细地址', '样例路 1 号'],
  ] as const)
    await dialog.getByLabel(label, { exact: true }).fill(value)
  await see('bind-account')
  await dialog.getByRole('button', { name: /添\s*加/ }).click()
  const row = page.getByRole('row', { name: /顺丰丰桥直连/ })
  await row.waitFor()
  await row.getByRole('button', { name: /修\s*改/ }).click()
  await page.getByRole('dialog').getByText('账号与密钥').waitFor()
  assert.equal(await page.getByRole('dialog').getByLabel('校验码').inputValue(), '')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /取\s*消/ })
    .click()
  await see('accounts')
})

journey('a rule is made, and its preview says why masked receivers stay with the platform', async () => {
  const { page } = owner
  await page.goto(`${day.url}/settings?tab=courierRules`)
  await page.getByRole('button', { name: '添加规则' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('规则名').fill('都走顺丰')
  await dialog.getByLabel('快递账号').click()
  await page.getByTitle(/顺丰速运/).click()
  await dialog.getByLabel('规则名').click()
  await see('rule-dialog')
  await dialog.getByRole('button', { name: /保\s*存/ }).click()
  await page.getByText('1. 都走顺丰').waitFor()
  await page.getByText('收件信息被平台加密').first().waitFor()
  await see('rules')
  await page.goto(`${day.url}/fulfilment/waybills`)
  await page.getByRole('button', { name: '为什么是这家快递' }).first().click()
  await page.getByText('现在取号会这样选').waitFor()
  await see('why')
})

journey('shipped parcels are followed once a service is bound; a refused one is told, looked at and settled', async () => {
  const parcelIds = parcels.map(({ parcelId }) => parcelId)
  const { rows: printers } = await day.asOwner<{ rows: { printerId: string }[] }>('fulfilment.listPrinters', {})
  await day.asOwner('fulfilment.requestWaybills', { parcelIds })
  await until('numbers', async () => (await listed('print')).length >= 3)
  await day.asOwner('fulfilment.printParcels', { parcelIds, printerIds: printers.map(({ printerId }) => printerId) })
  await until('labels', async () => (await listed('ship')).length >= 3)
  await day.asOwner('fulfilment.shipParcels', { parcelIds })
  const [refused, fine] = await until('shipped', async () => {
    const rows = (await listed('shipped')).filter(({ parcelId }) => parcelIds.includes(parcelId))
    return rows.length === 3 && rows
  })
  assert.ok(refused && fine)
  day.sandbox.control.setJourney(refused.waybillNumber, 'refused')
  day.sandbox.control.setJourney(fine.waybillNumber)
  await until('they are followed', async () => {
    const { rows } = await day.asOwner<{ rows: object[] }>('tracing.listTraces', {})
    return rows.length >= 3
  })
  day.advance(23 * HOUR_MS)

  const { page } = owner
  await page.goto(`${day.url}/settings?tab=tracing`)
  const service = page.locator('.panel', { hasText: '快递100' })
  await service.getByRole('button', { name: /绑\s*定/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('customer（企业编号）').fill(sandboxKuaidi100.customer)
  await dialog.getByLabel('授权 key').fill(sandboxKuaidi100.key)
  await dialog.getByRole('button', { name: /绑\s*定/ }).click()
  await service.getByText('已绑定').waitFor()
  await see('services')

  await page.goto(`${day.url}/fulfilment/tracking?view=exceptions`)
  const row = page.getByRole('row', { name: new RegExp(refused.waybillNumber) })
  await row.waitFor()
  await see('exceptions')
  await row.getByText('收件人拒收').click()
  await page.getByRole('dialog').getByText('正在派件').waitFor()
  await see('trace')
  await page.keyboard.press('Escape')
  await row.getByRole('checkbox').check()
  await page.getByRole('button', { name: '标记已处理' }).click()
  await page.getByRole('dialog').getByLabel('原因').fill('已联系买家')
  await page.getByRole('dialog').getByRole('button', { name: '标记已处理' }).click()
  await row.waitFor({ state: 'detached' })
  await page.getByRole('tab', { name: '全部' }).click()
  await page
    .getByRole('row', { name: new RegExp(fine.waybillNumber) })
    .getByText('已签收')
    .first()
    .waitFor()
  await see('all')
  await page.goto(`${day.url}/parcels/${refused.parcelId}`)
  await page.getByRole('heading', { name: '物流轨迹' }).waitFor()
  await see('parcel')
  assert.deepEqual(owner.complaints, [])

  const phone = await day.signIn('owner', { viewport: { width: 390, height: 844 }, language: 'en' })
  for (const at of ['/fulfilment/tracking', '/settings?tab=courierRules', '/settings?tab=tracing', '/settings?tab=carriers']) {
    await phone.page.goto(day.url + at)
    await phone.page.locator('h1, h2, h3, h4').first().waitFor()
    await phone.page.waitForFunction(() => document.querySelector('.ant-skeleton, .ant-spin-spinning') === null)
    await see(`phone${at.replaceAll(/[/?=]/g, '-')}`, phone)
    const overhang = await phone.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.equal(overhang, 0, `${at} scrolls sideways`)
  }
})
