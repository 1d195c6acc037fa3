import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { call, type Reply, refusalOf } from '#sandbox/test-client.ts'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await startSandbox()
})
afterEach(() => sandbox.stop())

const NUMBER = 'YT1234567890123'
const OTHER_NUMBER = 'YT9999999999999'
const send = (tid: string, change: Record<string, string> = {}) =>
  call(sandbox, 'taobao.logistics.offline.send', { tid, out_sid: NUMBER, company_code: 'YTO', ...change })
const newOrder = (merchantSkus = ['CAP-BK']) => {
  const [order] = sandbox.control.createOrders(1, { merchantSkus })
  assert.ok(order)
  return order
}

test('a shipped order carries its waybill number and waits for the buyer', async () => {
  const { tid } = newOrder()
  assert.deepEqual((await send(tid)).shipping, { is_success: true })
  const known = sandbox.control.order(tid)
  assert.equal(known.status, 'WAIT_BUYER_CONFIRM_GOODS')
  assert.deepEqual(known.waybillNumbers, [NUMBER])
  const { trade } = await call(sandbox, 'taobao.trade.fullinfo.get', { tid, fields: 'orders,consign_time' })
  const [line] = (trade as { orders: { order: Reply[] } }).orders.order
  assert.equal(line?.invoice_no, NUMBER)
})

test('shipping twice is refused, and the refusal does not change the number', async () => {
  const { tid } = newOrder()
  await send(tid)
  const refusal = await refusalOf(send(tid, { out_sid: OTHER_NUMBER }))
  assert.equal(refusal.code, 15)
  assert.equal(refusal.sub_code, 'isv.logistics-offline-service-error:B04')
  assert.deepEqual(sandbox.control.order(tid).waybillNumbers, [NUMBER])
  assert.deepEqual(
    sandbox.control.ships().map((ship) => ship.refusal === ''),
    [true, false],
  )
})

test('lines shipped one after the other leave the order partly shipped in between', async () => {
  const { tid, lines } = newOrder(['CAP-BK', 'TEE-WH-M'])
  const [first, second] = lines
  assert.ok(first && second)
  await send(tid, { is_split: '1', sub_tid: first.oid })
  assert.equal(sandbox.control.order(tid).status, 'SELLER_CONSIGNED_PART')
  assert.match((await refusalOf(send(tid, { is_split: '1', sub_tid: first.oid }))).sub_code ?? '', /B04$/)
  await send(tid, { is_split: '1', sub_tid: second.oid, out_sid: OTHER_NUMBER })
  const known = sandbox.control.order(tid)
  assert.equal(known.status, 'WAIT_BUYER_CONFIRM_GOODS')
  assert.deepEqual(known.waybillNumbers, [NUMBER, OTHER_NUMBER])
})

const refusals: [rule: string, prepare: (tid: string) => void, change: Record<string, string>, subCode: string][] = [
  ['an unknown order', () => {}, { tid: '3999999999999999999' }, 'B01'],
  ['an order that must not ship', (tid) => void sandbox.control.forbidShipping(tid), {}, 'B02'],
  ['an unknown courier', () => {}, { company_code: 'PIGEON' }, 'B03'],
  ['a fully refunded order', (tid) => void sandbox.control.settleRefund(tid), {}, 'B04'],
  ["a number that is not the courier's", () => {}, { out_sid: 'SF123' }, 'B60'],
  ['a line of another order', () => {}, { is_split: '1', sub_tid: '1' }, 'P38'],
]
for (const [rule, prepare, change, subCode] of refusals) {
  test(`a report for ${rule} is refused with ${subCode}`, async () => {
    const { tid } = newOrder()
    prepare(tid)
    const refusal = await refusalOf(send(tid, change))
    assert.equal(refusal.sub_code, `isv.logistics-offline-service-error:${subCode}`)
  })
}

test('the sandbox remembers when a shipped line had an open refund', async () => {
  const { tid } = newOrder()
  sandbox.control.askRefund(tid)
  await send(tid)
  assert.equal(sandbox.control.ships()[0]?.hadRefund, true)
})

test('a resend replaces the number of a shipped order and refuses an unshipped one', async () => {
  const { tid } = newOrder()
  const resend = () => call(sandbox, 'taobao.logistics.consign.resend', { tid, out_sid: OTHER_NUMBER, company_code: 'YTO' })
  assert.match((await refusalOf(resend())).sub_code ?? '', /B02$/)
  await send(tid)
  await resend()
  assert.deepEqual(sandbox.control.order(tid).waybillNumbers, [OTHER_NUMBER])
})

test('the courier list gives the asked fields and patterns that fit the numbers', async () => {
  const reply = await call(sandbox, 'taobao.logistics.companies.get', { fields: 'code,reg_mail_no', session: '' })
  const companies = (reply.logistics_companies as { logistics_company: { code: string; reg_mail_no: string }[] })
    .logistics_company
  const yto = companies.find((company) => company.code === 'YTO')
  assert.ok(yto)
  assert.deepEqual(Object.keys(yto), ['code', 'reg_mail_no'])
  assert.match(NUMBER, new RegExp(yto.reg_mail_no))
})
