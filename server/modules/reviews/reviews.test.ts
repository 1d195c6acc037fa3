/** What buyers write arrives, is found and replied to once; a platform without reviews is shown as such. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { Failure } from '#kernel/failure.ts'
import { jobContext } from '#modules/intake/testing/job-context.ts'
import { aConnectedShop, aPlatformTeam, type PlatformTeam } from '#modules/intake/testing/platform-shops.ts'
import { applySnapshots } from '#modules/orders/public.ts'
import { callPlatform } from '#modules/shops/public.ts'
import type { Who } from '#server/testing/team.ts'
import { deletePhrase } from './operations/delete-phrase.ts'
import { listPhrases } from './operations/list-phrases.ts'
import { listReviewShops } from './operations/list-review-shops.ts'
import { listReviews } from './operations/list-reviews.ts'
import { readReview } from './operations/read-review.ts'
import { readShopReviewsNow } from './operations/read-shop-reviews.ts'
import { replyToReview } from './operations/reply-to-review.ts'
import { savePhrase } from './operations/save-phrase.ts'
import { startReadings } from './operations/start-readings.ts'
import { readShopReviews } from './read-shop-reviews.ts'
import { sendReplies } from './send-replies.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
let world: PlatformTeam
before(async () => {
  // The database gives jobs out by its own clock: ours and the platform's stay behind it.
  world = await aPlatformTeam({ now: () => Date.now() - 9 * MINUTE_MS })
  world.t.clock.advance(-8 * MINUTE_MS)
})
after(() => world.stop())
beforeEach(() => world.sandbox.control.clearFaults())

const context = () => jobContext(world.t)
const laterBy = (ms: number) => world.t.clock.advance(ms)
async function aReviewedShop(written: { stars: number; text: string }[]) {
  const shop = await aConnectedShop(world, 'taobao')
  const orders = world.sandbox.control.createOrders(written.length, { shopId: shop.platformShopId, lineCount: 1 })
  const reviews = orders.flatMap(({ tid }, index) =>
    world.sandbox.control.createReview(tid, written[index] ?? assert.fail('too many')),
  )
  await readShopReviews(context(), shop.shopId)
  return { ...shop, orders, reviews }
}
const listed = async (shopId: string, filters = {}, who: Who = 'owner') =>
  (await world.t.call(who, listReviews, { filters: { shopIds: [shopId], ...filters } })).rows
const only = async (shopId: string) => (await listed(shopId))[0] ?? assert.fail('no review')
const replyOf = (oid: string | undefined) => world.sandbox.control.reviews().find((review) => review.oid === oid)?.reply
const codeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: unknown) => (error instanceof Failure ? error.definition.code : String(error)),
  )
const repliesSent = () => world.sandbox.control.callCounts()['taobao.traderate.explain.add'] ?? 0

test('reviews arrive with stars, words and goods; read again, nothing is there twice, and a later one is found', async () => {
  const { shopId, orders } = await aReviewedShop([{ stars: 5, text: '很好' }])
  const [order] = orders
  assert.ok(order)
  const [review] = await listed(shopId)
  assert.deepEqual([review?.stars, review?.text, review?.replyState, review?.isOrderHere], [5, '很好', 'none', false])
  const snapshot = await callPlatform(context(), shopId, async (connection, adapter) =>
    adapter.readOrder(await adapter.fetchOrder(connection, order.tid)),
  )
  const { vault } = world.t.app.kernel.world
  await world.t.write((tx) =>
    applySnapshots(tx, {
      ...{ shopId, platform: 'taobao', snapshots: [snapshot], now: world.t.clock.now, vault, by: { name: 'intake' } },
    }),
  )
  const known = await only(shopId)
  assert.deepEqual([known.isOrderHere, known.goodsTitle], [true, order.lines[0]?.title])
  const [second] = world.sandbox.control.createOrders(1, { shopId: order.shopId, lineCount: 1 })
  world.sandbox.control.createReview(second?.tid ?? '', { stars: 1, text: '太差' })
  await readShopReviews(context(), shopId)
  assert.equal((await listed(shopId)).length, 1, 'read a moment ago')
  await world.t.call('owner', readShopReviewsNow, { shopId })
  await world.t.runJobs()
  assert.deepEqual((await listed(shopId)).map(({ text }) => text).sort(), ['太差', '很好'].sort())
  const { rows } = await world.t.call('owner', listReviewShops, {})
  const counts = rows.find((row) => row.shopId === shopId)
  assert.deepEqual([counts?.unansweredCount, counts?.badCount, counts?.problem], [2, 1, ''])
})

test('every shop whose turn it is is read by itself', async () => {
  const shop = await aConnectedShop(world, 'taobao')
  const [order] = world.sandbox.control.createOrders(1, { shopId: shop.platformShopId, lineCount: 1 })
  world.sandbox.control.createReview(order?.tid ?? '', { stars: 3, text: '一般' })
  await context().call(startReadings, {})
  await world.t.runJobs()
  assert.deepEqual(
    (await listed(shop.shopId)).map(({ stars }) => stars),
    [3],
  )
})

test('filters find by stars, by whether somebody replied, by words and by order number', async () => {
  const { shopId, reviews } = await aReviewedShop([
    { stars: 5, text: '物流很快' },
    { stars: 1, text: '杯子碎了 100%' },
    { stars: 3, text: '颜色一般' },
  ])
  const texts = async (filters: object) => (await listed(shopId, filters)).map(({ text }) => text).sort()
  assert.deepEqual(await texts({ stars: [1, 3] }), ['杯子碎了 100%', '颜色一般'])
  assert.deepEqual(await texts({ search: '100%' }), ['杯子碎了 100%'])
  assert.deepEqual(await texts({ search: reviews[0]?.tid }), ['物流很快'])
  const [bad] = await listed(shopId, { stars: [1] })
  await world.t.call('owner', replyToReview, { reviewId: bad?.reviewId ?? '', text: '抱歉，给您补发' })
  assert.equal((await listed(shopId, { state: 'unanswered' })).length, 2)
  await world.t.runJobs()
  assert.deepEqual(await texts({ state: 'answered' }), ['杯子碎了 100%'])
  assert.deepEqual(await texts({ search: '补发' }), ['杯子碎了 100%'])
})

test('pages follow each other without a gap, also where several were written in one second', async () => {
  const { shopId } = await aReviewedShop(Array.from({ length: 70 }, (_, index) => ({ stars: 5, text: `第 ${index} 条` })))
  const seen: string[] = []
  for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
    const page: { rows: { reviewId: string }[]; next: string | null } = await world.t.call('owner', listReviews, {
      ...{ filters: { shopIds: [shopId] }, cursor },
    })
    seen.push(...page.rows.map(({ reviewId }) => reviewId))
    cursor = page.next
  }
  assert.deepEqual([seen.length, new Set(seen).size], [70, 70])
})

test('a reply reaches the platform once; the second who replies is told who was first', async () => {
  const { shopId, reviews } = await aReviewedShop([{ stars: 1, text: '没有收到' }])
  const { reviewId } = await only(shopId)
  const service = { accountId: await world.t.staff('小售', [{ role: 'afterSaleService', shopIds: [shopId] }]) }
  world.sandbox.control.resetCallCounts()
  const acts = [
    world.t.call(service, replyToReview, { reviewId, text: '马上为您查' }),
    world.t.call(service, replyToReview, { reviewId, text: '马上为您查' }),
  ]
  assert.deepEqual(await Promise.all(acts.map(codeOf)), ['done', 'done'], 'the same person saying the same again')
  const second = await world.t.call('owner', replyToReview, { reviewId, text: '您好' }).catch((error: unknown) => error)
  assert.ok(second instanceof Failure)
  assert.deepEqual([second.definition.code, second.params], ['reviewAnswered', { name: '小售' }])
  await world.t.runJobs()
  assert.deepEqual([replyOf(reviews[0]?.oid), repliesSent()], ['马上为您查', 1])
  const row = await only(shopId)
  assert.deepEqual([row.reply, row.replyState, row.repliedBy], ['马上为您查', 'answered', '小售'])
  assert.equal(await codeOf(world.t.call('owner', replyToReview, { reviewId, text: '再回一次' })), 'reviewAnswered')
})

test('of two who reply in the same moment one is refused, and the platform gets one reply', async () => {
  const { shopId, reviews } = await aReviewedShop([{ stars: 2, text: '慢' }])
  const { reviewId } = await only(shopId)
  const people = await Promise.all(
    ['甲', '乙', '丙'].map((name) => world.t.staff(name, [{ role: 'marketer', shopIds: [shopId] }])),
  )
  const codes = await Promise.all(
    people.map((accountId) => codeOf(world.t.call({ accountId }, replyToReview, { reviewId, text: `${accountId} 回复` }))),
  )
  assert.deepEqual(codes.sort(), ['done', 'reviewAnswered', 'reviewAnswered'])
  await world.t.runJobs()
  assert.equal(replyOf(reviews[0]?.oid), (await only(shopId)).reply)
})

test('a lost answer: the review is read, and what arrived is not told twice', async () => {
  const { shopId, reviews } = await aReviewedShop([{ stars: 4, text: '不错' }])
  const { reviewId } = await only(shopId)
  world.sandbox.control.setFault({ kind: 'lostReply', times: 10, target: 'taobao.traderate.explain.add' })
  await world.t.call('owner', replyToReview, { reviewId, text: '谢谢' })
  await sendReplies(context(), shopId)
  assert.equal((await only(shopId)).replyState, 'calling')
  assert.equal(replyOf(reviews[0]?.oid), '谢谢')
  world.sandbox.control.clearFaults()
  world.sandbox.control.resetCallCounts()
  laterBy(61_000)
  await sendReplies(context(), shopId)
  assert.deepEqual([(await only(shopId)).replyState, repliesSent()], ['answered', 0])
})

test('an outage: the reason stands with the review and the shop, and both go when the platform is back', async () => {
  const { shopId, reviews } = await aReviewedShop([{ stars: 4, text: '不错' }])
  const { reviewId } = await only(shopId)
  world.sandbox.control.setFault({ kind: 'outage', httpStatus: 503 })
  await world.t.call('owner', replyToReview, { reviewId, text: '谢谢光临' })
  await sendReplies(context(), shopId)
  assert.notEqual((await only(shopId)).problem, '')
  assert.deepEqual((await listed(shopId, { state: 'problem' })).length, 1)
  laterBy(11 * MINUTE_MS)
  await readShopReviews(context(), shopId)
  const problemOf = async () =>
    (await world.t.call('owner', listReviewShops, {})).rows.find((row) => row.shopId === shopId)?.problem
  assert.notEqual(await problemOf(), '')
  world.sandbox.control.clearFaults()
  world.t.clock.advance(-9 * MINUTE_MS)
  await sendReplies(context(), shopId)
  await world.t.call('owner', readShopReviewsNow, { shopId })
  await readShopReviews(context(), shopId)
  assert.deepEqual([replyOf(reviews[0]?.oid), await problemOf()], ['谢谢光临', ''])
})

test('a reply typed at the platform itself is seen; ours that waited ends and says so', async () => {
  const { shopId, reviews } = await aReviewedShop([{ stars: 1, text: '差' }])
  const [review] = reviews
  const { reviewId } = await only(shopId)
  await world.t.call('owner', replyToReview, { reviewId, text: '掌柜里的回复' })
  await callPlatform(context(), shopId, async (connection, { services }) =>
    services.replyReviews?.(connection, { reviewId: review?.oid ?? '', platformLineId: review?.oid ?? '', text: '后台的回复' }),
  )
  await sendReplies(context(), shopId)
  const row = await only(shopId)
  assert.deepEqual([row.reply, row.replyState, row.repliedBy], ['后台的回复', 'overtaken', null])
  const other = await aReviewedShop([{ stars: 5, text: '好' }])
  await callPlatform(context(), other.shopId, async (connection, { services }) =>
    services.replyReviews?.(connection, { reviewId: '', platformLineId: other.reviews[0]?.oid ?? '', text: '谢谢亲' }),
  )
  await world.t.call('owner', readShopReviewsNow, { shopId: other.shopId })
  await world.t.runJobs()
  const seen = await only(other.shopId)
  assert.deepEqual([seen.reply, seen.replyState, seen.repliedBy], ['谢谢亲', 'answered', null])
})

test('what the platform would refuse is told before: too long, too old', async () => {
  const { shopId } = await aReviewedShop([{ stars: 3, text: '中' }])
  const { reviewId } = await only(shopId)
  assert.equal(await codeOf(world.t.call('owner', replyToReview, { reviewId, text: '长'.repeat(501) })), 'replyTooLong')
  laterBy(31 * DAY_MS)
  assert.equal(await codeOf(world.t.call('owner', replyToReview, { reviewId, text: '晚了' })), 'reviewTooOld')
  laterBy(-31 * DAY_MS)
})

test('platforms without reviews are shown with the reason, and take no reading', async () => {
  for (const platform of ['pinduoduo', 'douyin', 'wechat'] as const) {
    const { shopId } = await aConnectedShop(world, platform)
    const { rows } = await world.t.call('owner', listReviewShops, {})
    const row = rows.find((each) => each.shopId === shopId)
    assert.ok(row?.missing?.zh && row.missing.en)
    assert.equal(row.takesReplies, false)
    assert.equal(await codeOf(world.t.call('owner', readShopReviewsNow, { shopId })), 'notOffered')
  }
})

test('one sees and replies to the reviews of one’s own shops only', async () => {
  const { shopId } = await aReviewedShop([{ stars: 5, text: '只给本店看' }])
  const { reviewId } = await only(shopId)
  const outsider = { accountId: await world.t.staff('外店', [{ role: 'afterSaleService', shopIds: [await world.t.shop()] }]) }
  assert.deepEqual(await listed(shopId, {}, outsider), [])
  assert.equal(await codeOf(world.t.call(outsider, readReview, { reviewId })), 'notFound')
  assert.equal(await codeOf(world.t.call(outsider, replyToReview, { reviewId, text: '您好' })), 'notFound')
  assert.ok((await world.t.call(outsider, listReviewShops, {})).rows.every((row) => row.shopId !== shopId))
  const looking = { accountId: await world.t.staff('售前', [{ role: 'preSaleService', shopIds: [shopId] }]) }
  assert.equal((await listed(shopId, {}, looking)).length, 1)
  assert.equal(await codeOf(world.t.call(looking, replyToReview, { reviewId, text: '您好' })), 'notPermitted')
})

test('phrases are one’s own: kept once, seen and deleted by nobody else', async () => {
  const [one, other] = await Promise.all(
    ['甲客服', '乙客服'].map(async (name) => ({ accountId: await world.t.staff(name, [{ role: 'afterSaleService' }]) })),
  )
  assert.ok(one && other)
  const { phraseId } = await world.t.call(one, savePhrase, { text: '感谢支持' })
  assert.deepEqual(await world.t.call(one, savePhrase, { text: '感谢支持' }), { phraseId })
  assert.deepEqual((await world.t.call(one, listPhrases, {})).rows, [{ phraseId, text: '感谢支持' }])
  assert.deepEqual((await world.t.call(other, listPhrases, {})).rows, [])
  assert.equal(await codeOf(world.t.call(other, deletePhrase, { phraseId })), 'notFound')
  await world.t.call(one, deletePhrase, { phraseId })
  for (let n = 0; n < 50; n++) await world.t.call(one, savePhrase, { text: `常用语 ${n}` })
  assert.equal(await codeOf(world.t.call(one, savePhrase, { text: '再来一条' })), 'tooManyPhrases')
})
