import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, afterEach, before, describe, test } from 'node:test'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { pinduoduoApp } from './pinduoduo-platform.ts'

let sandbox: Sandbox
before(async () => {
  sandbox = await startSandbox()
  sandbox.control.addShop({ name: '拼店', platform: 'pinduoduo', session: 'token' })
})
afterEach(() => sandbox.control.clearFaults())
after(() => sandbox.stop())

type Reply = { error_response?: { error_code: number; sub_code: string; error_msg: string } } & Record<string, unknown>
const nowSeconds = () => Math.floor(Date.now() / 1000)

/** A correct call; '' leaves a parameter out, a given sign is sent as it is. */
function signed(params: Record<string, string>): Record<string, string> {
  const all: Record<string, string> = {
    client_id: pinduoduoApp.appKey,
    access_token: 'token',
    timestamp: String(nowSeconds()),
    data_type: 'JSON',
    ...params,
  }
  const form = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
  const text = Object.keys(form)
    .sort()
    .map((name) => name + form[name])
    .join('')
  const secret = pinduoduoApp.appSecret
  const sign = createHash('md5')
    .update(secret + text + secret)
    .digest('hex')
    .toUpperCase()
  return { sign, ...form }
}
async function post(body: URLSearchParams | string, type = 'application/json'): Promise<Reply> {
  const headers = typeof body === 'string' ? { 'content-type': type } : {}
  const response = await fetch(sandbox.gateways.pinduoduo, { method: 'POST', body, headers })
  assert.equal(response.status, 200)
  return (await response.json()) as Reply
}
const call = (params: Record<string, string>) => post(new URLSearchParams(signed(params)))
const list = {
  type: 'pdd.order.number.list.increment.get',
  is_lucky_flag: '1',
  order_status: '5',
  refund_status: '5',
  start_updated_at: String(nowSeconds() - 600),
  end_updated_at: String(nowSeconds()),
}

describe('what every call is checked for', () => {
  const cases: [rule: string, change: Record<string, string>, code: number][] = [
    ['without a type', { type: '' }, 10017],
    ['with a type that does not exist', { type: 'pdd.order.guess' }, 10017],
    ['without a client', { client_id: '' }, 10016],
    ['of an unknown client', { client_id: 'x' }, 10016],
    ['without a timestamp', { timestamp: '' }, 10001],
    ['with milliseconds', { timestamp: String(Date.now()) }, 10001],
    ['eleven minutes old', { timestamp: String(nowSeconds() - 660) }, 10001],
    ['that wants XML', { data_type: 'XML' }, 10001],
    ['with a wrong signature', { sign: 'ABC' }, 20004],
    ['without a token where a shop is needed', { access_token: '' }, 10019],
    ['with an unknown token', { access_token: 'nobody' }, 10019],
    ['with the token of a shop elsewhere', { access_token: 'sandbox_session' }, 20032],
    ['without a parameter it needs', { order_status: '' }, 10000],
    ['with a page of 101', { page_size: '101' }, 21001],
  ]
  for (const [rule, change, code] of cases)
    test(`a call ${rule} is refused with code ${code}`, async () => {
      const { error_response } = await call({ ...list, ...change })
      assert.deepEqual([error_response?.error_code, error_response?.sub_code], [code, String(code)])
      assert.ok(error_response?.error_msg)
    })
  test('a signature in small letters is a wrong one, and a body may be JSON', async () => {
    const params = signed(list)
    assert.equal((await post(JSON.stringify({ ...params, sign: params.sign?.toLowerCase() }))).error_response?.error_code, 20004)
    assert.ok('order_sn_increment_get_response' in (await post(JSON.stringify({ ...params, order_status: 5 }))))
    assert.equal((await post('no JSON')).error_response?.error_code, 10017)
  })
})

describe('windows', () => {
  test('changes are asked for half an hour at a time, conclusions a day at a time', async () => {
    const window = (seconds: number) => ({ ...list, start_updated_at: String(nowSeconds() - seconds) })
    assert.ok('order_sn_increment_get_response' in (await call({ ...window(1800), end_updated_at: String(nowSeconds()) })))
    assert.equal((await call({ ...window(1802), end_updated_at: String(nowSeconds()) })).error_response?.error_code, 21001)
    const concluded = (seconds: number) => ({
      type: 'pdd.order.list.get',
      order_status: '5',
      refund_status: '5',
      start_confirm_at: String(nowSeconds() - seconds),
      end_confirm_at: String(nowSeconds()),
    })
    assert.ok('order_list_get_response' in (await call(concluded(86_399))))
    assert.equal((await call(concluded(86_402))).error_response?.error_code, 21001)
    assert.equal((await call(concluded(-100))).error_response?.error_code, 21001)
  })
  test('an order is found by its conclusion and by its state, and has_next takes the place of the count', async () => {
    const shopId = sandbox.control.addShop({ name: '另一家', platform: 'pinduoduo', session: 'other' }).id
    const [order, shipped] = sandbox.control.createOrders(2, { shopId })
    sandbox.control.createOrders(1, { shopId, unpaid: true })
    assert.ok(order && shipped)
    await call({
      type: 'pdd.logistics.online.send',
      access_token: 'other',
      order_sn: shipped.tid,
      logistics_id: '85',
      tracking_number: 'YT0000000000001',
    })
    const found = await call({
      type: 'pdd.order.list.get',
      access_token: 'other',
      order_status: '1',
      refund_status: '1',
      use_has_next: 'true',
      start_confirm_at: String(nowSeconds() - 600),
      end_confirm_at: String(nowSeconds()),
    })
    const answer = found.order_list_get_response as {
      order_list: { order_sn: string }[]
      has_next: boolean
      total_count?: number
    }
    assert.deepEqual(
      [answer.order_list.map((each) => each.order_sn), answer.has_next, answer.total_count],
      [[order.tid], false, undefined],
    )
  })
})

test('the names of the answers follow no rule', async () => {
  const shopId = sandbox.control.shops().find(({ platform }) => platform === 'pinduoduo')?.id ?? ''
  const tid = sandbox.control.createOrders(1, { shopId })[0]?.tid ?? ''
  const names = []
  for (const params of [
    { type: 'pdd.order.information.get', order_sn: tid },
    { type: 'pdd.order.note.update', order_sn: tid, note: '好' },
    { type: 'pdd.goods.list.get' },
    { type: 'pdd.time.get' },
  ])
    names.push(...Object.keys(await call(params)))
  assert.deepEqual(names, ['order_info_get_response', 'response', 'goods_list_get_response', 'time_get_response'])
})

test('a limit of the app and one of a type have codes of their own', async () => {
  sandbox.control.setFault({ kind: 'rateLimit', callsPerSecond: 0 })
  assert.equal((await call(list)).error_response?.error_code, 52101)
  sandbox.control.clearFaults()
  sandbox.control.setFault({ kind: 'rateLimit', target: list.type, callsPerSecond: 0 })
  assert.equal((await call(list)).error_response?.error_code, 70031)
})

test('stock may be changed by a difference too, but never below nothing', async () => {
  const update = (quantity: string, kind: string) =>
    call({ type: 'pdd.goods.quantity.update', goods_id: '610000900000', sku_id: '1610000900000', quantity, update_type: kind })
  assert.ok('goods_quantity_update_response' in (await update('5', '1')))
  assert.ok('goods_quantity_update_response' in (await update('-5', '2')))
  assert.equal((await update('-1', '2')).error_response?.error_code, 21002)
  assert.equal((await update('-1', '1')).error_response?.error_code, 21001)
})
