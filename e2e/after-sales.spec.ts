/** A buyer asks for money back: a clerk with a limit agrees to what lies within it, confirms what lies above, and the platform pays. */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { aWorkingDay, journey, type Person, savePictures, until, type WorkingDay } from './a-working-day.ts'

const MINUTE_MS = 60_000
let day: WorkingDay
let clerk: Person
let small: string
let large: string
const pictures: { name: string; picture: Buffer }[] = []

before(async () => {
  day = await aWorkingDay({ agoMs: 60 * MINUTE_MS })
  const { rows } = await day.asOwner<{ rows: { accountId: string; name: string; version: number }[] }>('team.listStaff', {})
  const staff = rows.find(({ name }) => name === '陈客服')
  await day.asOwner('team.setGrants', {
    accountId: staff?.accountId,
    version: staff?.version,
    grants: [{ role: 'afterSaleService', shopIds: null, limits: { refundPerActFen: 5000, refundPerDayFen: 20_000 } }],
  })
  small = asked(3000, '少发了一件')
  large = asked(8000, '尺码不合适')
  clerk = await day.signIn('inSaleService')
  // Signing in proves who one is, for some minutes.
  day.advance(6 * MINUTE_MS)
})
after(async () => {
  if (process.env.ZHANGGUI_PICTURES) savePictures(pictures)
  await day.stop()
})

function asked(refundFen: number, reason: string): string {
  const [order] = day.sandbox.control.createOrders(1, { lineCount: 1, buyerNote: '' })
  day.sandbox.control.askRefund(order?.tid ?? '', undefined, { refundFen, reason })
  return order?.tid ?? ''
}
const refundStatus = (tid: string) => day.sandbox.control.order(tid).lines[0]?.refundStatus
const see = async (name: string, { page }: Person = clerk) => {
  pictures.push({ name, picture: await page.screenshot() })
}
const drawer = () => clerk.page.locator('.ant-drawer')
const confirmation = () => clerk.page.locator('.ant-modal-confirm')
async function open(tid: string): Promise<void> {
  await clerk.page.getByRole('row', { name: new RegExp(tid) }).click()
  await drawer().getByText(tid).first().waitFor()
}
async function close(): Promise<void> {
  await drawer().locator('.ant-drawer-close').click()
  await drawer().locator('.ant-drawer-close').waitFor({ state: 'hidden' })
}
async function agree(): Promise<void> {
  await drawer().getByRole('button', { name: '同意退款' }).click()
  await confirmation().getByRole('button', { name: '同意退款' }).click()
}

journey('what buyers ask back stands on one page, the soonest due first, and one’s own limit beside it', async () => {
  const { page } = clerk
  await page.getByRole('link', { name: '售后', exact: true }).click()
  await page.getByRole('row', { name: new RegExp(large) }).waitFor()
  await page.getByRole('row', { name: new RegExp(small) }).waitFor()
  await see('list')
  await open(large)
  await drawer().getByText('尺码不合适').waitFor()
  await drawer().getByText('单笔上限 ¥50.00').waitFor()
  await see('case')
})

journey('¥80 is above the limit of ¥50: without confirming that it is oneself nothing is agreed to', async () => {
  const { page } = clerk
  await agree()
  await page.getByRole('dialog', { name: /验证是您本人/ }).waitFor()
  await see('step-up')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: /验证是您本人/ }).waitFor({ state: 'detached' })
  assert.equal(refundStatus(large), 'WAIT_SELLER_AGREE')
  await close()
})

journey('¥30 lies within it: agreed, told, and the sandbox has paid', async () => {
  await open(small)
  await agree()
  await until('the platform has paid', () => refundStatus(small) === 'SUCCESS')
  await drawer().getByText('已退款').first().waitFor()
  await drawer().getByText('计入额度 ¥30.00').waitFor()
  await see('refunded')
  await close()
})

journey('who confirms to be himself agrees to the ¥80 too, and the record says so', async () => {
  const { page } = clerk
  await open(large)
  await agree()
  const dialog = page.getByRole('dialog', { name: /验证是您本人/ })
  await dialog.getByLabel('密码').fill(day.login('inSaleService').password)
  await dialog.getByRole('button', { name: /确\s*认/ }).click()
  await until('the platform has paid', () => refundStatus(large) === 'SUCCESS')
  await drawer().getByText('已二次确认').waitFor()
  await see('confirmed')
})

journey('what the platform does not take stands there with its reason, and can be decided anew', async () => {
  const { page } = clerk
  await close()
  // Taobao lets nobody refuse the refund of goods that have not left.
  const stubborn = asked(2000, '不想要了')
  await open(stubborn)
  await drawer()
    .getByRole('button', { name: /拒\s*绝/ })
    .click()
  const dialog = page.getByRole('dialog', { name: '拒绝这次申请' })
  await dialog.getByLabel('原因').fill('商品已经发出')
  await see('refusing')
  await dialog.getByRole('button', { name: /拒\s*绝/ }).click()
  await drawer().getByText('平台没有接受').first().waitFor()
  await drawer().getByRole('button', { name: '立即重试' }).waitFor()
  await see('not-taken')
  await agree()
  await until('the platform has paid', () => refundStatus(stubborn) === 'SUCCESS')
  await close()
  await page.goto(`${day.url}/after-sales?view=over`)
  await page.getByRole('row', { name: new RegExp(stubborn) }).waitFor()
  await see('over')
})

journey('clear cases are agreed to together', async () => {
  const { page } = clerk
  const tids = [asked(300, '不想要了'), asked(400, '不想要了')]
  await page.goto(`${day.url}/after-sales`)
  for (const tid of tids)
    await page
      .getByRole('row', { name: new RegExp(tid) })
      .getByRole('checkbox')
      .check()
  await page.getByRole('button', { name: '同意 2 笔' }).click()
  await confirmation().getByText('同意退款：2 笔，共 ¥7.00').waitFor()
  await see('together')
  await confirmation().getByRole('button', { name: '同意 2 笔' }).click()
  await until('the platform has paid both', () => tids.every((tid) => refundStatus(tid) === 'SUCCESS'))
})

journey('on a phone, in English, nothing scrolls sideways', async () => {
  asked(1500, '不想要了')
  const phone = await day.signIn('owner', { viewport: { width: 390, height: 844 }, language: 'en' })
  const { page } = phone
  await page.goto(`${day.url}/after-sales?view=all`)
  await page.getByText('Refund only').first().waitFor()
  await until('the new case is there', async () => (await page.getByText('Waits for the shop').count()) > 0)
  await see('phone-list', phone)
  await page.getByText('Waits for the shop').first().click()
  await page.getByRole('button', { name: 'Agree to the refund' }).waitFor()
  await see('phone-case', phone)
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.equal(overhang, 0)
  assert.deepEqual(phone.complaints, [])
})
