import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Connection, UnreadableOrder } from '#server/platforms/platform.ts'
import type { AfterSaleMessage, AfterSaleSnapshot } from '#server/platforms/platform-services.ts'
import { taobao } from './taobao.ts'
import { AFTER_SALE_KINDS, AFTER_SALE_STATES, readTaobaoAfterSale } from './taobao-after-sales.ts'
import { failureOf, sandboxShops } from './testing/sandbox-shops.ts'

const { sandbox, openShop } = await sandboxShops()
const { control } = sandbox
const { afterSales, readAfterSale, decideAfterSales } = taobao.services
assert.ok(afterSales && readAfterSale && decideAfterSales)
const HOUR_MS = 3_600_000

const lately = () => ({ from: new Date(Date.now() - HOUR_MS), to: new Date(Date.now() + 60_000) })
async function pullAll(shop: Connection, onPage: () => void = () => {}): Promise<AfterSaleMessage[]> {
  const messages: AfterSaleMessage[] = []
  for await (const page of afterSales?.(shop, lately()) ?? []) {
    messages.push(...page)
    onPage()
  }
  return messages
}
async function only(shop: Connection): Promise<AfterSaleSnapshot> {
  const [message, ...rest] = await pullAll(shop)
  assert.ok(message && rest.length === 0)
  return readTaobaoAfterSale(message)
}
function asked(name: string, { isShipped = true, returnsGoods = false } = {}) {
  const { shopId, shop } = openShop(name)
  const tid = control.createOrders(1, { shopId, merchantSkus: ['CAP-BK'] })[0]?.tid ?? ''
  const ship = () =>
    taobao.reportShipment(shop, { platformOrderId: tid, platformLineIds: [], carrier: 'YTO', waybillNumber: 'YT0000000000001' })
  const ask = () => control.askRefund(tid, undefined, { returnsGoods, reason: '尺码不合适' }).lines[0]?.refundId ?? ''
  const open = async () => {
    if (isShipped) await ship()
    return ask()
  }
  return { shop, tid, open }
}
const stateOf = (tid: string) => control.order(tid).lines[0]?.refundStatus

describe('reading', () => {
  test('what is asked back says order, line, amount, reason and until when to act', async () => {
    const { shop, tid, open } = asked('as-one')
    const id = await open()
    const line = control.order(tid).lines[0]
    const [facts] = control.afterSales()
    const told = await only(shop)
    assert.deepEqual(told, {
      ...{ afterSaleId: id, platformOrderId: tid, platformLineIds: [line?.oid], kind: 'refund_only' },
      ...{ state: 'waiting_for_merchant', platformState: 'WAIT_SELLER_AGREE', refundFen: line?.paidFen, reason: '尺码不合适' },
      ...{ returnWaybillNumber: '', createdAt: told.createdAt, modifiedAt: new Date(facts?.modifiedAt ?? 0).toISOString() },
      dueAt: new Date(facts?.dueAt ?? 0).toISOString(),
    })
    assert.equal(Date.parse(told.dueAt ?? '') - Date.parse(told.modifiedAt), 5 * 24 * HOUR_MS)
  })

  test('a return is followed from agreement over the parcel to the money', async () => {
    const { shop, tid, open } = asked('as-return', { returnsGoods: true })
    const id = await open()
    assert.deepEqual([(await only(shop)).kind, (await only(shop)).state], ['return_and_refund', 'waiting_for_merchant'])
    await decideAfterSales(shop, { afterSaleId: id, agree: true, reason: '' })
    assert.equal((await only(shop)).state, 'waiting_for_buyer')
    control.sendBack(tid, undefined, 'YT7700000000001')
    const returning = await only(shop)
    assert.deepEqual([returning.state, returning.returnWaybillNumber], ['goods_returning', 'YT7700000000001'])
    await decideAfterSales(shop, { afterSaleId: id, agree: true, reason: '' })
    const paid = await only(shop)
    assert.deepEqual([paid.state, paid.dueAt], ['refunded', null])
    assert.equal(control.order(tid).status, 'TRADE_CLOSED')
  })

  test('only what somebody has to act on costs a call of its own', async () => {
    const { shopId, shop } = openShop('as-calls')
    for (const [place, { tid }] of control.createOrders(6, { shopId, lineCount: 1 }).entries()) {
      control.askRefund(tid)
      if (place % 3 !== 0) control.settleRefund(tid)
    }
    control.resetCallCounts()
    assert.equal((await pullAll(shop)).length, 6)
    assert.deepEqual(control.callCounts(), { 'taobao.refunds.receive.get': 1, 'taobao.refund.get': 2 })
  })

  test('none is lost when some change while the pages are read', async () => {
    const { shopId, shop } = openShop('as-drift')
    const orders = control.createOrders(330, { shopId, lineCount: 1 })
    for (const { tid } of orders) {
      control.askRefund(tid)
      control.settleRefund(tid)
    }
    let pageCount = 0
    const changed = new Set<string>()
    const pulled = await pullAll(shop, () => {
      if (++pageCount > 2) return
      for (const { tid } of orders.filter((_, place) => place % 9 === pageCount)) {
        control.refuseRefund(tid)
        changed.add(tid)
      }
    })
    const seen = new Set([...pulled, ...(await pullAll(shop))].map((message) => readTaobaoAfterSale(message).platformOrderId))
    assert.deepEqual(
      orders.filter(({ tid }) => !seen.has(tid)),
      [],
    )
    assert.ok(pageCount >= 4 && changed.size > 50)
  })
})

describe('deciding', () => {
  test('money goes back when the shop agrees; a repeat finds it done', async () => {
    const { shop, tid, open } = asked('as-agree', { isShipped: false })
    const decision = { afterSaleId: await open(), agree: true, reason: '' }
    await decideAfterSales(shop, decision)
    assert.equal(stateOf(tid), 'SUCCESS')
    control.resetCallCounts()
    await decideAfterSales(shop, decision)
    assert.deepEqual(control.callCounts(), { 'taobao.refund.get': 1 })
  })

  test('the lost answer to an agreement is of unknown outcome; deciding again pays nothing twice', async () => {
    const { shop, tid, open } = asked('as-lost')
    const decision = { afterSaleId: await open(), agree: true, reason: '' }
    control.setFault({ kind: 'lostReply', target: 'taobao.rp.refunds.agree', times: 1 })
    assert.equal((await failureOf(decideAfterSales(shop, decision))).kind, 'unknown_outcome')
    control.resetCallCounts()
    await decideAfterSales(shop, decision)
    assert.equal(stateOf(tid), 'SUCCESS')
    assert.equal(control.callCounts()['taobao.rp.refunds.agree'], undefined)
  })

  test('a refusal tells the buyer why; before shipping the platform allows none', async () => {
    const sent = asked('as-refuse')
    const decision = { afterSaleId: await sent.open(), agree: false, reason: '商品没有问题' }
    assert.equal((await failureOf(decideAfterSales(sent.shop, { ...decision, reason: '不' }))).platformCode, 'reason-length')
    await decideAfterSales(sent.shop, decision)
    assert.equal(control.afterSales().find(({ tid }) => tid === sent.tid)?.refusal, '商品没有问题')
    await decideAfterSales(sent.shop, decision)
    const unsent = asked('as-unsent', { isShipped: false })
    const failure = await failureOf(decideAfterSales(unsent.shop, { ...decision, afterSaleId: await unsent.open() }))
    assert.deepEqual([failure.kind, failure.platformCode], ['refused', 'cannot_refuse'])
  })

  test('an exchange is left to the platform', async () => {
    const { shop, tid, open } = asked('as-exchange')
    const afterSaleId = await open()
    control.askRefund(tid, undefined, { kind: 'TAOBAO_EXCHANGE' })
    assert.equal((await only(shop)).kind, 'exchange')
    const failure = await failureOf(decideAfterSales(shop, { afterSaleId, agree: true, reason: '' }))
    assert.deepEqual([failure.kind, failure.platformCode], ['refused', 'kind-not-offered'])
  })

  test('what is over, unknown or above the sum of a phone code is refused in words', async () => {
    const { shop, tid, open } = asked('as-over')
    const afterSaleId = await open()
    control.takeBackRefund(tid)
    for (const agree of [true, false])
      assert.equal(
        (await failureOf(decideAfterSales(shop, { afterSaleId, agree, reason: '已经关闭' }))).platformCode,
        'after-sale-over',
      )
    assert.equal((await failureOf(decideAfterSales(shop, { afterSaleId: '1', agree: true, reason: '' }))).kind, 'refused')
    control.askRefund(tid, undefined, { returnsGoods: false, refundFen: 600_001 })
    const failure = await failureOf(decideAfterSales(shop, { afterSaleId, agree: true, reason: '' }))
    assert.deepEqual([failure.kind, /短信验证码/.test(failure.message)], ['refused', true])
  })
})

describe('at Tmall', () => {
  test('a refund is examined before it is agreed to; a refusal without a picture is refused by the platform', async () => {
    const { shop, tid, open } = asked('掌柜旗舰店')
    const afterSaleId = await open()
    const failure = await failureOf(decideAfterSales(shop, { afterSaleId, agree: false, reason: '商品没有问题' }))
    assert.deepEqual([failure.kind, /凭证/.test(failure.message)], ['refused', true])
    control.resetCallCounts()
    await decideAfterSales(shop, { afterSaleId, agree: true, reason: '' })
    assert.equal(stateOf(tid), 'SUCCESS')
    assert.equal(control.callCounts()['taobao.rp.refund.review'], 1)
  })
})

describe('a refund as received', () => {
  const refund = {
    ...{ refund_id: '9000000000000000001', tid: '3000000000000000001', oid: '3000000000000000002', status: 'WAIT_SELLER_AGREE' },
    ...{ refund_fee: '12.30', reason: '', desc: '破损', has_good_return: 'false', created: '2024-01-02 03:00:00' },
    ...{ modified: '2024-01-02 03:00:01', refund_remind_timeout: { exist_timeout: false, timeout: '2024-01-04 03:00:00' } },
  }
  const read = (change: object = {}) => readTaobaoAfterSale({ afterSaleId: '', version: '', body: { ...refund, ...change } })

  for (const [word, state] of AFTER_SALE_STATES)
    test(`${word} is ${state}`, () => assert.equal(read({ status: word }).state, state))

  for (const [word, kind] of AFTER_SALE_KINDS)
    test(`${word} is ${kind}`, () => assert.equal(read({ dispute_type: word }).kind, kind))

  test('without a kind, what comes back tells it', () => {
    assert.deepEqual([read().kind, read({ has_good_return: true }).kind], ['refund_only', 'return_and_refund'])
  })

  test('a deadline counts only when the platform says that there is one', () => {
    assert.deepEqual([read().dueAt, read().refundFen, read().reason], [null, 1230, '破损'])
    const due = read({ refund_remind_timeout: { exist_timeout: true, timeout: '2024-01-04 03:00:00' } })
    assert.equal(due.dueAt, '2024-01-03T19:00:00.000Z')
  })
  test('what is not understood is refused with the name of the field', () => {
    for (const [change, sentence] of [
      [{ status: 'ON_MARS' }, /^status is not a known state/],
      [{ refund_fee: undefined }, /^refund_fee is missing/],
      [{ dispute_type: 'BARTER' }, /^dispute_type is not a known kind/],
      [{ tid: 2 ** 60 }, /^tid is not an exact id/],
      [{ refund_remind_timeout: { exist_timeout: true, timeout: 'soon' } }, /^timeout is not a time/],
    ] as const)
      assert.throws(
        () => read(change),
        (error) => error instanceof UnreadableOrder && sentence.test(error.message),
      )
    assert.throws(() => readTaobaoAfterSale({ afterSaleId: '', version: '', body: null }), UnreadableOrder)
  })
})
