import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toPlatformTime } from '#sandbox/platform-time.ts'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { call, type Reply, refusalOf } from '#sandbox/test-client.ts'

const START = Date.parse('2026-03-01T04:00:00Z')
const FIELDS = 'tid,status,modified,created,receiver_name,receiver_mobile,receiver_address,oaid,payment,orders'

async function world(orderCount: number, run: (sandbox: Sandbox, clock: { at: number }) => Promise<void>): Promise<void> {
  const clock = { at: START }
  const sandbox = await startSandbox({ now: () => clock.at })
  try {
    sandbox.control.createOrders(orderCount)
    await run(sandbox, clock)
  } finally {
    await sandbox.stop()
  }
}

const increment = (sandbox: Sandbox, params: Record<string, string>, clock: { at: number }) =>
  call(
    sandbox,
    'taobao.trades.sold.increment.get',
    { fields: FIELDS, start_modified: toPlatformTime(START - 60_000), end_modified: toPlatformTime(START), ...params },
    clock.at,
  )
const tradesOf = (reply: Reply): Reply[] => (reply.trades as { trade: Reply[] } | undefined)?.trade ?? []
const tidsOf = (reply: Reply): string[] => tradesOf(reply).map((trade) => String(trade.tid))

test('walking the increment from the last page to the first loses no order while one of them is modified', async () => {
  await world(25, async (sandbox, clock) => {
    const all = sandbox.control.orders(100).map((order) => order.tid)
    const seen = new Set<string>()
    for (const pageNo of [3, 2, 1]) {
      for (const tid of tidsOf(await increment(sandbox, { page_no: String(pageNo), page_size: '10' }, clock))) seen.add(tid)
      clock.at += 5000
      if (pageNo === 3) sandbox.control.askRefund(all[0] ?? '')
    }
    const moved = all[0] ?? ''
    assert.deepEqual(
      all.filter((tid) => tid !== moved && !seen.has(tid)),
      [],
    )
    const later = await increment(sandbox, { end_modified: toPlatformTime(clock.at) }, clock)
    assert.equal(tidsOf(later)[0], moved, 'the modified order heads the next window')
  })
})

test('walking forward by total_results does lose an order: the sandbox drifts like the platform', async () => {
  await world(20, async (sandbox, clock) => {
    const first = await increment(sandbox, { page_no: '1', page_size: '10' }, clock)
    clock.at += 5000
    sandbox.control.askRefund(tidsOf(first)[0] ?? '')
    const second = await increment(sandbox, { page_no: '2', page_size: '10' }, clock)
    assert.equal(new Set([...tidsOf(first), ...tidsOf(second)]).size, 19)
  })
})

test('a window longer than a day is refused', async () => {
  await world(0, async (sandbox, clock) => {
    const refusal = await refusalOf(increment(sandbox, { start_modified: toPlatformTime(START - 24 * 3600_000 - 1000) }, clock))
    assert.equal(refusal.code, 41)
  })
})

test('an empty list has no list key, and use_has_next replaces the total', async () => {
  await world(3, async (sandbox, clock) => {
    const none = await increment(sandbox, { status: 'TRADE_FINISHED' }, clock)
    assert.equal(none.total_results, 0)
    assert.ok(!('trades' in none))
    const page = await increment(sandbox, { use_has_next: 'true', page_size: '2' }, clock)
    assert.equal(page.has_next, true)
    assert.ok(!('total_results' in page))
  })
})

test('order ids travel as numbers beyond 2^53 with a text beside them', async () => {
  await world(1, async (sandbox, clock) => {
    const reply = await increment(sandbox, { fields: 'tid' }, clock)
    const tid = sandbox.control.orders()[0]?.tid ?? ''
    assert.ok(BigInt(tid) > BigInt(Number.MAX_SAFE_INTEGER))
    assert.deepEqual(tradesOf(reply), [{ tid, tid_str: tid }])
  })
})

test('receivers are masked, and the same receiver of the same buyer has the same handle', async () => {
  await world(0, async (sandbox, clock) => {
    const receiver = { name: '张三', phone: '13812341234', address: '文一西路998号1幢' }
    sandbox.control.createOrders(2, { buyer: '小鱼', receiver })
    sandbox.control.createOrders(1, { buyer: '北岸', receiver })
    const trades = tradesOf(await increment(sandbox, {}, clock))
    assert.deepEqual(new Set(trades.map((trade) => trade.receiver_name)), new Set(['张*']))
    assert.deepEqual(new Set(trades.map((trade) => trade.receiver_mobile)), new Set(['138****1234']))
    assert.ok(trades.every((trade) => String(trade.receiver_address).endsWith('****')))
    assert.equal(new Set(trades.map((trade) => trade.oaid)).size, 2)
  })
})

test('the handle is left out unless the receiver is asked for too', async () => {
  await world(1, async (sandbox, clock) => {
    const [trade] = tradesOf(await increment(sandbox, { fields: 'tid,oaid' }, clock))
    assert.ok(trade && !('oaid' in trade))
  })
})

test('the detail shows the memo and flag that were written', async () => {
  await world(1, async (sandbox, clock) => {
    const tid = sandbox.control.orders()[0]?.tid ?? ''
    await call(sandbox, 'taobao.trade.memo.update', { tid, memo: '加急 & 发顺丰', flag: '1' }, clock.at)
    const { trade } = await call(sandbox, 'taobao.trade.fullinfo.get', { tid, fields: 'seller_memo,seller_flag' }, clock.at)
    assert.deepEqual(trade, { seller_memo: '加急 & 发顺丰', seller_flag: 1 })
  })
})

test("another shop's order does not exist", async () => {
  await world(1, async (sandbox, clock) => {
    sandbox.control.addShop({ name: '别家', session: 'other' })
    const tid = sandbox.control.orders()[0]?.tid ?? ''
    const refusal = await refusalOf(
      call(sandbox, 'taobao.trade.fullinfo.get', { tid, fields: 'tid', session: 'other' }, clock.at),
    )
    assert.equal(refusal.sub_code, 'isv.trade-not-exist')
  })
})

test('the list of created orders runs from the latest to the oldest', async () => {
  await world(2, async (sandbox, clock) => {
    clock.at += 60_000
    sandbox.control.createOrders(1)
    const reply = await call(sandbox, 'taobao.trades.sold.get', { fields: 'tid' }, clock.at)
    const tids = tidsOf(reply)
    assert.deepEqual(tids, [...tids].sort().reverse())
    assert.equal(tids.length, 3)
  })
})

test('the life of an order shows in its status', async () => {
  await world(0, async (sandbox, clock) => {
    const status = async (tid: string) => {
      const { trade } = await call(sandbox, 'taobao.trade.fullinfo.get', { tid, fields: 'status' }, clock.at)
      return (trade as Reply).status
    }
    const [unpaid] = sandbox.control.createOrders(1, { unpaid: true })
    const [paid, other] = sandbox.control.createOrders(2)
    assert.ok(unpaid && paid && other)
    assert.equal(await status(unpaid.tid), 'WAIT_BUYER_PAY')
    sandbox.control.payOrder(unpaid.tid)
    assert.equal(await status(unpaid.tid), 'WAIT_SELLER_SEND_GOODS')
    sandbox.control.forbidShipping(unpaid.tid)
    assert.equal(await status(unpaid.tid), 'PAID_FORBID_CONSIGN')
    sandbox.control.askRefund(paid.tid)
    assert.equal(await status(paid.tid), 'WAIT_SELLER_SEND_GOODS')
    sandbox.control.settleRefund(paid.tid)
    assert.equal(await status(paid.tid), 'TRADE_CLOSED')
    const [cancelled] = sandbox.control.createOrders(1, { unpaid: true })
    assert.ok(cancelled)
    sandbox.control.closeOrder(cancelled.tid)
    assert.equal(await status(cancelled.tid), 'TRADE_CLOSED_BY_TAOBAO')
    sandbox.control.finishOrder(other.tid)
    assert.equal(await status(other.tid), 'TRADE_FINISHED')
  })
})

test('each change of an order has a later time of modification, even within one second', async () => {
  await world(1, async (sandbox) => {
    const [order] = sandbox.control.orders()
    assert.ok(order)
    const refund = sandbox.control.askRefund(order.tid)
    const refused = sandbox.control.refuseRefund(order.tid)
    assert.ok(order.modifiedAt < refund.modifiedAt && refund.modifiedAt < refused.modifiedAt)
  })
})

test('a changed address gives the receiver another handle', async () => {
  await world(1, async (sandbox) => {
    const [order] = sandbox.control.orders()
    assert.ok(order)
    assert.notEqual(sandbox.control.changeAddress(order.tid, { address: '新址 1 号' }).oaid, order.oaid)
  })
})

test('a poisoned order arrives broken and mends again', async () => {
  await world(1, async (sandbox, clock) => {
    const tid = sandbox.control.orders()[0]?.tid ?? ''
    const read = async () => (await call(sandbox, 'taobao.trade.fullinfo.get', { tid, fields: FIELDS }, clock.at)).trade as Reply
    const whole = await read()
    sandbox.control.poison(tid, 'badMoney')
    assert.equal((await read()).payment, '九十九元')
    sandbox.control.poison(tid, 'badTime')
    assert.equal((await read()).modified, '0000-00-00 00:00:00')
    sandbox.control.poison(tid, 'missingLines')
    assert.ok(!('orders' in (await read())))
    sandbox.control.poison(tid, 'missingTid')
    assert.ok(!('tid' in (await read())))
    sandbox.control.poison(tid, null)
    assert.equal((await read()).payment, whole.payment)
  })
})

test('an empty memo leaves the one there is; it goes with reset; more than 1000 bytes are refused', async () => {
  await world(0, async (sandbox, clock) => {
    const tid = sandbox.control.createOrders(1)[0]?.tid ?? ''
    const write = (params: Record<string, string>) =>
      call(sandbox, 'taobao.trade.memo.update', { tid, flag: '2', ...params }, clock.at)
    await write({ memo: '加急' })
    await write({ memo: '' })
    assert.equal(sandbox.control.order(tid).sellerMemo, '加急')
    await write({ reset: 'true' })
    assert.equal(sandbox.control.order(tid).sellerMemo, '')
    assert.equal((await refusalOf(write({ memo: '急'.repeat(334) }))).code, 41)
  })
})

test('freight of an unpaid order can be lowered, not raised, and not once it is paid', async () => {
  await world(0, async (sandbox, clock) => {
    const orders = sandbox.control.createOrders(60, { unpaid: true })
    const tid = orders.find(({ postFen }) => postFen > 0)?.tid ?? ''
    const freight = (fee: string) => call(sandbox, 'taobao.trade.postage.update', { tid, post_fee: fee }, clock.at)
    assert.equal((await refusalOf(freight('99.00'))).code, 15)
    assert.equal((await refusalOf(freight('-1'))).code, 41)
    await freight('1.50')
    assert.equal(sandbox.control.order(tid).postFen, 150)
    sandbox.control.payOrder(tid)
    assert.equal((await refusalOf(freight('0'))).code, 15)
  })
})
