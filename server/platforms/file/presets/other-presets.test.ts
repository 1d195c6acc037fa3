import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { OrderFileRefused } from '../file-refused.ts'
import { csv, DOUYIN_HEADER, JD_HEADER, readBytes } from '../order-file.fixtures.ts'

describe('JD order export', () => {
  it('counts the order amount once, however many rows repeat it and wherever they lie', async () => {
    const line = (order: string, item: string, quantity: number) => [
      order,
      item,
      `商品${item}`,
      quantity,
      '2026-02-03 08:00:00',
      '90.00',
      '周舟',
      '广东深圳市福田区某路6号',
      '1******0005',
      '30.00',
      '等待出库',
    ]
    const { orders, counts } = await readBytes(csv(JD_HEADER, line('JD1', 'A', 1), line('JD2', 'C', 3), line('JD1', 'B', 2)))
    assert.deepEqual([counts.orders, counts.lines], [2, 3])
    assert.deepEqual(
      orders.map(({ snapshot }) => [snapshot.platformOrderId, snapshot.paidFen, snapshot.lines.map(({ quantity }) => quantity)]),
      [
        ['JD2', 9000, [3]],
        ['JD1', 9000, [1, 2]],
      ],
    )
  })
  it('takes an export without a status column for orders to ship', async () => {
    const { orders } = await readBytes(
      csv(JD_HEADER.slice(0, 10), ['JD1', 'A', '商品', '1', '2026-02-03 08:00:00', '9', '周舟', '某地', '1', '9']),
    )
    assert.equal(orders[0]?.snapshot.status, 'paid')
  })
})

describe('Pinduoduo order export', () => {
  const header = [
    '商品',
    '订单号',
    '订单状态',
    '商品数量(件)',
    '是否审核中',
    '支付时间',
    '承诺发货时间',
    '发货时间',
    '确认收货时间',
    '商品id',
    '商品规格',
    '样式ID',
    '商家编码-规格维度',
    '商家备注',
    '买家留言',
    '售后状态',
    '订单成交时间',
    '商品总价(元)',
    '邮费(元)',
    '店铺优惠折扣(元)',
    '平台优惠折扣(元)',
    '用户实付金额(元)',
    '省',
    '市',
    '区',
  ]
  const row = (id: string, status: string, afterSales = '无售后或售后取消', checking = '否') => [
    '皂',
    `\t${id}`,
    status,
    '2',
    checking,
    '2026-04-01 10:00:00',
    '2026-04-03 10:00:00',
    '',
    '',
    '31',
    '薄荷',
    '55',
    'SOAP-M',
    '',
    '',
    afterSales,
    '2026-04-01 10:00:00',
    '20',
    '0',
    '2',
    '1',
    '17',
    '山东省',
    '青岛市',
    '市南区',
  ]
  it('reads state and refund out of one phrase, and never ships what is under review', async () => {
    const { orders } = await readBytes(
      csv(
        header,
        row('260401-1', '待发货'),
        row('260401-2', '未发货，退款成功', '退款成功'),
        row('260401-3', '已发货，待签收', '售后处理中'),
        row('260401-4', '待发货', '', '是'),
      ),
    )
    assert.deepEqual(
      orders.map(({ snapshot }) => [snapshot.status, snapshot.lines[0]?.refundState, snapshot.shipForbidden]),
      [
        ['paid', 'none', false],
        ['closed', 'refunded', false],
        ['shipped', 'asked', false],
        ['paid', 'none', true],
      ],
    )
    const { snapshot } = orders[0] ?? assert.fail('no order')
    assert.deepEqual(
      [snapshot.platformOrderId, snapshot.discountFen, snapshot.paidFen, snapshot.shipBy],
      ['260401-1', 300, 1700, '2026-04-03T02:00:00.000Z'],
    )
  })
})

describe('Douyin exports', () => {
  const row = (id: string, subs: string, titles: string, items: string, codes: string, quantity: string) => [
    `\t${id}`,
    subs,
    titles,
    items,
    codes,
    quantity,
    '50.01',
    '50.01',
    '50.01',
    '2026-05-01 10:00:00',
    '待发货',
    '微信',
  ]
  it('takes the tab off the numbers and splits a joined row when each of the goods is one piece', async () => {
    const { orders } = await readBytes(
      `\ufeff${csv(DOUYIN_HEADER, row('6917000000000000123', '61;62', '杯;盘', '1;2', 'C;P', '2'))}`,
    )
    const { snapshot } = orders[0] ?? assert.fail('no order')
    assert.deepEqual([snapshot.platformOrderId, snapshot.paidFen], ['6917000000000000123', 5001])
    assert.deepEqual(
      snapshot.lines.map(({ platformLineId, merchantSku, title, quantity, paidFen }) => [
        platformLineId,
        merchantSku,
        title,
        quantity,
        paidFen,
      ]),
      [
        ['61', 'C', '杯', 1, 2501],
        ['62', 'P', '盘', 1, 2500],
      ],
    )
  })
  it('reports a joined row whose pieces cannot be told apart, and counts its lines', async () => {
    const { orders, refused, counts } = await readBytes(
      csv(
        DOUYIN_HEADER,
        row('1', '11;12', '杯;盘', '1;2', 'C;P', '5'),
        row('2', '21;22', '杯;盘', '1;2', 'C;P', '4'),
        row('3', '31', '杯', '1', 'C', '5'),
      ),
    )
    assert.deepEqual(
      orders.map(({ snapshot }) => snapshot.lines[0]?.quantity),
      [5],
    )
    assert.deepEqual(
      refused.map(({ platformOrderId, code, params }) => [platformOrderId, code, params.quantity, params.lines]),
      [
        ['1', 'quantityNotSplittable', '5', 2],
        ['2', 'quantityNotSplittable', '4', 2],
      ],
    )
    assert.deepEqual([counts.ordersSeen, counts.linesSeen], [3, 5])
  })
  it('leaves out an explaining row below the header', async () => {
    const { orders, refused } = await readBytes(
      csv(DOUYIN_HEADER, [' ', ' ', ' ', '收入+支出'], row("'79", '791', '杯', '1', 'C', '1')),
    )
    assert.deepEqual([orders[0]?.snapshot.platformOrderId, refused.length], ['79', 0])
  })
  it('says where a settlement statement belongs instead of importing it', async () => {
    const statement = csv(
      ['结算时间', '订单号', '子订单号', '结算金额', '收入合计', '支出合计'],
      [' ', ' ', ' ', '收入+支出', '', ''],
      ['2026-05-09', "'6917", "'6918", '1', '1', '0'],
    )
    await assert.rejects(
      readBytes(statement),
      (error) =>
        error instanceof OrderFileRefused && error.code === 'fileBelongsElsewhere' && error.params.page === '财务 › 结算',
    )
  })
})
