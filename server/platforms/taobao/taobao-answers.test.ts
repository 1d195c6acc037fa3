/** Answers the sandbox never gives, from a peer of the test's own: whatever comes, the house learns what to do. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import { taobao } from './taobao.ts'
import { failureOf } from './testing/sandbox-shops.ts'

let gatewayUrl = ''
/** What each method answers inside its root. */
let answers: Record<string, unknown> = {}
const peer = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    const method = new URLSearchParams(Buffer.concat(parts).toString('utf8')).get('method') ?? ''
    const root = `${method.replace(/^taobao\./, '').replaceAll('.', '_')}_response`
    response.end(JSON.stringify({ [root]: { request_id: 'r', ...(answers[method] as object) } }))
  })
})
before(async () => {
  await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve))
  gatewayUrl = `http://127.0.0.1:${(peer.address() as AddressInfo).port}`
})
after(() => new Promise((resolve) => peer.close(resolve)))
const shop = (): Connection => ({
  ...{ gatewayUrl, appKey: '12345678', appSecret: 's', accessToken: 't', now: Date.now },
})
const { services } = taobao
const window = { from: new Date(Date.now() - 3_600_000), to: new Date() }
async function drained<T>(pages: AsyncIterable<T[]> | undefined): Promise<T[]> {
  const rows: T[] = []
  for await (const page of pages ?? []) rows.push(...page)
  return rows
}

const item = {
  num_iid: 11223344,
  title: 'T恤',
  num: -3,
  price: '99.00',
  modified: '2024-01-02 03:00:00',
  approve_status: 'onsale',
}
const ratings = (rate: object) => ({
  'taobao.traderates.get': { total_results: 1, trade_rates: { trade_rate: [rate] } },
})

test('stock sold beyond what there was is none', async () => {
  answers = { 'taobao.items.onsale.get': { total_results: 1, items: { item: [item] } } }
  const page = await services.products?.(shop(), '')
  assert.deepEqual(page?.rows[0]?.skus, [{ platformSkuId: '', merchantSku: '', variant: '', priceFen: 9900, quantity: 0 }])
})

const UNREADABLE: [title: string, given: Record<string, unknown>, act: () => Promise<unknown>, sentence: RegExp][] = [
  [
    'goods without a price',
    { 'taobao.items.onsale.get': { items: { item: [{ ...item, price: '' }] } } },
    async () => services.products?.(shop(), ''),
    /^Item 11223344: price is missing$/,
  ],
  [
    'goods with half a piece',
    { 'taobao.items.onsale.get': { items: { item: [{ ...item, num: 0.5 }] } } },
    async () => services.products?.(shop(), ''),
    /^Item 11223344: num is not a whole number/,
  ],
  [
    'a review with a grade nobody knows',
    ratings({ oid: '2', tid: '1', result: 'superb', created: '2024-01-02 03:00:00' }),
    () => drained(services.reviews?.(shop(), window)),
    /^Review of 2: result is not a known grade/,
  ],
  [
    'a relay number without an end',
    { 'taobao.top.oaid.decrypt': { receiver_list: { receiver: [{ tid: '1', matched: true, privacy_protection: true }] } } },
    async () => services.revealReceiver?.(shop(), [{ platformOrderId: '1', handle: 'h' }]),
    /^Receiver of 1: secret_no_expire_time is missing$/,
  ],
]
for (const [title, given, act, sentence] of UNREADABLE)
  test(`${title} end the call with the name of the row and the field`, async () => {
    answers = given
    const failure = await failureOf(act())
    assert.deepEqual([failure.kind, failure.platformCode], ['refused', 'row-unreadable'])
    assert.match(failure.message, sentence)
  })

test('a refund that is not understood is handed over whole', async () => {
  const refund = { refund_id: '9', tid: '1', status: 'ON_MARS', modified: 'gestern' }
  answers = { 'taobao.refunds.receive.get': { total_results: 1, refunds: { refund: [refund] } } }
  assert.deepEqual(await drained(services.afterSales?.(shop(), window)), [{ afterSaleId: '9', version: '', body: refund }])
})

test('an answer without what was asked for is a failure, never an empty success', async () => {
  answers = {}
  for (const act of [
    () => services.staff?.(shop()),
    () => services.decideAfterSales?.(shop(), { afterSaleId: '9', agree: true, reason: '' }),
    () => services.changeShipment?.(shop(), { platformOrderId: '1', platformLineIds: [], carrier: 'YTO', waybillNumber: 'Y' }),
  ])
    assert.ok((await failureOf(Promise.resolve(act()))) instanceof PlatformFailure)
})

const refund = {
  ...{ refund_id: '9', tid: '1', oid: '1', status: 'WAIT_SELLER_AGREE', refund_fee: '1.00', refund_version: '5' },
  ...{ has_good_return: true, modified: '2024-01-02 03:00:00' },
}
const DECIDED: [title: string, given: Record<string, unknown>, code: string][] = [
  [
    'a refund that wants the web page',
    { 'taobao.refund.get': { refund: { ...refund, operation_contraint: 'refund_onweb' } } },
    'refund_onweb',
  ],
  ['a return without an address to return to', { 'taobao.refund.get': { refund } }, 'no-return-address'],
  [
    'a return the platform does not confirm',
    {
      'taobao.refund.get': { refund },
      'taobao.logistics.address.search': { addresses: { address_result: [{ contact_id: 7 }] } },
      'taobao.rp.returngoods.agree': { is_success: false },
    },
    'not-successful',
  ],
  [
    'money the platform does not send',
    {
      'taobao.refund.get': { refund: { ...refund, has_good_return: false } },
      'taobao.user.seller.get': { user: { nick: '店', type: 'C' } },
      'taobao.rp.refunds.agree': { succ: false, msg_code: 'OP_FAILURE_UE', message: '请用子账号操作' },
    },
    'OP_FAILURE_UE',
  ],
]
for (const [title, given, code] of DECIDED)
  test(`${title} is a refusal in words`, async () => {
    answers = given
    const decision = { afterSaleId: '9', agree: true, reason: '' }
    assert.equal((await failureOf(Promise.resolve(services.decideAfterSales?.(shop(), decision)))).platformCode, code)
  })
