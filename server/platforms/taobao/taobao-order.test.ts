import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type OrderSnapshot, type OrderStatus, type RefundState, UnreadableOrder } from '#server/platforms/platform.ts'
import { parseWireJson } from '#server/platforms/wire/wire-json.ts'
import { readTaobaoOrder, TRADE_FIELDS } from './taobao-order.ts'

type Raw = Record<string, unknown>

const line: Raw = {
  oid: '3000000000000000002',
  num_iid: 11223344,
  sku_id: '556677',
  outer_iid: 'TEE',
  outer_sku_id: 'TEE-BLACK-L',
  title: 'T恤',
  sku_properties_name: '颜色:黑;尺码:L',
  num: 2,
  price: '59.90',
  payment: '99.80',
  divide_order_fee: '94.80',
  discount_fee: '20.00',
  status: 'WAIT_SELLER_SEND_GOODS',
  refund_status: 'NO_REFUND',
}
const trade: Raw = {
  tid: '3000000000000000001',
  tid_str: '3000000000000000001',
  type: 'fixed',
  status: 'WAIT_SELLER_SEND_GOODS',
  created: '2024-01-02 02:59:00',
  pay_time: '2024-01-02 03:00:00',
  modified: '2024-01-02 03:00:01',
  est_con_time: '2024-01-04 03:00:00',
  payment: '102.80',
  total_fee: '119.80',
  post_fee: '8.00',
  discount_fee: '5.00',
  adjust_fee: '0.00',
  buyer_nick: 't**1',
  buyer_open_uid: 'AAHd5d-uid',
  buyer_message: '请尽快发货',
  seller_memo: '发顺丰',
  seller_flag: 3,
  oaid: 'OAID-1',
  receiver_name: '张*',
  receiver_mobile: '*******1234',
  receiver_state: '浙江省',
  receiver_city: '杭州市',
  receiver_district: '余杭区',
  receiver_town: '五常街道',
  receiver_address: '**路**号',
  receiver_zip: '310000',
  orders: { order: [line] },
}

const read = (changes: Raw = {}): OrderSnapshot =>
  readTaobaoOrder({ platformOrderId: '3000000000000000001', version: '', body: { ...trade, ...changes } })
const withLine = (changes: Raw): Raw => ({ orders: { order: [{ ...line, ...changes }] } })

test('a paid Taobao order becomes a snapshot with exact money, UTC times and the masked receiver', () => {
  assert.deepEqual(read(), {
    platformOrderId: '3000000000000000001',
    status: 'paid',
    platformStatus: 'WAIT_SELLER_SEND_GOODS',
    shipForbidden: false,
    createdAt: '2024-01-01T18:59:00.000Z',
    paidAt: '2024-01-01T19:00:00.000Z',
    modifiedAt: '2024-01-01T19:00:01.000Z',
    shippedAt: null,
    finishedAt: null,
    shipBy: '2024-01-03T19:00:00.000Z',
    buyerKey: 'AAHd5d-uid',
    buyerNick: 't**1',
    receiver: {
      name: '张*',
      phone: '*******1234',
      province: '浙江省',
      city: '杭州市',
      district: '余杭区',
      town: '五常街道',
      address: '**路**号',
      zip: '310000',
    },
    receiverKey: 'OAID-1',
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
        platformLineId: '3000000000000000002',
        platformItemId: '11223344',
        platformSkuId: '556677',
        merchantSku: 'TEE-BLACK-L',
        title: 'T恤',
        variant: '颜色:黑;尺码:L',
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

const STATES: [word: string, status: OrderStatus, shipForbidden: boolean, paidFen: number][] = [
  ['TRADE_NO_CREATE_PAY', 'unpaid', false, 0],
  ['WAIT_BUYER_PAY', 'unpaid', false, 0],
  ['PAY_PENDING', 'unpaid', false, 0],
  ['WAIT_PRE_AUTH_CONFIRM', 'unpaid', false, 0],
  ['SELLER_CONSIGNED_PART', 'partly_shipped', false, 10280],
  ['WAIT_SELLER_SEND_GOODS', 'paid', false, 10280],
  ['PAID_FORBID_CONSIGN', 'paid', true, 10280],
  ['WAIT_BUYER_CONFIRM_GOODS', 'shipped', false, 10280],
  ['TRADE_BUYER_SIGNED', 'shipped', false, 10280],
  ['TRADE_FINISHED', 'finished', false, 10280],
  ['TRADE_CLOSED', 'closed', false, 10280],
  ['TRADE_CLOSED_BY_TAOBAO', 'cancelled', false, 0],
]
for (const [word, status, shipForbidden, paidFen] of STATES) {
  test(`an order Taobao calls ${word} is ${status}${shipForbidden ? ' and must not be shipped' : ''}`, () => {
    const order = read({ status: word })
    assert.deepEqual(
      [order.status, order.platformStatus, order.shipForbidden, order.paidFen],
      [status, word, shipForbidden, paidFen],
    )
  })
}

const REFUNDS: [word: string | undefined, state: RefundState, refundedFen: number][] = [
  [undefined, 'none', 0],
  ['NO_REFUND', 'none', 0],
  ['WAIT_SELLER_AGREE', 'asked', 0],
  ['WAIT_BUYER_RETURN_GOODS', 'asked', 0],
  ['WAIT_SELLER_CONFIRM_GOODS', 'asked', 0],
  ['SELLER_REFUSE_BUYER', 'refused', 0],
  ['CLOSED', 'none', 0],
  ['SUCCESS', 'refunded', 9480],
  ['WAIT_SELLER_CONSIGN_GOODS', 'asked', 0],
  ['WAIT_BUYER_CONFIRM_EXCHANGE_SELLER_SEND_GOODS', 'asked', 0],
  ['EXCHANGE_TRANSFORM_TO_REFUND', 'asked', 0],
]
for (const [word, state, refundedFen] of REFUNDS) {
  test(`a line whose refund Taobao calls ${word ?? 'nothing'} counts as ${state}`, () => {
    const order = read(withLine({ refund_status: word }))
    assert.deepEqual(
      [order.lines[0]?.refundState, order.lines[0]?.refundedFen, order.refundedFen],
      [state, refundedFen, refundedFen],
    )
  })
}

for (const [word, shipped] of [
  ['WAIT_SELLER_SEND_GOODS', false],
  ['WAIT_BUYER_CONFIRM_GOODS', true],
  ['TRADE_BUYER_SIGNED', true],
  ['TRADE_FINISHED', true],
  ['TRADE_CLOSED', false],
] as const) {
  test(`a line in state ${word} ${shipped ? 'has' : 'has not'} left the shop`, () =>
    assert.equal(read(withLine({ status: word })).lines[0]?.shipped, shipped))
}
test('a line refunded after it was sent has left the shop', () => {
  assert.equal(read(withLine({ status: 'TRADE_CLOSED', consign_time: '2024-01-03 10:00:00' })).lines[0]?.shipped, true)
})

for (const [text, fen] of [
  ['0', 0],
  ['0.00', 0],
  ['0.1', 10],
  ['1.15', 115],
  ['8.20', 820],
  ['19.99', 1999],
  ['1005.05', 100505],
  ['9999999999.99', 999999999999],
] as const) {
  test(`${text} yuan are exactly ${fen} fen`, () => assert.equal(read({ payment: text }).paidFen, fen))
}

test('sums that do not add up are kept as the platform says', () => {
  const order = read({ payment: '1.00', total_fee: '500.00', discount_fee: '0.00' })
  assert.deepEqual([order.goodsFen, order.paidFen], [50000, 100])
})
test('what the seller took off by hand is a discount, a surcharge is not', () => {
  assert.equal(read({ adjust_fee: '-3.50' }).discountFen, 2850)
  assert.equal(read({ adjust_fee: '3.50' }).discountFen, 2500)
})
test('cash on delivery is unpaid until Taobao names a payment time or the end of the trade', () => {
  assert.equal(read({ type: 'cod', pay_time: undefined }).paidFen, 0)
  assert.equal(read({ type: 'cod', pay_time: undefined, status: 'TRADE_FINISHED' }).paidFen, 10280)
  assert.equal(read({ type: 'cod' }).paidFen, 10280)
})
test('a line of an order without order-wide discounts takes its own payment', () => {
  assert.equal(read(withLine({ divide_order_fee: undefined })).lines[0]?.paidFen, 9980)
})
test('a buyer without an open id is known by nick', () => assert.equal(read({ buyer_open_uid: '' }).buyerKey, 't**1'))
test('an item without variants is known by its item code', () => {
  const order = read(withLine({ outer_sku_id: undefined, sku_id: undefined }))
  assert.deepEqual([order.lines[0]?.merchantSku, order.lines[0]?.platformSkuId], ['TEE', ''])
})
test('a county governed by its province stands in for the missing city', () => {
  assert.equal(read({ receiver_city: '', receiver_district: '仙桃市' }).receiver.city, '仙桃市')
})
test('a landline is taken when there is no mobile number', () => {
  assert.equal(read({ receiver_mobile: undefined, receiver_phone: '0571-88888888' }).receiver.phone, '0571-88888888')
})
test('a plain receiver is not called masked', () => {
  assert.equal(
    read({ receiver_name: '张三', receiver_mobile: '13800000000', receiver_address: '文一西路 1 号' }).receiverMasked,
    false,
  )
})
test('a promise written as a sentence names no moment', () =>
  assert.equal(read({ est_con_time: '付款后两天内发货' }).shipBy, null))
test('an id that is a bare number in the answer keeps its last digits', () => {
  const body = parseWireJson('{"tid":3000000000000000003,"oid":3000000000000000005}') as Raw
  const order = read({ ...withLine({ oid: body.oid }), tid: body.tid, tid_str: undefined })
  assert.deepEqual([order.platformOrderId, order.lines[0]?.platformLineId], ['3000000000000000003', '3000000000000000005'])
})

const UNREADABLE: [title: string, changes: Raw, sentence: RegExp][] = [
  ['no id', { tid: undefined, tid_str: undefined }, /^tid is missing$/],
  ['a rounded id', { tid: 2 ** 60, tid_str: undefined }, /^tid is not an exact id: 1152921504606847000$/],
  ['no state', { status: undefined }, /^status is missing$/],
  ['a state nobody knows', { status: 'TRADE_ON_MARS' }, /^status is not a known state: "TRADE_ON_MARS"$/],
  ['no time of change', { modified: undefined }, /^modified is missing$/],
  ['an impossible time', { created: '2024-02-30 00:00:00' }, /^created is not a time: "2024-02-30 00:00:00"$/],
  ['words for money', { payment: '九十九元' }, /^payment is not an amount in yuan: "九十九元"$/],
  ['money as a floating number', { total_fee: 119.8 }, /^total_fee is not an amount in yuan: 119.8$/],
  ['a third of a fen', { post_fee: '8.001' }, /^post_fee is not an amount in yuan: "8.001"$/],
  ['no lines', { orders: undefined }, /^orders.order is missing$/],
  ['an empty list of lines', { orders: { order: [] } }, /^orders.order is missing$/],
  ['a line that is nothing', { orders: { order: [line, null] } }, /^orders.order\[1\] is not an object: null$/],
  ['a line without an id', withLine({ oid: undefined }), /^orders.order\[0\].oid is missing$/],
  ['a line without a price', withLine({ price: '' }), /^orders.order\[0\].price is missing$/],
  ['no pieces', withLine({ num: 0 }), /^orders.order\[0\].num is not a whole number from 1 to 1000000: 0$/],
  ['half a piece', withLine({ num: 1.5 }), /^orders.order\[0\].num is not a whole number/],
  [
    'a refund nobody knows',
    withLine({ refund_status: 'MAYBE' }),
    /^orders.order\[0\].refund_status is not a known state: "MAYBE"$/,
  ],
  ['a flag that does not exist', { seller_flag: 9 }, /^seller_flag is not a whole number from 0 to 5: 9$/],
  ['a note that is an object', { buyer_message: { text: 'hi' } }, /^buyer_message is not text$/],
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
    assert.throws(() => readTaobaoOrder({ platformOrderId: '1', version: '', body }), UnreadableOrder)
  })
}

test('the receiver handle is only sent to those who ask for the whole receiver', () => {
  const asked = new Set(TRADE_FIELDS.split(','))
  for (const needed of ['oaid', 'receiver_name', 'receiver_mobile', 'receiver_address', 'created'])
    assert.ok(asked.has(needed), needed)
})
