import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type OrderMessage, UnreadableOrder } from '#server/platforms/platform.ts'
import { parseWireJson } from '#server/platforms/wire/wire-json.ts'
import { readDouyinOrder } from './douyin-order.ts'

const place = (name: string) => ({ name, id: '1' })
const line = (change: object = {}) => ({
  order_id: '6900000000000000002',
  parent_order_id: '6900000000000000001',
  order_status: 2,
  product_id: '3600000610000000017',
  product_id_str: '3600000610000000017',
  sku_id: 1705100000000031,
  code: 'TEE-WH-M',
  product_name: '重磅纯棉短袖T恤',
  spec: [
    { name: '颜色', value: '白色' },
    { name: '尺码', value: 'M' },
  ],
  item_num: 2,
  origin_amount: 7900,
  pay_amount: 15000,
  promotion_pay_amount: 200,
  post_amount: 0,
  after_sale_info: { after_sale_status: 0, after_sale_type: 0, refund_status: 0 },
  ...change,
})
const order = (change: object = {}) => ({
  shop_id: 1111,
  order_id: '6900000000000000001',
  order_status: 2,
  pay_amount: 15600,
  promotion_pay_amount: 200,
  promotion_amount: 800,
  post_amount: 600,
  modify_amount: 0,
  pay_time: 1700000100,
  create_time: 1700000000,
  update_time: 1700000100,
  exp_ship_time: 1700172900,
  ship_time: 0,
  finish_time: 0,
  buyer_words: '请发顺丰',
  seller_words: '加急',
  seller_remark_stars: 5,
  doudian_open_id: '1@#abc',
  open_address_id: '#GKTB7s7w',
  post_receiver: '',
  post_tel: '',
  encrypt_post_tel: '$$abc*def$1$$',
  encrypt_post_receiver: '##abc*def#1##',
  post_addr: {
    province: place('浙江省'),
    city: place('杭州市'),
    town: place('余杭区'),
    street: place('仓前街道'),
    encrypt_detail: '##x#1##',
  },
  mask_post_receiver: '张***',
  mask_post_tel: '1********20',
  mask_post_addr: {
    province: place('浙江省'),
    city: place('杭州市'),
    town: place('余杭区'),
    street: place('仓前街道'),
    detail: '****',
  },
  logistics_info: [],
  sku_order_list: [line()],
  ...change,
})
const messageOf = (body: unknown): OrderMessage => ({ platformOrderId: '6900000000000000001', version: '', body })
const read = (change: object = {}) => readDouyinOrder(messageOf(order(change)))
const readLine = (change: object) => read({ sku_order_list: [line(change)] }).lines[0]

test('an order is told in our words, to the fen and the second', () => {
  assert.deepEqual(read(), {
    platformOrderId: '6900000000000000001',
    status: 'paid',
    platformStatus: '2',
    shipForbidden: false,
    createdAt: '2023-11-14T22:13:20.000Z',
    paidAt: '2023-11-14T22:15:00.000Z',
    modifiedAt: '2023-11-14T22:15:00.000Z',
    shippedAt: null,
    finishedAt: null,
    shipBy: '2023-11-16T22:15:00.000Z',
    buyerKey: '1@#abc',
    buyerNick: '',
    receiver: {
      ...{ name: '张***', phone: '1********20', province: '浙江省', city: '杭州市', district: '余杭区', town: '仓前街道' },
      ...{ address: '****', zip: '' },
    },
    receiverKey: '#GKTB7s7w',
    receiverMasked: true,
    buyerNote: '请发顺丰',
    sellerMemo: '加急',
    sellerFlag: 5,
    goodsFen: 15800,
    freightFen: 600,
    discountFen: 1000,
    paidFen: 15400,
    refundedFen: 0,
    lines: [
      {
        ...{ platformLineId: '6900000000000000002', platformItemId: '3600000610000000017', platformSkuId: '1705100000000031' },
        ...{ merchantSku: 'TEE-WH-M', title: '重磅纯棉短袖T恤', variant: '颜色:白色;尺码:M', quantity: 2, priceFen: 7900 },
        ...{ paidFen: 14800, refundState: 'none', refundedFen: 0, shipped: false },
      },
    ],
  })
})

const STATES: [code: number, change: object, status: string, shipForbidden: boolean][] = [
  [1, { pay_time: 0 }, 'unpaid', false],
  [105, {}, 'paid', true],
  [2, {}, 'paid', false],
  [101, {}, 'partly_shipped', false],
  [3, {}, 'shipped', false],
  [5, {}, 'finished', false],
  [4, { pay_time: 0 }, 'cancelled', false],
  [4, {}, 'closed', false],
]
for (const [code, change, status, shipForbidden] of STATES) {
  test(`state ${code} ${'pay_time' in change ? 'never paid' : 'paid'} is ${status}`, () => {
    const told = read({ order_status: code, ...change })
    assert.deepEqual([told.status, told.shipForbidden, told.platformStatus], [status, shipForbidden, String(code)])
    assert.equal(told.paidFen, 'pay_time' in change ? 0 : 15400)
  })
}

const REFUNDS: [info: object, state: string][] = [
  [{ after_sale_status: 6, after_sale_type: 2, refund_status: 1 }, 'asked'],
  [{ after_sale_status: 7, after_sale_type: 0, refund_status: 1 }, 'asked'],
  [{ after_sale_status: 11, after_sale_type: 0, refund_status: 1 }, 'asked'],
  [{ after_sale_status: 12, after_sale_type: 1, refund_status: 2 }, 'refunded'],
  [{ after_sale_status: 12, after_sale_type: 4, refund_status: 3 }, 'refunded'],
  [{ after_sale_status: 51, after_sale_type: 2, refund_status: 3 }, 'refunded'],
  [{ after_sale_status: 51, after_sale_type: 2, refund_status: 0 }, 'none'],
  [{ after_sale_status: 27, after_sale_type: 1, refund_status: 0 }, 'refused'],
  [{ after_sale_status: 28, after_sale_type: 1, refund_status: 0 }, 'none'],
  // Neither an exchange nor a price protection keeps goods from leaving.
  [{ after_sale_status: 6, after_sale_type: 3, refund_status: 0 }, 'none'],
  [{ after_sale_status: 12, after_sale_type: 6, refund_status: 3 }, 'none'],
]
for (const [info, state] of REFUNDS) {
  test(`a line with ${JSON.stringify(info)} is ${state}`, () => {
    const told = readLine({ after_sale_info: info })
    assert.deepEqual([told?.refundState, told?.refundedFen], [state, state === 'refunded' ? 14800 : 0])
  })
}

test('where the lines alone make up the amount of the order, each carries its freight, and it is taken out again', () => {
  const lines = [
    line({ pay_amount: 15600, post_amount: 600 }),
    line({ order_id: '6900000000000000003', pay_amount: 100, promotion_pay_amount: 0 }),
  ]
  assert.deepEqual(
    read({ sku_order_list: lines, pay_amount: 15700 }).lines.map(({ paidFen }) => paidFen),
    [14800, 100],
  )
})

test('what the seller took off by hand is a discount, what was put on is none', () => {
  assert.deepEqual([read({ modify_amount: -300 }).discountFen, read({ modify_amount: 300 }).discountFen], [1300, 1000])
})

test('a county governed by its province has its own name for a city, and a plain receiver is read as it is', () => {
  const plain = {
    province: place('海南省'),
    city: place(''),
    town: place('琼海市'),
    street: place('嘉积镇'),
    detail: '人民路 1 号',
  }
  const told = read({
    ...{ post_receiver: '张三', post_tel: '13812345678', post_addr: plain, encrypt_post_tel: '', encrypt_post_receiver: '' },
    ...{ mask_post_receiver: '', mask_post_tel: '', mask_post_addr: null },
  })
  assert.deepEqual(
    [told.receiver.city, told.receiver.name, told.receiver.address, told.receiverMasked],
    ['琼海市', '张三', '人民路 1 号', false],
  )
})

test('without the handle of the platform there is no key to merge by: never the address itself', () => {
  assert.equal(read({ open_address_id: undefined }).receiverKey, '')
})

const BROKEN: [change: object, sentence: RegExp][] = [
  [{ pay_amount: '九十九元' }, /^pay_amount is not an amount in fen: "九十九元"$/],
  [{ pay_amount: 1.5 }, /^pay_amount is not an amount in fen/],
  [{ create_time: '0000-00-00 00:00:00' }, /^create_time is not/],
  [{ sku_order_list: undefined }, /^sku_order_list is missing$/],
  [{ sku_order_list: [null] }, /^sku_order_list\[0\] is not an object: null$/],
  [{ order_id: undefined }, /^order_id is missing$/],
  [{ order_status: 77 }, /^order_status is not a known state: 77$/],
  [{ sku_order_list: [line({ item_num: 0 })] }, /^sku_order_list\[0\]\.item_num is not a whole number/],
  [{ sku_order_list: [line({ after_sale_info: { after_sale_status: 99 } })] }, /after_sale_status is not a known state: 99$/],
  [{ mask_post_receiver: { name: '张三' } }, /^mask_post_receiver is not text$/],
]
for (const [change, sentence] of BROKEN) {
  test(`an order with ${JSON.stringify(change).slice(0, 60)} is refused by the name of the field`, () =>
    assert.throws(
      () => read(change),
      (error: unknown) => error instanceof UnreadableOrder && sentence.test(error.message),
    ))
}

test('whatever a body holds, it is read or refused, and a refusal repeats no personal data', () => {
  const junk = fc.oneof(
    fc.constant(undefined),
    fc.string(),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.string()),
  )
  const field = fc.constantFrom(...Object.keys(order()), ...Object.keys(line()).map((name) => `line.${name}`))
  fc.assert(
    fc.property(field, junk, (name, value) => {
      const change = name.startsWith('line.') ? { sku_order_list: [line({ [name.slice(5)]: value })] } : { [name]: value }
      try {
        read(change)
      } catch (error) {
        assert.ok(error instanceof UnreadableOrder, String(error))
        const isPersonal = /post_(receiver|tel|addr)/.test(name)
        if (isPersonal && typeof value === 'string' && value.length > 3) assert.ok(!error.message.includes(value))
      }
    }),
    { numRuns: 1000 },
  )
})

test('ids of goods beyond 2^53 come as bare numbers and stay digit for digit', () => {
  const raw = JSON.stringify(order({ sku_order_list: [line({ product_id_str: undefined })] })).replace(
    '"product_id":"3600000610000000017"',
    '"product_id":3600000610000000017',
  )
  assert.equal(readDouyinOrder(messageOf(parseWireJson(raw))).lines[0]?.platformItemId, '3600000610000000017')
})
