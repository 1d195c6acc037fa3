import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { call, type Reply, refusalOf } from '#sandbox/test-client.ts'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await startSandbox()
})
afterEach(() => sandbox.stop())

const HOUR_MS = 3_600_000
const DETAIL = 'refund_id,status,refund_version,refund_remind_timeout,refund_fee,operation_contraint,sid'
/** An order and the id of what is asked back of its first line. */
function asked({ isShipped = false, returnsGoods = false, merchantSku = 'CAP-BK' } = {}): { tid: string; id: string } {
  const { control } = sandbox
  const tid = control.createOrders(1, { merchantSkus: [merchantSku] })[0]?.tid ?? ''
  if (isShipped) control.finishOrder(tid)
  const order = control.askRefund(tid, undefined, { returnsGoods })
  return { tid, id: order.lines[0]?.refundId ?? '' }
}
async function shipped(returnsGoods: boolean): Promise<{ tid: string; id: string }> {
  const tid = sandbox.control.createOrders(1, { merchantSkus: ['CAP-BK'] })[0]?.tid ?? ''
  await call(sandbox, 'taobao.logistics.offline.send', { tid, out_sid: 'YT1234567890123', company_code: 'YTO' })
  return { tid, id: sandbox.control.askRefund(tid, undefined, { returnsGoods }).lines[0]?.refundId ?? '' }
}
const detail = async (id: string): Promise<Reply> =>
  (await call(sandbox, 'taobao.refund.get', { refund_id: id, fields: DETAIL })).refund as Reply
async function agree(id: string): Promise<Reply> {
  const { refund_fee, refund_version } = await detail(id)
  const fen = Math.round(Number(refund_fee) * 100)
  return call(sandbox, 'taobao.rp.refunds.agree', { refund_infos: `${id}|${fen}|${refund_version}` })
}
const statusOf = (tid: string) => sandbox.control.order(tid).lines[0]?.refundStatus

test('what is asked back stands in the list, by change and by state; deadlines only in the detail', async () => {
  const { tid, id } = asked()
  const list = (params: Record<string, string>) =>
    call(sandbox, 'taobao.refunds.receive.get', { fields: 'refund_id,tid,status,refund_remind_timeout', ...params })
  const { refunds, total_results } = await list({ status: 'WAIT_SELLER_AGREE' })
  assert.deepEqual([refunds, total_results], [{ refund: [{ refund_id: id, tid, status: 'WAIT_SELLER_AGREE' }] }, 1])
  assert.deepEqual(await list({ status: 'SUCCESS' }).then(({ refunds: none }) => none), undefined)
  const { refund_remind_timeout } = await detail(id)
  const { timeout } = refund_remind_timeout as { timeout: string }
  const [afterSale] = sandbox.control.afterSales()
  assert.equal((afterSale?.dueAt ?? 0) - (afterSale?.modifiedAt ?? 0), 48 * HOUR_MS)
  assert.ok(timeout > '2020')
})

test('money goes back once, and an order with nothing left is closed', async () => {
  const { tid, id } = asked()
  assert.deepEqual((await agree(id)).msg_code, 'OP_SUCC')
  assert.deepEqual([statusOf(tid), sandbox.control.order(tid).status], ['SUCCESS', 'TRADE_CLOSED'])
  assert.deepEqual((await agree(id)).msg_code, 'OP_FAILURE_UE')
})

test('another amount or an old version is not paid', async () => {
  const { tid, id } = asked()
  const { refund_version } = await detail(id)
  const pay = async (info: string) => (await call(sandbox, 'taobao.rp.refunds.agree', { refund_infos: info })).succ
  assert.equal(await pay(`${id}|1|${refund_version}`), false)
  assert.equal(await pay(`${id}|3900|1`), false)
  assert.equal(await pay(`999|3900|${refund_version}`), false)
  assert.equal(statusOf(tid), 'WAIT_SELLER_AGREE')
})

test('above 6,000 yuan a code comes to the phone of the seller first', async () => {
  const refusal = await refusalOf(call(sandbox, 'taobao.rp.refunds.agree', { refund_infos: '1|600001|1' }))
  assert.match(refusal.sub_msg ?? '', /短信验证码/)
})

test('goods come back before the money does', async () => {
  const { tid, id } = await shipped(true)
  assert.equal((await agree(id)).succ, false)
  const { addresses } = await call(sandbox, 'taobao.logistics.address.search', { rdef: 'cancel_def' })
  const [address] = (addresses as { address_result: Reply[] }).address_result
  const agreeReturn = (addressId: string) =>
    call(sandbox, 'taobao.rp.returngoods.agree', { refund_id: id, seller_address_id: addressId })
  assert.equal((await refusalOf(agreeReturn('1'))).code, 15)
  await agreeReturn(String(address?.contact_id))
  assert.equal(statusOf(tid), 'WAIT_BUYER_RETURN_GOODS')
  sandbox.control.sendBack(tid, undefined, 'YT7700000000001')
  assert.equal((await detail(id)).sid, 'YT7700000000001')
  assert.equal((await agree(id)).succ, true)
  assert.equal(statusOf(tid), 'SUCCESS')
})

test('a seller that has not shipped cannot refuse; one that has may, with a reason', async () => {
  const unshipped = asked()
  const refuse = (id: string, message: string) =>
    call(sandbox, 'taobao.refund.refuse', { refund_id: id, refuse_message: message })
  assert.equal((await detail(unshipped.id)).operation_contraint, 'cannot_refuse')
  assert.equal((await refusalOf(refuse(unshipped.id, '已经发货'))).code, 15)
  const sent = await shipped(false)
  assert.equal((await refusalOf(refuse(sent.id, '不'))).code, 41)
  await refuse(sent.id, '商品没有问题')
  assert.equal(statusOf(sent.tid), 'SELLER_REFUSE_BUYER')
  assert.equal((await refusalOf(refuse(sent.id, '商品没有问题'))).code, 15)
})

test('what another shop was asked for does not exist', async () => {
  const { id } = asked()
  sandbox.control.addShop({ name: '别家', session: 'other' })
  const foreign = call(sandbox, 'taobao.refund.get', { refund_id: id, fields: 'status', session: 'other' })
  assert.equal((await refusalOf(foreign)).sub_code, 'isv.refund-service-error:NOT_EXIST')
})

test('who lets the time pass has decided: the seller agrees, the buyer gives up', async () => {
  const clock = { at: Date.now() }
  const timed = await startSandbox({ now: () => clock.at })
  const { control } = timed
  try {
    const [money, goods, coming] = control.createOrders(3, { merchantSkus: ['CAP-BK'] }).map(({ tid }) => tid)
    assert.ok(money && goods && coming)
    control.askRefund(money)
    for (const tid of [goods, coming]) control.askRefund(tid, undefined, { returnsGoods: true })
    control.sendBack(coming)
    const statuses = async () => {
      await call(timed, 'taobao.user.seller.get', { fields: 'nick' }, clock.at)
      return [money, goods, coming].map((tid) => control.order(tid).lines[0]?.refundStatus)
    }
    assert.deepEqual(await statuses(), ['WAIT_SELLER_AGREE', 'WAIT_SELLER_AGREE', 'WAIT_SELLER_CONFIRM_GOODS'])
    clock.at += 49 * HOUR_MS
    assert.deepEqual(await statuses(), ['SUCCESS', 'WAIT_BUYER_RETURN_GOODS', 'WAIT_SELLER_CONFIRM_GOODS'])
    clock.at += 8 * 24 * HOUR_MS
    assert.deepEqual(await statuses(), ['SUCCESS', 'CLOSED', 'SUCCESS'])
  } finally {
    await timed.stop()
  }
})
