/** Receivers that a platform masks, in plain text through its own decryption: asked once, kept sealed, and paid for only when told. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { jobContext } from '#modules/intake/testing/job-context.ts'
import { aConnectedShop, aPlatformTeam, type PlatformTeam } from '#modules/intake/testing/platform-shops.ts'
import { callPlatform } from '#modules/shops/public.ts'
import { PLATFORM_NAMES, type PlatformName } from '#sandbox/outside-platform.ts'
import type { Who } from '#server/testing/team.ts'
import { applySnapshots } from '../apply-snapshots.ts'
import { revealReceiver } from '../operations/reveal-receiver.ts'
import { askReceivers } from './ask-receivers.ts'
import { readRevealedReceiver } from './operations/read-revealed-receiver.ts'
import { revealExpiries } from './reveal-parts.ts'

const DECRYPT: Record<PlatformName, string> = {
  taobao: 'taobao.top.oaid.decrypt',
  douyin: 'order.batchDecrypt',
  pinduoduo: 'pdd.open.decrypt.batch',
  wechat: 'channels/ec/order/sensitiveinfo/decode',
}
/** What these answer when a shop has had enough; the others have a switch. */
const ENOUGH = { pinduoduo: 70_031, wechat: 45_009 }

let world: PlatformTeam
before(async () => {
  world = await aPlatformTeam()
  // The database gives jobs out by its own clock: ours stays behind it however far it is moved on below.
  world.t.clock.advance(-8 * 60_000)
})
after(() => world.stop())
beforeEach(() => world.sandbox.control.clearFaults())

type Placed = { shopId: string; platform: PlatformName; tid: string; parcelId: string }
async function readAgain({ shopId, platform, tid }: Omit<Placed, 'parcelId'>): Promise<void> {
  const snapshot = await callPlatform(jobContext(world.t), shopId, async (connection, adapter) =>
    adapter.readOrder(await adapter.fetchOrder(connection, tid)),
  )
  const { vault } = world.t.app.kernel.world
  await world.t.write((tx) =>
    applySnapshots(tx, { shopId, platform, snapshots: [snapshot], now: world.t.clock.now, vault, by: { name: 'intake' } }),
  )
}
async function parcelOf(tid: string): Promise<string> {
  const row = await world.t.read((reader) =>
    reader.maybe<{ parcelId: string }>(sql`
      select pl.parcel_id as "parcelId" from orders o
      join parcel_lines pl on pl.merchant_id = ${reader.merchantId} and pl.order_id = o.order_id
      where o.merchant_id = ${reader.merchantId} and o.platform_order_id = ${tid} limit 1`),
  )
  return row?.parcelId ?? assert.fail('the order has no parcel')
}
async function someOrders(platform: PlatformName, count = 1): Promise<Placed[]> {
  const { shopId, platformShopId } = await aConnectedShop(world, platform)
  const placed: Placed[] = []
  for (const { tid } of world.sandbox.control.createOrders(count, { shopId: platformShopId, lineCount: 1 })) {
    await readAgain({ shopId, platform, tid })
    placed.push({ shopId, platform, tid, parcelId: await parcelOf(tid) })
  }
  return placed
}
async function anOrder(platform: PlatformName): Promise<Placed> {
  const [placed] = await someOrders(platform)
  return placed ?? assert.fail('no order')
}
const clerk = async (name: string, shopIds: string[] | null = null): Promise<{ accountId: string }> => {
  const limits = { refundPerActFen: null, refundPerDayFen: null, exportsPerDay: null, revealsPerDay: 50 }
  return { accountId: await world.t.staff(name, [{ role: 'inSaleService', limits, shopIds }]) }
}
const look = (who: Who, { parcelId }: Placed) => world.t.call(who, revealReceiver, { parcelId, reason: '买家来电' })
const answer = (who: Who, lookId: string | null) => world.t.call(who, readRevealedReceiver, { lookId: lookId ?? '' })
const ask = ({ shopId }: Placed) => askReceivers(jobContext(world.t), shopId)
const calls = (platform: PlatformName): number =>
  Object.entries(world.sandbox.control.callCounts())
    .filter(([method]) => method.endsWith(DECRYPT[platform]))
    .reduce((sum, [, count]) => sum + count, 0)
const refusal = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: unknown) => (error instanceof Failure ? error.definition.code : String(error)),
  )
const used = async ({ accountId }: { accountId: string }): Promise<number> => {
  const row = await world.t.read((reader) =>
    reader.maybe<{ amount: string }>(sql`
      select amount from spent_budgets where merchant_id = ${reader.merchantId} and account_id = ${accountId} and kind = 'reveals'`),
  )
  return Number(row?.amount ?? 0)
}

for (const platform of PLATFORM_NAMES) {
  test(`${platform}: the first look asks the platform, the next one is served from what it told`, async () => {
    const placed = await anOrder(platform)
    const [who, other] = [await clerk(`甲${platform}`), await clerk(`乙${platform}`)]
    const first = await look(who, placed)
    assert.deepEqual([first.masked, first.lookId !== null, first.budget.used], [true, true, 1])
    assert.deepEqual(await answer(who, first.lookId), { receiver: null })
    world.sandbox.control.resetCallCounts()
    await ask(placed)
    assert.equal(calls(platform), 1)
    const { receiver } = world.sandbox.control.order(placed.tid)
    const told = (await answer(who, first.lookId)).receiver
    assert.ok(told)
    assert.deepEqual([told.name, told.address.endsWith(receiver.address), told.masked], [receiver.name, true, false])
    if (told.relayUntil === null) assert.equal(told.phone, receiver.phone)
    else assert.ok(Date.parse(told.relayUntil) > world.t.clock.now.getTime())
    const second = await look(other, placed)
    assert.deepEqual([second.name, second.phone, second.lookId, second.budget.used], [told.name, told.phone, null, 1])
    assert.equal(second.relayUntil, told.relayUntil)
    await ask(placed)
    assert.equal(calls(platform), 1)
    assert.equal(await refusal(answer(other, first.lookId)), 'notFound', 'a look is its own person’s')
  })

  test(`${platform}: a ration that is used up is told as a sentence, and the look is given back`, async () => {
    const placed = await anOrder(platform)
    const who = await clerk(`额度${platform}`)
    const { control } = world.sandbox
    control.setFault(
      platform === 'taobao' || platform === 'douyin'
        ? { kind: 'decryptQuota', target: platform, receiversPerDay: 0 }
        : { kind: 'error', code: ENOUGH[platform], target: DECRYPT[platform] },
    )
    const { lookId } = await look(who, placed)
    for (let times = 0; times < 3; times++) {
      await ask(placed)
      world.t.clock.advance(11_000)
    }
    assert.equal(await refusal(answer(who, lookId)), 'revealRationSpent')
    assert.equal(await used(who), 0)
  })

  test(`${platform}: after the buyer changed the address the platform is asked anew`, async () => {
    const placed = await anOrder(platform)
    const who = await clerk(`改址${platform}`)
    await look(who, placed)
    await ask(placed)
    world.sandbox.control.changeAddress(placed.tid, { name: '欧阳新', phone: '13700001111', address: '新街 9 号' })
    await readAgain(placed)
    world.sandbox.control.resetCallCounts()
    // Pinduoduo takes one call in ten seconds, and counts by its own clock.
    world.t.clock.advance(11_000)
    world.sandbox.control.setFault({ kind: 'clockSkew', skewMs: 11_000 })
    const { lookId, masked } = await look(who, placed)
    assert.equal(masked, true)
    await ask(placed)
    assert.equal(calls(platform), 1)
    const told = (await answer(who, lookId)).receiver
    assert.deepEqual([told?.name, told?.address.endsWith('新街 9 号')], ['欧阳新', true])
  })
}

test('a ration is the shop’s, whatever its token: within the pause nobody calls, and when the day is spent nobody pays', async () => {
  const orders = await someOrders('pinduoduo', 3)
  const [first, second, third] = orders
  assert.ok(first && second && third)
  const who = await clerk('拼多多额度')
  await look(who, first)
  await ask(first)
  world.sandbox.control.resetCallCounts()
  const { lookId } = await look(who, second)
  await assert.rejects(ask(second), /run again at/)
  assert.equal(calls('pinduoduo'), 0, 'the pause is kept without a call')
  await world.t.write((tx) =>
    tx.write(sql`
      update reveal_rations set used = 100, next_call_at = null where merchant_id = ${tx.merchantId} and shop_id = ${second.shopId}`),
  )
  await ask(second)
  assert.equal(calls('pinduoduo'), 0)
  assert.equal(await refusal(answer(who, lookId)), 'revealRationSpent')
  assert.equal(await refusal(look(who, third)), 'revealRationSpent')
  assert.equal(await used(who), 1, 'only what was seen is paid')
  assert.equal((await look(who, first)).masked, false, 'what was told before is still there')
})

test('whoever has no right, or the right for another shop, starts nothing and sees nothing', async () => {
  const placed = await anOrder('taobao')
  const outsider = await clerk('外店', [await world.t.shop()])
  world.sandbox.control.resetCallCounts()
  assert.equal(await refusal(look(outsider, placed)), 'notFound')
  assert.equal(await refusal(look('orderReviewer', placed)), 'notPermitted')
  await ask(placed)
  assert.equal(calls('taobao'), 0)
  const { lookId } = await look('supervisor', placed)
  await ask(placed)
  assert.equal(await refusal(answer(outsider, lookId)), 'notFound')
  assert.equal(await refusal(answer('orderReviewer', lookId)), 'notPermitted')
  assert.equal(await refusal(answer('owner', lookId)), 'notFound')
})

test('two people look at the same moment: the platform is asked once, and both see', async () => {
  const placed = await anOrder('douyin')
  const [who, other] = [await clerk('同时甲'), await clerk('同时乙')]
  const looks = await Promise.all([look(who, placed), look(other, placed)])
  world.sandbox.control.resetCallCounts()
  await ask(placed)
  await ask(placed)
  assert.equal(calls('douyin'), 1)
  assert.equal((await answer(who, looks[0].lookId)).receiver?.masked, false)
  assert.equal((await answer(other, looks[1].lookId)).receiver?.masked, false)
})

test('an order the platform no longer reveals says so and costs nobody a look; the shop’s other calls keep their pace', async () => {
  const placed = await anOrder('taobao')
  const who = await clerk('已关闭')
  world.sandbox.control.closeOrder(placed.tid)
  const { lookId } = await look(who, placed)
  await ask(placed)
  assert.equal(await refusal(answer(who, lookId)), 'revealKept')
  assert.equal(await used(who), 0)
})

test('what was revealed stands in no log entry, job or fact, and goes when its time is over', async () => {
  const placed = await anOrder('wechat')
  const who = await clerk('日志')
  await look(who, placed)
  await ask(placed)
  const { receiver } = world.sandbox.control.order(placed.tid)
  const texts = await world.t.read((reader) =>
    reader.rows<{ text: string }>(sql`
      select l::text as text from log_entries l where l.merchant_id = ${reader.merchantId}
      union all select j::text from jobs j where j.merchant_id = ${reader.merchantId}
      union all select e::text from events e where e.merchant_id = ${reader.merchantId}
      union all select r::text from revealed_receivers r where r.merchant_id = ${reader.merchantId}
      union all select k::text from receiver_looks k where k.merchant_id = ${reader.merchantId}`),
  )
  assert.ok(texts.some(({ text }) => text.includes('orders.recordReceiver')))
  for (const { text } of texts)
    for (const plain of [receiver.name, receiver.phone, receiver.address]) assert.ok(!text.includes(plain), text.slice(0, 200))
  const left = () =>
    world.t.read((reader) =>
      reader.maybe<{ n: number }>(sql`
        select (select count(*) from revealed_receivers r where r.merchant_id = ${reader.merchantId} and r.state = 'told')::int
          + (select count(*) from receiver_looks k where k.merchant_id = ${reader.merchantId})::int as n`),
    )
  const later = (days: number) => new Date(world.t.clock.now.getTime() + days * 86_400_000)
  for (const expire of revealExpiries) await world.t.write((tx) => expire(tx, later(400), 1000))
  assert.deepEqual(await left(), { n: 0 })
})

test('an answer that was lost is asked for again, and the person who waits sees it', async () => {
  const placed = await anOrder('douyin')
  const who = await clerk('丢了答复')
  world.sandbox.control.setFault({ kind: 'lostReply', times: 1, target: DECRYPT.douyin })
  const { lookId } = await look(who, placed)
  await ask(placed)
  assert.deepEqual(await answer(who, lookId), { receiver: null })
  world.t.clock.advance(2500)
  await ask(placed)
  assert.equal((await answer(who, lookId)).receiver?.masked, false)
  assert.equal(await used(who), 1)
})

test('a shop that lost its authorisation says so before anything is spent', async () => {
  const placed = await anOrder('wechat')
  const who = await clerk('没授权')
  await world.t.write((tx) =>
    tx.write(sql`
      update shops set state = 'authorisation_expired' where merchant_id = ${tx.merchantId} and shop_id = ${placed.shopId}`),
  )
  assert.equal(await refusal(look(who, placed)), 'shopNotAuthorised')
  assert.equal(await used(who), 0)
})
