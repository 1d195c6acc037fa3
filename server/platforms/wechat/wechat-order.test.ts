import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type OrderSnapshot, type OrderStatus, UnreadableOrder } from '#server/platforms/platform.ts'
import { parseWireJson } from '#server/platforms/wire/wire-json.ts'
import { readWechatOrder } from './wechat-order.ts'

type Raw = Record<string, unknown>

const goods: Raw = {
  product_id: 234245,
  sku_id: '23424',
  sku_cnt: 2,
  title: '健身环',
  sale_price: 5990,
  real_price: 9480,
  sku_code: 'RING-BLACK',
  out_sku_id: 'OTHER',
  sku_attrs: [
    { attr_key: '颜色', attr_value: '黑' },
    { attr_key: '尺码', attr_value: 'L' },
  ],
  on_aftersale_sku_cnt: 0,
  finish_aftersale_sku_cnt: 0,
  delivery_deadline: 1700172800,
}
const address: Raw = {
  user_name: '陈**',
  tel_number: '138****1234',
  postal_code: '510000',
  province_name: '广东省',
  city_name: '广州市',
  county_name: '海珠区',
  detail_info: '大塘****',
  hash_code: 'HASH-1',
}
const detail: Raw = {
  product_infos: [goods],
  pay_info: { pay_time: 1700000060, payment_method: 1 },
  price_info: { product_price: 11980, order_price: 10080, freight: 600, discounted_price: 2500 },
  delivery_info: { address_info: address, delivery_product_info: [] },
  ext_info: { customer_notes: '发顺丰', merchant_notes: '加急', merchant_notes_tag_color: 3 },
}
const order: Raw = {
  order_id: '3704612354559743232',
  openid: 'OPENID',
  status: 20,
  create_time: 1700000000,
  update_time: 1700000061,
  order_detail: detail,
}

const read = (changes: Raw = {}): OrderSnapshot =>
  readWechatOrder({ platformOrderId: '3704612354559743232', version: '', body: { ...order, ...changes } })
const withDetail = (changes: Raw): Raw => ({ order_detail: { ...detail, ...changes } })
const withGoods = (...rows: Raw[]): Raw => withDetail({ product_infos: rows.map((row) => ({ ...goods, ...row })) })
const parcel = (number: string, count: number, sku: unknown = '23424'): Raw => ({
  waybill_id: number,
  delivery_id: 'SF',
  delivery_time: 1700050000,
  product_infos: [{ product_id: '234245', sku_id: sku, product_cnt: count }],
})
const sent = (...parcels: Raw[]): Raw => ({ delivery_info: { address_info: address, delivery_product_info: parcels } })

test('a paid order becomes a snapshot with exact money, UTC times and the masked receiver', () => {
  assert.deepEqual(read(), {
    platformOrderId: '3704612354559743232',
    status: 'paid',
    platformStatus: '20',
    shipForbidden: false,
    createdAt: '2023-11-14T22:13:20.000Z',
    paidAt: '2023-11-14T22:14:20.000Z',
    modifiedAt: '2023-11-14T22:14:21.000Z',
    shippedAt: null,
    finishedAt: null,
    shipBy: '2023-11-16T22:13:20.000Z',
    buyerKey: 'OPENID',
    buyerNick: '',
    receiver: {
      name: '陈**',
      phone: '138****1234',
      province: '广东省',
      city: '广州市',
      district: '海珠区',
      town: '',
      address: '大塘****',
      zip: '510000',
    },
    receiverKey: 'HASH-1',
    receiverMasked: true,
    buyerNote: '发顺丰',
    sellerMemo: '加急',
    sellerFlag: 3,
    goodsFen: 11980,
    freightFen: 600,
    discountFen: 2500,
    paidFen: 10080,
    refundedFen: 0,
    lines: [
      {
        platformLineId: '234245:23424',
        platformItemId: '234245',
        platformSkuId: '23424',
        merchantSku: 'RING-BLACK',
        title: '健身环',
        variant: '颜色:黑;尺码:L',
        quantity: 2,
        priceFen: 5990,
        paidFen: 9480,
        refundState: 'none',
        refundedFen: 0,
        shipped: false,
      },
    ],
  })
})

const STATES: [number, OrderStatus, boolean][] = [
  [10, 'unpaid', false],
  [12, 'paid', true],
  [13, 'paid', true],
  [20, 'paid', false],
  [21, 'partly_shipped', false],
  [30, 'shipped', false],
  [100, 'finished', false],
  [200, 'closed', false],
  [250, 'cancelled', false],
]
for (const [word, status, shipForbidden] of STATES)
  test(`state ${word} means ${status}${shipForbidden ? ', not to be shipped yet' : ''}`, () => {
    const snapshot = read({ status: word })
    assert.deepEqual([snapshot.status, snapshot.shipForbidden], [status, shipForbidden])
    assert.equal(snapshot.paidFen, status === 'unpaid' || status === 'cancelled' ? 0 : 10080)
  })
test('a state nobody has heard of is refused, not guessed', () => {
  assert.throws(() => read({ status: 77 }), /^UnreadableOrder: status is not a known state: 77$/)
})

test('an order to ship of which a parcel has left is partly shipped, and its lines say which', () => {
  const two = [{}, { sku_id: 999 }]
  const detailOfTwo = withGoods(...two).order_detail as Raw
  const snapshot = read({ order_detail: { ...detailOfTwo, ...sent(parcel('SF1', 2)) } })
  assert.equal(snapshot.status, 'partly_shipped')
  assert.deepEqual(
    snapshot.lines.map(({ platformLineId, shipped }) => [platformLineId, shipped]),
    [
      ['234245:23424', true],
      ['234245:999', false],
    ],
  )
  assert.equal(snapshot.shippedAt, '2023-11-15T12:06:40.000Z')
})
test('one of two pieces sent is not yet the line sent', () => {
  assert.equal(read(withDetail(sent(parcel('SF1', 1)))).lines[0]?.shipped, false)
  assert.equal(read(withDetail(sent(parcel('SF1', 1), parcel('SF2', 1)))).lines[0]?.shipped, true)
})
test('two rows of the same SKU are two lines with names of their own, and parcels fill them one after another', () => {
  const rows = withGoods({ sku_cnt: 1 }, { sku_cnt: 1, is_free_gift: 1 }).order_detail as Raw
  const { lines } = read({ order_detail: { ...rows, ...sent(parcel('SF1', 1)) } })
  assert.deepEqual(
    lines.map(({ platformLineId, shipped }) => [platformLineId, shipped]),
    [
      ['234245:23424', true],
      ['234245:23424:2', false],
    ],
  )
})

test('pieces asked back stop the line, all refunded end it, some refunded before anything left stop it for a person to look', () => {
  const stateOf = (row: Raw, more: Raw = {}) => {
    const rows = withGoods(row).order_detail as Raw
    const [line] = read({ order_detail: { ...rows, ...more } }).lines
    return [line?.refundState, line?.refundedFen]
  }
  assert.deepEqual(stateOf({ on_aftersale_sku_cnt: 1 }), ['asked', 0])
  assert.deepEqual(stateOf({ finish_aftersale_sku_cnt: 2 }), ['refunded', 9480])
  assert.deepEqual(stateOf({ finish_aftersale_sku_cnt: 1 }), ['asked', 4740])
  assert.deepEqual(stateOf({ finish_aftersale_sku_cnt: 1 }, sent(parcel('SF1', 2))), ['none', 4740])
})

test('changed freight counts; a discount is whatever is missing to goods and freight', () => {
  const sums = { product_price: 10000, order_price: 9100, freight: 600, is_change_freight: true, change_freight: 100 }
  const { freightFen, discountFen, paidFen } = read(withDetail({ price_info: sums }))
  assert.deepEqual([freightFen, discountFen, paidFen], [100, 1000, 9100])
})
test('a relay number stands in place of the own one, and a house number comes behind its street once', () => {
  const relay = {
    use_tel_number: 1,
    tel_number_ext_info: { virtual_tel_number: '170****0000', virtual_tel_expire_time: 1702592060 },
  }
  const delivery = (more: Raw) => withDetail({ delivery_info: { address_info: { ...address, ...more } } })
  assert.equal(read(delivery(relay)).receiver.phone, '170****0000')
  assert.equal(read(delivery({ detail_info: '大塘', house_number: '8 号' })).receiver.address, '大塘8 号')
  assert.equal(read(delivery({ detail_info: '大塘8 号', house_number: '8 号' })).receiver.address, '大塘8 号')
})
test('a county without a city stands for both; a gift that nobody has taken has no receiver', () => {
  const county = withDetail({ delivery_info: { address_info: { ...address, city_name: '' } } })
  assert.equal(read(county).receiver.city, '海珠区')
  const gift = read({ status: 12, ...withDetail({ delivery_info: {} }) })
  assert.deepEqual([gift.receiver.name, gift.receiverKey, gift.receiverMasked, gift.shipForbidden], ['', '', false, true])
})
test('an order that needs no courier is not to be shipped by one', () => {
  const byMethod = (deliver_method: number) =>
    read(withDetail({ delivery_info: { address_info: address, deliver_method } })).shipForbidden
  assert.deepEqual([0, 1, 3].map(byMethod), [false, true, true])
})
test('the promise is that of the line that is due first', () => {
  assert.equal(read(withGoods({}, { sku_id: 2, delivery_deadline: 1700100000 })).shipBy, '2023-11-16T02:00:00.000Z')
  assert.equal(read(withGoods({ delivery_deadline: 0 })).shipBy, null)
})

for (const [what, changes, sentence] of [
  [
    'an amount in words',
    withDetail({ price_info: { product_price: 1, order_price: '九十九元' } }),
    /order_price is not an amount in fen/,
  ],
  ['no goods', withDetail({ product_infos: [] }), /order_detail.product_infos is missing/],
  ['no id', { order_id: undefined }, /order_id is missing/],
  ['a rounded id', { order_id: 2 ** 61 }, /order_id is not an exact id/],
  ['no creation', { create_time: 0 }, /create_time is missing/],
  ['goods without a price', withGoods({ sale_price: null }), /product_infos\[0\].sale_price is missing/],
  ['nothing in detail', { order_detail: null }, /order_detail is missing/],
] as const)
  test(`an order with ${what} is refused, and the refusal names the place`, () => {
    assert.throws(
      () => read(changes),
      (error) => error instanceof UnreadableOrder && sentence.test(error.message),
    )
  })
test('what is no object at all is refused', () => {
  for (const body of [null, [], 'order', 1])
    assert.throws(() => readWechatOrder({ platformOrderId: '1', version: '', body }), UnreadableOrder)
})

test('ids beyond 2^53 stay exact, as text and as number', () => {
  const body = parseWireJson(
    JSON.stringify(order).replace('"3704612354559743232"', '3704612354559743233').replace('234245', '9007199254740993'),
  )
  const snapshot = readWechatOrder({ platformOrderId: '3704612354559743233', version: '', body })
  assert.deepEqual([snapshot.platformOrderId, snapshot.lines[0]?.platformItemId], ['3704612354559743233', '9007199254740993'])
})

test('whatever the prices: goods, freight and discount make up what was paid, and no line gives back more than was paid for it', () => {
  const row = fc.record({
    sku_id: fc.nat(),
    sku_cnt: fc.integer({ min: 1, max: 9 }),
    sale_price: fc.nat(1_000_000),
    real_price: fc.nat(1_000_000),
    on_aftersale_sku_cnt: fc.nat(9),
    finish_aftersale_sku_cnt: fc.nat(12),
  })
  const property = fc.property(
    fc.array(row, { minLength: 1, maxLength: 5 }),
    fc.nat(2000),
    fc.nat(3000),
    (rows, freight, discount) => {
      const product_price = rows.reduce((sum, each) => sum + each.sale_price * each.sku_cnt, 0)
      const price_info = { product_price, freight, order_price: Math.max(0, product_price + freight - discount) }
      const snapshot = read(withDetail({ ...(withGoods(...rows).order_detail as Raw), price_info }))
      assert.equal(snapshot.goodsFen + snapshot.freightFen - snapshot.discountFen, snapshot.paidFen)
      for (const line of snapshot.lines) assert.ok(line.refundedFen >= 0 && line.refundedFen <= line.paidFen)
      assert.equal(new Set(snapshot.lines.map(({ platformLineId }) => platformLineId)).size, rows.length)
    },
  )
  fc.assert(property, { numRuns: 300 })
})
