import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import type { OrderView } from '#sandbox/control.ts'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { call, refusalOf } from '#sandbox/test-client.ts'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await startSandbox()
})
afterEach(() => sandbox.stop())

type Answer = { object_id: string; success: boolean; waybill_code?: string; print_data?: string; error_code?: string }
const newOrder = (receiver: { province?: string; address?: string } = {}): OrderView => {
  const [order] = sandbox.control.createOrders(1, { receiver })
  assert.ok(order)
  return order
}
const itemFor = (order: OrderView, packageId: string, change: object = {}) => ({
  object_id: packageId,
  order_info: { order_channels_type: 'TB', trade_order_list: [order.tid] },
  package_info: { id: packageId, items: [{ name: 'T恤', count: 1 }] },
  recipient: {
    name: '张*',
    mobile: '138****1234',
    address: { province: order.receiver.province, city: '', district: order.receiver.district, detail: '文一****' },
    oaid: order.oaid,
    tid: order.tid,
    ...change,
  },
  template_url: 'http://cloudprint.cainiao.com/template/standard/278250/1',
  user_id: '1',
})
const sender = {
  name: '仓库',
  mobile: '13500000000',
  address: { province: '浙江省', city: '金华市', district: '义乌市', detail: '仓储路 88 号' },
}
const get = async (items: object[], change: object = {}): Promise<Answer[]> => {
  const request = JSON.stringify({ cp_code: 'YTO', sender, trade_order_info_dtos: items, ...change })
  const reply = await call(sandbox, 'cainiao.waybill.ii.get', { param_waybill_cloud_print_apply_new_request: request })
  return (reply.modules as { waybill_cloud_print_response: Answer[] }).waybill_cloud_print_response
}

test('asking again for the same package gives the same number, another package another one', async () => {
  const order = newOrder()
  const [first] = await get([itemFor(order, 'P1')])
  const [again] = await get([itemFor(order, 'P1')])
  const [other] = await get([itemFor(order, 'P2')])
  assert.match(first?.waybill_code ?? '', /^YT\d{13}$/)
  assert.equal(again?.waybill_code, first?.waybill_code)
  assert.notEqual(other?.waybill_code, first?.waybill_code)
  assert.equal(sandbox.control.waybills()[0]?.repeatCount, 1)
})

test('a cancelled waybill is not given out again', async () => {
  const order = newOrder()
  const [first] = await get([itemFor(order, 'P1')])
  await call(sandbox, 'cainiao.waybill.ii.cancel', { cp_code: 'YTO', waybill_code: first?.waybill_code ?? '' })
  const [second] = await get([itemFor(order, 'P1')])
  assert.notEqual(second?.waybill_code, first?.waybill_code)
})

test('the courier tells which waybills an order has', async () => {
  const [known, unknown] = [newOrder(), newOrder()]
  const [issued] = await get([itemFor(known, 'P1')])
  const list = JSON.stringify([known, unknown].map((order, place) => ({ biz_sub_code: order.tid, object_id: `Q${place}` })))
  const reply = await call(sandbox, 'cainiao.waybill.ii.query.by.tradecode', { param_list: list })
  const rows = (
    reply.modules as { waybill_cloud_print_with_result_desc_response: (Answer & { waybill_cloud_print_response?: Answer })[] }
  ).waybill_cloud_print_with_result_desc_response
  assert.equal(rows[0]?.waybill_cloud_print_response?.waybill_code, issued?.waybill_code)
  assert.equal(rows[0]?.waybill_cloud_print_response?.object_id, 'P1')
  assert.equal(rows[1]?.success, false)
})

test('more than ten orders in one call are refused', async () => {
  const items = Array.from({ length: 11 }, (_, place) => itemFor(newOrder(), `P${place}`))
  assert.equal((await refusalOf(get(items))).sub_code, 'isv.invalid-parameter:trade_order_info_dtos')
})

test('one refused address leaves the other orders of the call their numbers', async () => {
  sandbox.control.setFault({ kind: 'courierRefuses', addressPart: '新疆' })
  const [near, far] = [newOrder({ province: '浙江省' }), newOrder({ province: '新疆维吾尔自治区' })]
  const answers = await get([itemFor(near, 'P1'), itemFor(far, 'P2')])
  assert.ok(answers[0]?.waybill_code)
  assert.deepEqual(
    [answers[1]?.success, answers[1]?.error_code, answers[1]?.waybill_code],
    [false, 'ADDRESS_UNREACHABLE', undefined],
  )
  const refusal = await refusalOf(get([itemFor(far, 'P2')]))
  assert.equal(refusal.sub_code, 'isv.waybill-service-error:ADDRESS_UNREACHABLE')
})

test('a busy courier serves a part of the call, and the rest succeeds when asked again', async () => {
  sandbox.control.setFault({ kind: 'courierPartial', times: 1 })
  const orders = [newOrder(), newOrder(), newOrder()]
  const items = orders.map((order, place) => itemFor(order, `P${place}`))
  const answers = await get(items)
  assert.deepEqual(
    answers.map((answer) => answer.success),
    [false, true, true],
  )
  const again = await get(items)
  assert.ok(again.every((answer) => answer.success))
  assert.equal(again[1]?.waybill_code, answers[1]?.waybill_code)
})

test('a masked receiver needs the handle of that very order', async () => {
  const [order, other] = [newOrder(), newOrder()]
  assert.match((await refusalOf(get([itemFor(order, 'P1', { oaid: '' })]))).sub_code ?? '', /RECIPIENT_MASKED$/)
  assert.match((await refusalOf(get([itemFor(order, 'P1', { oaid: other.oaid })]))).sub_code ?? '', /OAID_NOT_MATCH$/)
})

test('encrypted print data hides the sorting code, plain print data shows it', async () => {
  const order = newOrder()
  const [encrypted] = await get([itemFor(order, 'P1')])
  const [plain] = await get([itemFor(order, 'P1')], { need_encrypt: false })
  assert.deepEqual(Object.keys(JSON.parse(encrypted?.print_data ?? '')), ['encryptedData', 'signature', 'templateURL', 'ver'])
  assert.match(JSON.parse(plain?.print_data ?? '').data.routingInfo.routeCode, /^\d{3}-[A-D]\d{2} \d{3}$/)
})

test('the accounts of the shop show how many waybills were used', async () => {
  await get([itemFor(newOrder(), 'P1')])
  const reply = await call(sandbox, 'cainiao.waybill.ii.search', { cp_code: 'YTO' })
  const text = JSON.stringify(reply)
  assert.match(text, /"allocated_quantity":1/)
  assert.match(text, /"quantity":99999/)
})
