/** A buyer's review arrives, is replied to once, and a seller's note goes to the platform; what a platform does not offer says why. */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { inMerchant } from '#kernel/db.ts'
import { applySnapshots } from '#modules/orders/public.ts'
import { aSnapshot } from '#modules/orders/testing/order-samples.ts'
import { aWorkingDay, journey, type Person, savePictures, until, type WorkingDay } from './a-working-day.ts'

let day: WorkingDay
let owner: Person
let tid: string
let oid: string
const pictures: { name: string; picture: Buffer }[] = []
const PHONE = { width: 390, height: 844 }

before(async () => {
  day = await aWorkingDay()
  const [order] = day.sandbox.control.createOrders(1, { buyerNote: '', lineCount: 1 })
  tid = order?.tid ?? ''
  oid = order?.lines[0]?.oid ?? ''
  day.sandbox.control.createReview(tid, { stars: 1, text: '杯子到的时候碎了一个，客服一直没有回复，很失望。' })
  for (const { tid: other } of day.sandbox.control.createOrders(3, { lineCount: 1 }))
    day.sandbox.control.createReview(other, { stars: 5, text: '质量很好，物流也快，会再来。' })
  await until('the order is there', async () => (await parcelOf(tid)) !== undefined)
  owner = await day.signIn('owner')
})
after(async () => {
  if (process.env.ZHANGGUI_PICTURES) savePictures(pictures)
  await day.stop()
})

const parcelOf = async (search: string): Promise<string | undefined> =>
  (await day.asOwner<{ rows: { parcelId: string }[] }>('orders.listParcels', { filters: { search } })).rows[0]?.parcelId
const see = async (name: string, { page }: Person = owner) => {
  pictures.push({ name, picture: await page.screenshot({ fullPage: true }) })
}
const replyAtPlatform = () => day.sandbox.control.reviews().find((review) => review.oid === oid)?.reply

journey('reviews are read, with stars, goods and order; shops whose platform tells none say why', async () => {
  const { page } = owner
  await day.asOwner('shops.addShop', { platform: 'pinduoduo', name: '拼多多样例店' })
  await page.goto(`${day.url}/reviews`)
  await page.getByText('拼多多开放平台没有评价接口', { exact: false }).first().waitFor()
  await page.getByRole('button', { name: '立即读取' }).first().click()
  await page.getByText('杯子到的时候碎了一个', { exact: false }).waitFor()
  await page.getByRole('img', { name: '1 星' }).first().waitFor()
  await see('reviews')
})

journey('a bad review is opened and replied to; the reply reaches the platform and stands there for good', async () => {
  const { page } = owner
  await page.getByText('未回复', { exact: true }).first().click()
  await page.getByText('杯子到的时候碎了一个', { exact: false }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel('商家回复').fill('非常抱歉，今天就给您补发一个，请留意短信。')
  await drawer.getByRole('button', { name: '存为常用语' }).click()
  await see('reply')
  await drawer.getByRole('button', { name: '发出回复' }).click()
  await until('the platform has the reply', () => replyAtPlatform() === '非常抱歉，今天就给您补发一个，请留意短信。')
  await drawer.getByText('回复', { exact: false }).first().waitFor()
  await until('the page shows it', async () => (await drawer.getByRole('button', { name: '发出回复' }).count()) === 0)
  await see('replied')
  const second = await owner.call('reviews.replyToReview', await idOf('杯子到的时候碎了一个'))
  assert.equal((second.body.error as { code: string }).code, 'reviewAnswered')
})

const idOf = async (search: string) => ({
  reviewId:
    (await day.asOwner<{ rows: { reviewId: string }[] }>('reviews.listReviews', { filters: { search } })).rows[0]?.reviewId ?? '',
  text: '再说一句',
})

journey('a phrase that was kept is used for the next reply', async () => {
  const { page } = owner
  await page.keyboard.press('Escape')
  await page.goto(`${day.url}/reviews`)
  await page.getByText('质量很好', { exact: false }).first().click()
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('button', { name: /^(snippets )?常用语$/ }).click()
  await page.getByRole('button', { name: '非常抱歉，今天就给您补发一个，请留意短信。' }).click()
  assert.equal(await drawer.getByLabel('商家回复').inputValue(), '非常抱歉，今天就给您补发一个，请留意短信。')
})

journey('whoever may only look sees the review and no box; on a phone it is a list of cards', async () => {
  const looking = await day.signIn('inSaleService', { viewport: PHONE })
  await looking.page.goto(`${day.url}/reviews`)
  await looking.page.getByText('质量很好', { exact: false }).first().waitFor()
  await see('phone', looking)
  await looking.page.getByText('质量很好', { exact: false }).first().click()
  await looking.page.getByText('你没有回复评价的权限').waitFor()
  await see('phone-review', looking)
  await looking.page.goto(`${day.url}/parcels/${await parcelOf(tid)}`)
  await looking.page.getByRole('button', { name: '写卖家备注、插旗' }).click()
  await see('phone-note', looking)
  await looking.page.close()
})

journey(
  'a seller’s note with a flag is written on the parcel’s page and reaches the platform; a refusal says so and is retried',
  async () => {
    const { page } = owner
    await page.goto(`${day.url}/parcels/${await parcelOf(tid)}`)
    await page.getByRole('button', { name: '写卖家备注、插旗' }).click()
    await page.getByLabel('卖家备注').fill('补发一个杯子，发顺丰')
    await page.getByRole('radiogroup', { name: '旗标' }).getByLabel('红旗').click()
    await see('note-editor')
    await page.getByRole('button', { name: /^保\s*存$/ }).click()
    await until('the platform has the note', () => day.sandbox.control.order(tid).sellerMemo === '补发一个杯子，发顺丰')
    assert.equal(day.sandbox.control.order(tid).sellerFlag, 1)
    await page.getByText('已写到平台', { exact: false }).waitFor()
    await see('note-told')
    day.sandbox.control.setFault({ kind: 'error', code: 15, subCode: 'isv.trade-not-exist', target: 'taobao.trade.memo.update' })
    await page
      .getByRole('button', { name: /修\s*改/ })
      .first()
      .click()
    await page.getByLabel('卖家备注').fill('改发圆通')
    await page.getByRole('button', { name: /^保\s*存$/ }).click()
    await page.getByText('平台没有收下', { exact: false }).waitFor()
    await see('note-refused')
    day.sandbox.control.clearFaults()
    await page.getByRole('button', { name: '立即重试' }).click()
    await until('the platform has it', () => day.sandbox.control.order(tid).sellerMemo === '改发圆通')
  },
)

journey('several orders get a note and a flag at once; the orders page says when a platform did not take one', async () => {
  const { page } = owner
  day.sandbox.control.setFault({ kind: 'error', code: 15, subCode: 'isv.trade-not-exist', target: 'taobao.trade.memo.update' })
  await page.goto(`${day.url}/orders`)
  await page.getByRole('row').nth(2).getByRole('checkbox').check()
  await page.getByRole('row').nth(3).getByRole('checkbox').check()
  await page.getByRole('button', { name: '备注、插旗' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('卖家备注').fill('双十一赠品')
  await dialog.getByRole('radiogroup').last().getByLabel('绿旗').click()
  await see('bulk-note')
  await dialog.getByRole('button', { name: /^保\s*存$/ }).click()
  await page.getByText('2 条卖家备注还没有写到平台').waitFor()
  await see('note-problems')
  day.sandbox.control.clearFaults()
  await page
    .getByRole('button', { name: /查\s*看/ })
    .first()
    .click()
  await see('note-problem-list')
  await page.getByRole('button', { name: '全部重试' }).click()
  await until('both are on the platform', () => {
    const noted = day.sandbox.control.orders().filter(({ sellerMemo }) => sellerMemo.includes('双十一赠品'))
    return noted.length === 2 && noted.every(({ sellerFlag }) => sellerFlag === 3)
  })
})

journey('a shop from files keeps the note in the house and says why; in English too', async () => {
  const { database, world } = day.app.kernel
  await inMerchant(database, day.merchantId, 'write', (tx) =>
    applySnapshots(tx, {
      ...{ shopId: day.fileShop.shopId, platform: 'file', snapshots: [aSnapshot('FILE-1')] },
      ...{ now: world.now(), vault: world.vault, by: { name: 'import' } },
    }),
  )
  const parcelId = await until('the order is there', () => parcelOf('FILE-1'))
  const person = await day.signIn('owner', { language: 'en' })
  await person.page.goto(`${day.url}/parcels/${parcelId}`)
  await person.page.getByRole('button', { name: 'Write a seller memo or flag' }).first().click()
  await person.page.getByLabel('Seller memo').fill('gift inside')
  await person.page.getByRole('button', { name: 'Save', exact: true }).click()
  await person.page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' })
  await person.page.getByText('Kept in the house only', { exact: false }).first().waitFor()
  await see('note-kept', person)
  await person.page.goto(`${day.url}/reviews`)
  await person.page.getByRole('heading', { name: 'Buyers’ reviews' }).waitFor()
  await see('reviews-english', person)
})
