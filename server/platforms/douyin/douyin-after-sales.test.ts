import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UnreadableOrder } from '#server/platforms/platform.ts'
import { readDouyinAfterSale } from './douyin-after-sales.ts'

const item = (info: object = {}, rest: object = {}) => ({
  aftersale_info: {
    ...{ aftersale_id: '6900000000000000009', aftersale_type: 0, aftersale_status: 6, refund_status: 1, refund_amount: 5000 },
    ...{ related_id: '6900000000000000002', apply_time: 1700000000, update_time: 1700000100, status_deadline: 1700172900 },
    ...{ return_logistics_code: '', ...info },
  },
  order_info: { shop_order_id: '6900000000000000001', related_order_info: [{ sku_order_id: '6900000000000000002' }] },
  text_part: { reason_text: '不想要了' },
  ...rest,
})
const read = (info: object = {}, rest: object = {}) =>
  readDouyinAfterSale({ afterSaleId: '6900000000000000009', version: '', body: item(info, rest) })

test('what a buyer asks back is told in our words', () => {
  assert.deepEqual(read({ return_logistics_code: 'SF1' }), {
    ...{ afterSaleId: '6900000000000000009', platformOrderId: '6900000000000000001', platformLineIds: ['6900000000000000002'] },
    ...{ kind: 'return_and_refund', state: 'waiting_for_merchant', platformState: '6', refundFen: 5000, reason: '不想要了' },
    ...{ returnWaybillNumber: 'SF1', createdAt: '2023-11-14T22:13:20.000Z', modifiedAt: '2023-11-14T22:15:00.000Z' },
    dueAt: '2023-11-16T22:15:00.000Z',
  })
})

const STATES: [info: object, state: string][] = [
  [{ aftersale_status: 6 }, 'waiting_for_merchant'],
  [{ aftersale_status: 7 }, 'waiting_for_buyer'],
  [{ aftersale_status: 11 }, 'goods_returning'],
  [{ aftersale_status: 12, refund_status: 2 }, 'refunding'],
  [{ aftersale_status: 12, refund_status: 3 }, 'refunded'],
  [{ aftersale_status: 12, refund_status: 0 }, 'done'],
  [{ aftersale_status: 27 }, 'refused'],
  [{ aftersale_status: 29 }, 'refused'],
  [{ aftersale_status: 28 }, 'closed'],
  [{ aftersale_status: 51 }, 'closed'],
  [{ aftersale_status: 53, refund_status: 3 }, 'refunded'],
  [{ aftersale_status: 8, aftersale_type: 3 }, 'waiting_for_merchant'],
  [{ aftersale_status: 13, aftersale_type: 3 }, 'waiting_for_buyer'],
  [{ aftersale_status: 14, aftersale_type: 3 }, 'done'],
]
for (const [info, state] of STATES) test(`${JSON.stringify(info)} is ${state}`, () => assert.equal(read(info).state, state))

test('kinds are told apart by number', () => {
  const kinds = [0, 1, 2, 3, 6, 7].map((aftersale_type) => read({ aftersale_type }).kind)
  assert.deepEqual(kinds, ['return_and_refund', 'refund_only', 'refund_only', 'exchange', 'other', 'resend'])
})

test('what was paid out counts, not what was asked for, also when it is nothing', () => {
  const paid = (real: number) =>
    read({ aftersale_status: 12, refund_status: 3 }, { detail: { real_refund_amount: real } }).refundFen
  assert.deepEqual([paid(4200), paid(0)], [4200, 0])
})

for (const broken of [
  null,
  {},
  { ...item(), order_info: null },
  item({ aftersale_status: 99 }),
  item({ aftersale_type: 99 }),
  item({ update_time: 'x' }),
]) {
  test(`refused: ${JSON.stringify(broken).slice(0, 80)}`, () =>
    assert.throws(() => readDouyinAfterSale({ afterSaleId: '', version: '', body: broken }), UnreadableOrder))
}
