import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Connection } from '#server/platforms/platform.ts'
import type { ReviewSnapshot } from '#server/platforms/platform-services.ts'
import { taobao } from './taobao.ts'
import { failureOf, sandboxShops } from './testing/sandbox-shops.ts'

const { sandbox, connection, openShop } = await sandboxShops()
const { control } = sandbox
const { changeShipment, note, price, reviews, replyReviews, staff, revealReceiver } = taobao.services
assert.ok(changeShipment && note && price && reviews && replyReviews && staff && revealReceiver)

const placed = (name: string, wish: Parameters<typeof control.createOrders>[1] = {}) => {
  const { shopId, shop } = openShop(name)
  const [order] = control.createOrders(1, { shopId, lineCount: 1, ...wish })
  assert.ok(order)
  return { shopId, shop, order }
}

describe('another waybill number', () => {
  const report = (platformOrderId: string, waybillNumber: string) => ({
    ...{ platformOrderId, platformLineIds: [], carrier: 'YTO', waybillNumber },
  })

  test('takes the place of the one reported before', async () => {
    const { shop, order } = placed('resend')
    await taobao.reportShipment(shop, report(order.tid, 'YT0000000000001'))
    assert.deepEqual(await changeShipment(shop, report(order.tid, 'YT0000000000002')), { outcome: 'confirmed' })
    assert.deepEqual(control.order(order.tid).waybillNumbers, ['YT0000000000002'])
  })

  test('an order that was not shipped has no number to change; the repeat after a lost answer is recognised', async () => {
    const { shop, order } = placed('resend-lost')
    assert.equal((await failureOf(changeShipment(shop, report(order.tid, 'YT0000000000002')))).kind, 'refused')
    await taobao.reportShipment(shop, report(order.tid, 'YT0000000000001'))
    control.setFault({ kind: 'lostReply', target: 'taobao.logistics.consign.resend', times: 1 })
    assert.equal((await failureOf(changeShipment(shop, report(order.tid, 'YT0000000000002')))).kind, 'unknown_outcome')
    control.finishOrder(order.tid)
    assert.deepEqual(await changeShipment(shop, report(order.tid, 'YT0000000000002')), {
      ...{ outcome: 'already_shipped', sameNumber: true },
    })
    assert.equal((await failureOf(changeShipment(shop, report(order.tid, 'YT0000000000003')))).kind, 'refused')
  })
})

describe('note and price', () => {
  test('note and flag replace what was there, and an empty note takes it away', async () => {
    const { shop, order } = placed('note')
    await note(shop, { platformOrderId: order.tid, note: '加急 & 发顺丰', flag: 3 })
    assert.deepEqual([control.order(order.tid).sellerMemo, control.order(order.tid).sellerFlag], ['加急 & 发顺丰', 3])
    await note(shop, { platformOrderId: order.tid, note: '', flag: 0 })
    assert.deepEqual([control.order(order.tid).sellerMemo, control.order(order.tid).sellerFlag], ['', 0])
    const tooLong = await failureOf(note(shop, { platformOrderId: order.tid, note: '急'.repeat(400), flag: 0 }))
    assert.equal(tooLong.platformCode, 'isv.invalid-parameter:memo')
  })

  test('freight of an unpaid order is lowered; the price of goods is not offered', async () => {
    const { shopId, shop } = openShop('price')
    const withFreight = control.createOrders(60, { shopId, unpaid: true }).find(({ postFen }) => postFen > 0)
    assert.ok(withFreight)
    const platformOrderId = withFreight.tid
    await price(shop, { platformOrderId, freightFen: 205, discountFen: null })
    assert.equal(taobao.readOrder(await taobao.fetchOrder(shop, platformOrderId)).freightFen, 205)
    assert.equal((await failureOf(price(shop, { platformOrderId, freightFen: 9999, discountFen: null }))).kind, 'refused')
    const discount = await failureOf(price(shop, { platformOrderId, freightFen: null, discountFen: 100 }))
    assert.deepEqual([discount.kind, discount.platformCode], ['our_fault', 'discount-not-offered'])
    control.resetCallCounts()
    await price(shop, { platformOrderId, freightFen: null, discountFen: null })
    assert.deepEqual(control.callCounts(), {})
  })
})

describe('reviews', () => {
  async function pull(shop: Connection): Promise<ReviewSnapshot[]> {
    const rows: ReviewSnapshot[] = []
    const window = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 60_000) }
    for await (const page of reviews?.(shop, window) ?? []) rows.push(...page)
    return rows
  }

  test('a review says line, stars and words; it is answered once', async () => {
    const { shop, order } = placed('reviews')
    control.createReview(order.tid, { stars: 2, text: '一般般 <&> 3000000000000000001' })
    const [told] = await pull(shop)
    const [line] = order.lines
    assert.ok(told && line)
    assert.deepEqual(told, {
      ...{ reviewId: line.oid, platformOrderId: order.tid, platformLineId: line.oid, platformItemId: line.itemId },
      ...{ stars: 1, text: '一般般 <&> 3000000000000000001', reply: '', createdAt: told.createdAt },
    })
    const answer = { reviewId: told.reviewId, platformLineId: told.platformLineId, text: '很抱歉，已联系您' }
    await replyReviews(shop, answer)
    assert.equal((await pull(shop))[0]?.reply, '很抱歉，已联系您')
    assert.equal((await failureOf(replyReviews(shop, answer))).kind, 'refused')
  })

  test('none of several pages is lost', async () => {
    const { shopId, shop } = openShop('reviews-many')
    const orders = control.createOrders(320, { shopId, lineCount: 1 })
    for (const { tid } of orders) control.createReview(tid, { stars: 5, text: '好' })
    assert.equal(new Set((await pull(shop)).map(({ reviewId }) => reviewId)).size, 320)
  })
})

test('sub-accounts are told with name, state and whether chats come to them', async () => {
  const { shop } = openShop('staff')
  assert.deepEqual(
    (await staff(shop)).map(({ name, state, takesChats }) => [name, state, takesChats]),
    [
      ['小美', 'active', true],
      ['阿强', 'active', false],
      ['暑期工', 'frozen', false],
      ['离职01', 'left', false],
    ],
  )
})

describe('receivers in plain text', () => {
  test('more than a call takes are revealed; some have a relay number with its end', async () => {
    const { shopId, shop } = openShop('reveal')
    const orders = control.createOrders(45, { shopId })
    control.resetCallCounts()
    const told = await revealReceiver(
      shop,
      orders.map(({ tid, oaid }) => ({ platformOrderId: tid, handle: oaid })),
    )
    assert.deepEqual(control.callCounts(), { 'taobao.top.oaid.decrypt': 3 })
    const byOrder = new Map(told.map((row) => [row.platformOrderId, row]))
    for (const { tid, receiver } of orders) {
      const row = byOrder.get(tid)
      assert.deepEqual([row?.name, row?.address.endsWith(receiver.address)], [receiver.name, true])
      assert.equal(row?.phone === receiver.phone, row?.relayUntil === null)
    }
    assert.ok(told.some(({ relayUntil }) => Date.parse(relayUntil ?? '') > Date.now()))
  })

  test('an outdated handle tells to read the order again', async () => {
    const { shop, order } = placed('reveal-old')
    control.changeAddress(order.tid, { address: '新地址 1 号' })
    const failure = await failureOf(revealReceiver(shop, [{ platformOrderId: order.tid, handle: order.oaid }]))
    assert.deepEqual([failure.kind, failure.platformCode], ['refused', 'handle-outdated'])
    assert.deepEqual(await revealReceiver(shop, []), [])
  })

  test('a closed order is no longer revealed, the others are; a used up budget says when to go on', async () => {
    const { shopId, shop } = openShop('reveal-closed')
    const [closed, open] = control.createOrders(2, { shopId }).map(({ tid, oaid }) => ({ platformOrderId: tid, handle: oaid }))
    assert.ok(closed && open)
    control.closeOrder(closed.platformOrderId)
    assert.deepEqual(
      (await revealReceiver(shop, [closed, open])).map(({ platformOrderId }) => platformOrderId),
      [open.platformOrderId],
    )
    const failure = await failureOf(revealReceiver(shop, [closed]))
    assert.deepEqual([failure.kind, failure.platformCode], ['refused', 'DECRYPTION_DISABLED_BY_ORDERCLOSED'])
    control.setFault({ kind: 'rateLimit', target: 'taobao.top.oaid.decrypt', callsPerSecond: 0, banSeconds: 60 })
    assert.equal((await failureOf(revealReceiver(shop, [open]))).kind, 'wait')
  })
})

describe('the queue of changes', () => {
  const grants = taobao.authorisation.way === 'code' ? taobao.authorisation : assert.fail('Taobao gives codes')
  const queue = taobao.pushes.way === 'queue' ? taobao.pushes : assert.fail('Taobao has a queue')
  const permits = () => control.callCounts()['taobao.tmc.user.permit'] ?? 0

  test('a shop is subscribed when it is authorised and when its tokens are renewed; a failure of it loses no token', async () => {
    const { shopId } = openShop('permit')
    const redirectUrl = 'http://127.0.0.1:8080/authorised'
    const url = new URL(grants.url(connection, { redirectUrl, state: 's' }))
    url.searchParams.set('shop', shopId)
    const back = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '')
    control.resetCallCounts()
    const tokens = await grants.exchange(connection, back.searchParams.get('code') ?? '', redirectUrl)
    assert.equal(permits(), 1)
    control.setFault({ kind: 'outage', target: 'taobao.tmc.user.permit' })
    const renewed = await grants.refresh(connection, tokens.refreshToken)
    assert.equal(permits(), 2)
    assert.equal(renewed.platformShopId, shopId)
  })

  test('a shop connected before is subscribed with the first look into the queue, again only when that failed', async () => {
    const { shop } = openShop('permit-late')
    control.resetCallCounts()
    control.setFault({ kind: 'error', target: 'taobao.tmc.user.permit', times: 1 })
    for (let round = 0; round < 3; round++) await queue.consume(shop, 1)
    assert.equal(permits(), 2)
  })
})
