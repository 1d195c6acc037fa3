import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type OrderSnapshot, type OrderStatus, type RefundState, UnreadableOrder } from '#server/platforms/platform.ts'
import { readPinduoduoOrder } from './pdd-order.ts'

type Raw = Record<string, unknown>

const NAME = '~AgAAAAMBbXNhbmRib3g=~7nWFq2~1~'
const PHONE = '$AgAAAAMBbXNhbmRib3g=$3Gcq2w$1$'
const item: Raw = {
  goods_id: 863369485,
  sku_id: '13182332985',
  outer_id: 'TEE-BLACK-L',
  outer_goods_id: 'TEE',
  goods_name: 'T恤',
  goods_spec: '黑,L',
  goods_price: '59.90',
  goods_count: 2,
}
const raw: Raw = {
  order_sn: '231215-452750051',
  order_status: 1,
  refund_status: 1,
  after_sales_status: 0,
  confirm_status: 1,
  group_status: 1,
  risk_control_status: 0,
  trade_type: 0,
  pay_amount: '102.80',
  goods_amount: '119.80',
  discount_amount: '25.00',
  postage: '8.00',
  created_time: '2024-01-02 02:59:00',
  pay_time: '2024-01-02 03:00:00',
  confirm_time: '2024-01-02 03:00:00',
  updated_at: '2024-01-02 03:00:01',
  last_ship_time: '2024-01-04 03:00:00',
  shipping_time: '',
  receive_time: null,
  buyer_memo: '请尽快发货',
  remark: '发顺丰',
  remark_tag: 3,
  province: '浙江省',
  city: '杭州市',
  town: '余杭区',
  receiver_name: NAME,
  receiver_phone: '',
  contact_mobile: PHONE,
  receiver_address: NAME,
  receiver_name_mask: '张*',
  receiver_phone_mask: '138****1234',
  receiver_address_mask: '文一****',
  open_address_id: 'oa1',
  tracking_number: '',
  item_list: [item],
}
const read = (changes: Raw = {}): OrderSnapshot =>
  readPinduoduoOrder({ platformOrderId: '', version: '', body: { ...raw, ...changes } })
const withItem = (changes: Raw): Raw => ({ item_list: [{ ...item, ...changes }] })

test('a paid Pinduoduo order becomes a snapshot with exact money, UTC times and the masked receiver', () => {
  assert.deepEqual(read(), {
    platformOrderId: '231215-452750051',
    status: 'paid',
    platformStatus: 'order_status 1',
    shipForbidden: false,
    createdAt: '2024-01-01T18:59:00.000Z',
    paidAt: '2024-01-01T19:00:00.000Z',
    modifiedAt: '2024-01-01T19:00:01.000Z',
    shippedAt: null,
    finishedAt: null,
    shipBy: '2024-01-03T19:00:00.000Z',
    buyerKey: '',
    buyerNick: '',
    receiver: {
      name: '张*',
      phone: '138****1234',
      province: '浙江省',
      city: '杭州市',
      district: '余杭区',
      town: '',
      address: '文一****',
      zip: '',
    },
    receiverKey: 'oa1',
    receiverMasked: true,
    buyerNote: '请尽快发货',
    sellerMemo: '发顺丰',
    sellerFlag: 3,
    goodsFen: 11980,
    freightFen: 800,
    discountFen: 2500,
    paidFen: 10280,
    refundedFen: 0,
    lines: [
      {
        platformLineId: '13182332985',
        platformItemId: '863369485',
        platformSkuId: '13182332985',
        merchantSku: 'TEE-BLACK-L',
        title: 'T恤',
        variant: '黑,L',
        quantity: 2,
        priceFen: 5990,
        paidFen: 9480,
        refundState: 'none',
        refundedFen: 0,
        shipped: false,
      },
    ],
  } satisfies OrderSnapshot)
})

const STATES: [title: string, facts: Raw, status: OrderStatus, shipForbidden: boolean, paidFen: number][] = [
  ['to be shipped', {}, 'paid', false, 10280],
  ['abnormal', { order_status: 0 }, 'paid', true, 10280],
  ['under review', { risk_control_status: 1 }, 'paid', true, 10280],
  ['of a group that still forms', { group_status: 0 }, 'paid', true, 10280],
  ['not concluded', { confirm_status: 0 }, 'paid', true, 10280],
  ['on hold by the platform', { order_tag_list: [{ name: 'ship_hold', value: 1 }] }, 'paid', true, 10280],
  ['with a tag that is off', { order_tag_list: [{ name: 'ship_hold', value: 0 }] }, 'paid', false, 10280],
  ['not concluded and not paid', { confirm_status: 0, pay_time: '' }, 'unpaid', false, 0],
  ['with nothing but its deposit paid', { trade_type: 1, step_order_info: { step_trade_status: 1 } }, 'unpaid', false, 0],
  ['with deposit and rest paid', { trade_type: 1, step_order_info: { step_trade_status: 2 } }, 'paid', false, 10280],
  ['cancelled before it was paid', { confirm_status: 2, pay_time: '' }, 'cancelled', false, 0],
  ['cancelled after it was paid', { confirm_status: 2 }, 'closed', false, 10280],
  ['of a group that failed', { group_status: 2 }, 'closed', false, 10280],
  ['given back before it was shipped', { refund_status: 4, after_sales_status: 10 }, 'closed', false, 10280],
  ['shipped', { order_status: 2 }, 'shipped', false, 10280],
  ['received', { order_status: 3 }, 'finished', false, 10280],
  ['given back after it was shipped', { order_status: 2, refund_status: 4 }, 'shipped', false, 10280],
]
for (const [title, facts, status, shipForbidden, paidFen] of STATES) {
  test(`an order ${title} is ${status}${shipForbidden ? ' and must not be shipped' : ''}`, () => {
    const order = read(facts)
    assert.deepEqual([order.status, order.shipForbidden, order.paidFen], [status, shipForbidden, paidFen])
    assert.deepEqual(
      order.lines.map(({ shipped }) => shipped),
      [status === 'shipped' || status === 'finished'],
    )
  })
}
test('what decided the state is kept in the words of the platform', () => {
  assert.equal(
    read({ group_status: 0, risk_control_status: 1, refund_status: 2 }).platformStatus,
    'order_status 1, group_status 0, refund_status 2, risk_control_status 1',
  )
})

const REFUNDS: [refundStatus: number, afterSales: number, state: RefundState][] = [
  [1, 0, 'none'],
  [2, 0, 'asked'],
  [3, 0, 'asked'],
  [4, 0, 'refunded'],
  [4, 11, 'refunded'],
  ...[2, 3, 4, 5, 7, 8, 31, 33].map((code): [number, number, RefundState] => [2, code, 'asked']),
  ...[6, 9].map((code): [number, number, RefundState] => [2, code, 'refused']),
  ...[11, 12, 13, 14, 15, 16, 17, 18, 21, 22, 24, 25, 27, 32].map((code): [number, number, RefundState] => [1, code, 'none']),
  // A number that came after this was written: the coarse state holds.
  [2, 77, 'asked'],
  [1, 77, 'none'],
]
for (const [refundStatus, afterSales, state] of REFUNDS) {
  test(`refund status ${refundStatus} with after-sales status ${afterSales} counts as ${state}`, () => {
    const order = read({ refund_status: refundStatus, after_sales_status: afterSales })
    const refundedFen = state === 'refunded' ? 9480 : 0
    assert.deepEqual(
      [order.lines[0]?.refundState, order.lines[0]?.refundedFen, order.refundedFen],
      [state, refundedFen, refundedFen],
    )
  })
}

for (const [written, fen] of [
  ['0.1', 10],
  ['19.99', 1999],
  [19.99, 1999],
  [29.900000000000002, 2990],
  [1005.05, 100505],
  [0, 0],
] as const) {
  test(`${typeof written} ${written} yuan are exactly ${fen} fen`, () => assert.equal(read({ pay_amount: written }).paidFen, fen))
}
test('money as number and as text are the same money', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000_000_000 }), (fen) => {
      assert.equal(read({ pay_amount: fen / 100 }).paidFen, fen)
      assert.equal(read({ pay_amount: (fen / 100).toFixed(2) }).paidFen, fen)
    }),
  )
})
test('what was paid for the goods is shared among the lines, to the fen', () => {
  const price = fc.record({ goods_price: fc.integer({ min: 1, max: 1_000_000 }), goods_count: fc.integer({ min: 1, max: 99 }) })
  fc.assert(
    fc.property(fc.array(price, { minLength: 1, maxLength: 6 }), fc.double({ min: 0, max: 1, noNaN: true }), (lines, part) => {
      const goodsFen = lines.reduce((sum, { goods_price, goods_count }) => sum + goods_price * goods_count, 0)
      const discountFen = Math.floor(goodsFen * part)
      const order = read({
        goods_amount: goodsFen / 100,
        discount_amount: discountFen / 100,
        pay_amount: (goodsFen - discountFen + 800) / 100,
        item_list: lines.map((line) => ({ ...item, ...line, goods_price: line.goods_price / 100 })),
      })
      assert.equal(
        order.lines.reduce((sum, line) => sum + line.paidFen, 0),
        order.paidFen - order.freightFen,
      )
      assert.equal(new Set(order.lines.map(({ platformLineId }) => platformLineId)).size, lines.length)
    }),
  )
})

test('a receiver that is under lock shows nothing, one that came in plain is shown and not called masked', () => {
  const noMasks = { receiver_name_mask: undefined, receiver_phone_mask: undefined, receiver_address_mask: undefined }
  const locked = read(noMasks)
  assert.deepEqual([locked.receiver.name, locked.receiver.phone, locked.receiverMasked], ['', '', true])
  const plain = read({ ...noMasks, receiver_name: '张三', contact_mobile: '13800000000', receiver_address: '文一西路 1 号' })
  assert.deepEqual([plain.receiver.name, plain.receiver.phone, plain.receiverMasked], ['张三', '13800000000', false])
  const gone = read({ receiver_name: '', contact_mobile: '', receiver_address: '' })
  assert.deepEqual([gone.receiver.name, gone.receiverMasked], ['张*', true])
})
test('an item without variants is known by its goods and their code', () => {
  const order = read(withItem({ sku_id: 0, outer_id: '' }))
  assert.deepEqual(
    [order.lines[0]?.platformLineId, order.lines[0]?.platformSkuId, order.lines[0]?.merchantSku],
    ['863369485', '', 'TEE'],
  )
})

const gift = { ...item, sku_id: '77', outer_id: 'CAP-RED', goods_price: 9.9, goods_count: 1, order_sn: '231215-9' }
test('gifts without an order of their own travel along for nothing; those with one do not; undecided, nothing is shipped', () => {
  const along = read({ gift_list: [gift], gift_order_status: 2 })
  assert.deepEqual(
    along.lines.map(({ platformLineId, merchantSku, priceFen, paidFen }) => [platformLineId, merchantSku, priceFen, paidFen]),
    [
      ['13182332985', 'TEE-BLACK-L', 5990, 9480],
      ['gift-77', 'CAP-RED', 0, 0],
    ],
  )
  assert.equal(read({ gift_list: [gift], gift_order_status: 1 }).lines.length, 1)
  const open = read({ gift_list: [gift], gift_order_status: 0 })
  assert.deepEqual([open.lines.length, open.shipForbidden, open.platformStatus], [1, true, 'order_status 1, gift_order_status 0'])
  assert.equal(read({ gift_list: [], gift_order_status: 0 }).shipForbidden, false)
  assert.throws(
    () => read({ gift_list: [null], gift_order_status: 2 }),
    /^UnreadableOrder: gift_list\[0\] is not an object: null$/,
  )
})
test('orders that go by a transit warehouse are never merged by their address', () => {
  assert.equal(read({ consolidate_info: { consolidate_type: 0 } }).receiverKey, '')
  assert.equal(read({ consolidate_info: null }).receiverKey, 'oa1')
})

const UNREADABLE: [title: string, changes: Raw, sentence: RegExp][] = [
  ['no number', { order_sn: undefined }, /^order_sn is missing$/],
  ['no state', { order_status: undefined }, /^order_status is missing$/],
  ['a state nobody knows', { order_status: 7 }, /^order_status is not a known state: 7$/],
  ['a refund nobody knows', { refund_status: 9 }, /^refund_status is not a known state: 9$/],
  ['no time of change', { updated_at: '' }, /^updated_at is missing$/],
  ['an impossible time', { created_time: '0000-00-00 00:00:00' }, /^created_time is not a time: "0000-00-00 00:00:00"$/],
  ['words for money', { pay_amount: '九十九元' }, /^pay_amount is not an amount in yuan: "九十九元"$/],
  ['a third of a fen', { postage: 8.001 }, /^postage is not an amount in yuan: 8.001$/],
  ['no lines', { item_list: undefined }, /^item_list is missing$/],
  ['a line that is nothing', { item_list: [item, null] }, /^item_list\[1\] is not an object: null$/],
  ['a line without goods', withItem({ goods_id: undefined }), /^item_list\[0\].goods_id is missing$/],
  ['a rounded variant', withItem({ sku_id: 2 ** 60 }), /^item_list\[0\].sku_id is not an exact id/],
  ['a line without a price', withItem({ goods_price: null }), /^item_list\[0\].goods_price is missing$/],
  ['no pieces', withItem({ goods_count: 0 }), /^item_list\[0\].goods_count is not a whole number from 1/],
  ['a flag that does not exist', { remark_tag: 9 }, /^remark_tag is not a whole number from 0 to 5: 9$/],
]
for (const [title, changes, sentence] of UNREADABLE) {
  test(`an order with ${title} is refused with the name of the field`, () => {
    assert.throws(
      () => read(changes),
      (error) => error instanceof UnreadableOrder && sentence.test(error.message),
    )
  })
}
for (const body of [null, 'text', [], 7]) {
  test(`a body that is ${JSON.stringify(body)} is refused`, () => {
    assert.throws(() => readPinduoduoOrder({ platformOrderId: '1', version: '', body }), UnreadableOrder)
  })
}
