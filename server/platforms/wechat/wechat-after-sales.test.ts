import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import type { Connection } from '#server/platforms/platform.ts'
import { failureOf, startBench } from '#server/platforms/testing/contract-bench.ts'
import { wechatUnderTest } from './testing/wechat-bench.ts'
import { wechat } from './wechat.ts'
import { readWechatAfterSale } from './wechat-after-sales.ts'
import { WECHAT_AFTER_SALE_STATES } from './wechat-states.ts'

const bench = await startBench(wechatUnderTest)
const { control } = bench.sandbox
afterEach(() => control.clearFaults())
after(() => bench.stop())

const { afterSales = assert.fail, decideAfterSales = assert.fail } = wechat.services
const HOUR_MS = 3_600_000

async function casesOf(connection: Connection, hours = 1) {
  const cases = []
  const now = Date.now()
  for await (const page of afterSales(connection, { from: new Date(now - hours * HOUR_MS), to: new Date(now + 60_000) }))
    cases.push(...page.map(readWechatAfterSale))
  return cases
}

async function asked(isShipped: boolean) {
  const { shopId, connection } = await bench.openShop()
  const [placed] = control.createOrders(1, { shopId, lineCount: 1 })
  assert.ok(placed)
  if (isShipped)
    await wechat.reportShipment(connection, {
      ...{ platformOrderId: placed.tid, platformLineIds: [], carrier: 'YTO', waybillNumber: 'YT0000000000001' },
    })
  control.askRefund(placed.tid)
  const [found] = await casesOf(connection)
  assert.ok(found)
  const decide = (agree: boolean) => decideAfterSales(connection, { afterSaleId: found.afterSaleId, agree, reason: '商品已发出' })
  const state = async () => (await casesOf(connection))[0]?.state
  return { connection, found, decide, state, tid: placed.tid, placed }
}

const STATES_OF_THE_REFERENCE = [
  ...['USER_CANCELD', 'MERCHANT_PROCESSING', 'MERCHANT_REJECT_REFUND', 'MERCHANT_REJECT_RETURN', 'USER_WAIT_RETURN'],
  ...['RETURN_CLOSED', 'MERCHANT_WAIT_RECEIPT', 'MERCHANT_OVERDUE_REFUND', 'MERCHANT_REFUND_SUCCESS', 'MERCHANT_RETURN_SUCCESS'],
  ...['PLATFORM_REFUNDING', 'PLATFORM_REFUND_FAIL', 'USER_WAIT_CONFIRM', 'MERCHANT_REFUND_RETRY_FAIL', 'MERCHANT_FAIL'],
  ...['USER_WAIT_CONFIRM_UPDATE', 'USER_WAIT_HANDLE_MERCHANT_AFTER_SALE', 'WAIT_PACKAGE_INTERCEPT', 'MERCHANT_REJECT_EXCHANGE'],
  ...['MERCHANT_REJECT_RESHIP', 'USER_WAIT_RECEIPT', 'MERCHANT_EXCHANGE_SUCCESS'],
]
test('every state of the reference has a meaning, and no other', () => {
  assert.deepEqual([...WECHAT_AFTER_SALE_STATES.keys()].sort(), [...STATES_OF_THE_REFERENCE].sort())
})

test('a case tells order, line, amount, reason and until when to answer', async () => {
  const { found, placed, tid, connection } = await asked(false)
  const [line] = wechat.readOrder(await wechat.fetchOrder(connection, tid)).lines
  assert.deepEqual(
    [found.platformOrderId, found.platformLineIds, found.kind, found.state, found.refundFen, found.reason],
    [tid, [line?.platformLineId], 'refund_only', 'waiting_for_merchant', placed.lines[0]?.paidFen, '不喜欢/不想要'],
  )
  assert.ok(Date.parse(found.dueAt ?? '') > Date.now())
})
test('a refund without goods is agreed to in one step, and the repeat changes nothing', async () => {
  const { decide, state, tid } = await asked(false)
  await decide(true)
  assert.equal(await state(), 'refunded')
  assert.equal(control.order(tid).lines[0]?.refundStatus, 'SUCCESS')
  await decide(true)
})
test('goods that left come back first, to the address set as the default', async () => {
  const { decide, state, found } = await asked(true)
  assert.equal(found.kind, 'return_and_refund')
  await decide(true)
  assert.equal(await state(), 'waiting_for_buyer')
  await decide(true)
  assert.equal(await state(), 'waiting_for_buyer')
})
test('goods that have come back are agreed to once more, and then the money goes', async () => {
  const { connection, decide, state, tid } = await asked(true)
  await decide(true)
  control.sendBack(tid)
  const [back] = await casesOf(connection)
  assert.deepEqual([back?.state, back?.returnWaybillNumber], ['goods_returning', 'YT8800000000001'])
  await decide(true)
  assert.equal(await state(), 'refunded')
})
test('a refusal is told with its words, and its repeat changes nothing', async () => {
  const { decide, state, tid } = await asked(true)
  await decide(false)
  assert.equal(await state(), 'refused')
  assert.equal(control.afterSales().find(({ tid: id }) => id === tid)?.refusal, '商品已发出')
  await decide(false)
  assert.equal((await failureOf(decide(true))).kind, 'refused')
})
test('a decision whose answer was lost is of unknown outcome, and asking again settles it', async () => {
  const { decide, state } = await asked(false)
  control.setFault({ kind: 'lostReply', target: 'channels/ec/aftersale/acceptapply', times: 1 })
  assert.equal((await failureOf(decide(true))).kind, 'unknown_outcome')
  await decide(true)
  assert.equal(await state(), 'refunded')
})

test('many cases and a window of days are read without losing one', async () => {
  const { shopId, connection } = await bench.openShop()
  const placed = control.createOrders(120, { shopId, lineCount: 1 })
  for (const { tid } of placed) control.askRefund(tid)
  const cases = await casesOf(connection, 60)
  assert.deepEqual(cases.map(({ platformOrderId }) => platformOrderId).sort(), placed.map(({ tid }) => tid).sort())
})

const body = {
  after_sale_order_id: '1',
  order_id: '2',
  status: 'MERCHANT_PROCESSING',
  create_time: 1700000000,
  update_time: 1700000001,
}
const readBody = (changes: object) => readWechatAfterSale({ afterSaleId: '1', version: '', body: { ...body, ...changes } })
test('a deadline told as seconds left is no moment and is left out', () => {
  assert.equal(readBody({ deadline: 86_400 }).dueAt, null)
  assert.equal(readBody({ deadline: 1700086400 }).dueAt, '2023-11-15T22:13:20.000Z')
})
test('kinds are told apart, and one nobody has heard of is another kind', () => {
  const kinds = ['REFUND', 'RETURN', 'EXCHANGE', 'RESHIP', 'SOMETHING'].map((type) => readBody({ type }).kind)
  assert.deepEqual(kinds, ['refund_only', 'return_and_refund', 'exchange', 'resend', 'other'])
})
test('a state nobody has heard of is refused, and so is what is no case', () => {
  assert.throws(() => readBody({ status: 'NEW_STATE' }), /status is not a known state/)
  assert.throws(() => readWechatAfterSale({ afterSaleId: '1', version: '', body: null }), /UnreadableOrder/)
})
