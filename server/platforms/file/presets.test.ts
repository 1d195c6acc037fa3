import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import iconv from 'iconv-lite'
import { OrderFileRefused } from './file-refused.ts'
import { csv, DOUYIN_HEADER, JD_HEADER, readBytes, TAOBAO_HEADER, taobaoRow } from './order-file.fixtures.ts'

const shuffled = <T>(rows: T[][]): T[][] => rows.map((row) => [...row.slice(5), ...row.slice(0, 5)])

describe('Taobao order export', () => {
  const rows = [TAOBAO_HEADER, taobaoRow()]
  it('reads the wrapped number, the split address, money in fen and Chinese time in UTC', async () => {
    const { orders, mapping } = await readBytes(iconv.encode(csv(...rows), 'gb18030'), 'ExportOrderList.csv')
    assert.equal(mapping, 'taobao-orders')
    const { snapshot, firstRow, rowCount } = orders[0] ?? assert.fail('no order')
    assert.deepEqual([firstRow, rowCount], [2, 1])
    assert.equal(snapshot.platformOrderId, '2960000000000000017')
    assert.deepEqual([snapshot.status, snapshot.platformStatus], ['paid', '买家已付款，等待卖家发货'])
    assert.deepEqual(
      [snapshot.createdAt, snapshot.paidAt, snapshot.modifiedAt],
      ['2026-03-01T01:00:00.000Z', '2026-03-01T01:00:30.000Z', '2026-03-01T01:00:30.000Z'],
    )
    assert.deepEqual([snapshot.goodsFen, snapshot.freightFen, snapshot.paidFen], [8800, 600, 9400])
    assert.deepEqual(snapshot.receiver, {
      name: '林知夏',
      phone: '13900000001',
      province: '浙江省',
      city: '杭州市',
      district: '余杭区',
      town: '仓前街道',
      address: '溪边路12号',
      zip: '310000',
    })
    assert.equal(snapshot.receiverMasked, false)
    assert.deepEqual(
      snapshot.lines.map(({ title, quantity, priceFen, paidFen }) => ({ title, quantity, priceFen, paidFen })),
      [{ title: '竹编收纳篮', quantity: 2, priceFen: 4400, paidFen: 9400 }],
    )
  })
  it('does not care about the order of columns', async () => {
    const [straight, moved] = [await readBytes(csv(...rows)), await readBytes(csv(...shuffled(rows)))]
    assert.deepEqual(moved.orders[0]?.snapshot, straight.orders[0]?.snapshot)
    assert.equal(moved.orders[0]?.contentHash, straight.orders[0]?.contentHash)
  })
  it('knows the older export with shop columns and a unit price', async () => {
    const header = [...TAOBAO_HEADER.slice(0, 25), '店铺Id', '店铺名称', '宝贝单价']
    const { mapping, orders } = await readBytes(csv(header, [...taobaoRow().slice(0, 25), '77', '小店', '44.00']))
    assert.equal(mapping, 'taobao-orders-older')
    assert.equal(orders[0]?.snapshot.lines[0]?.priceFen, 4400)
  })
  it('takes a closed order for cancelled when it was never paid', async () => {
    const states = ['', '2026-03-01 09:00:30'].map((paid) =>
      taobaoRow({ 订单编号: `2960000000000000${paid ? 111 : 222}`, 订单状态: '交易关闭', 订单付款时间: paid }),
    )
    const { orders } = await readBytes(csv(TAOBAO_HEADER, ...states))
    assert.deepEqual(
      orders.map(({ snapshot }) => snapshot.status),
      ['cancelled', 'closed'],
    )
  })
  it('reads name, phone and address out of one cell, and a masked phone as masked', async () => {
    const { orders } = await readBytes(
      csv(TAOBAO_HEADER, taobaoRow({ 收货人姓名: '', 联系手机: '', 收货地址: '何**，86-139****0003，上海市浦东新区云山路5号' })),
    )
    const { receiver, receiverMasked } = orders[0]?.snapshot ?? assert.fail('no order')
    assert.deepEqual(
      [receiver.name, receiver.phone, receiver.province, receiver.city, receiver.district, receiver.address],
      ['何**', '139****0003', '上海市', '上海市', '浦东新区', '云山路5号'],
    )
    assert.equal(receiverMasked, true)
  })
  it('refuses a single order whose status nobody knows, and imports the others', async () => {
    const { orders, refused } = await readBytes(
      csv(TAOBAO_HEADER, taobaoRow(), taobaoRow({ 订单编号: '2960000000000000018', 订单状态: '奇怪的状态' })),
    )
    assert.equal(orders.length, 1)
    assert.deepEqual(
      refused.map(({ row, code, params }) => ({ row, code, params })),
      [{ row: 3, code: 'statusUnknown', params: { value: '奇怪的状态' } }],
    )
    assert.match(refused[0]?.message.zh ?? '', /奇怪的状态/)
  })
  it('keeps remarks with commas, quotes and line breaks whole', async () => {
    const note = '送到"南门",\n谢谢'
    assert.equal((await readBytes(csv(TAOBAO_HEADER, taobaoRow({ 买家留言: note })))).orders[0]?.snapshot.buyerNote, note)
  })
})

describe('Tmall exports', () => {
  const header = [
    '子订单编号',
    '主订单编号',
    '买家会员名',
    '买家会员ID',
    '买家应付货款',
    '买家应付邮费',
    '总金额',
    '买家实际支付金额',
    '子单实际支付金额',
    '订单状态',
    '收件人姓名',
    '收货地址',
    '联系手机',
    '订单创建时间',
    '订单付款时间',
    '宝贝标题',
    '宝贝数量',
    '退款金额',
    '颜色/尺码',
    '商家编码',
    '商品编码',
  ]
  const row = (line: string, paid: string, refund: string) => [
    line,
    'T77',
    '阿禾',
    'u1',
    '50',
    '0',
    '50',
    '50',
    paid,
    '交易成功',
    '阿禾',
    '河北省 石家庄市 长安区 A路1号',
    '13900000004',
    '2026-01-02 10:00:00',
    '2026-01-02 10:01:00',
    '布袋',
    '1',
    refund,
    '米色',
    `SKU-${line}`,
    '880',
  ]
  it('joins sub-orders of one main order and does not add up what repeats', async () => {
    const { orders, mapping } = await readBytes(csv(header, row('T77-1', '20', '20'), row('T77-2', '30', '')))
    const { snapshot, rowCount } = orders[0] ?? assert.fail('no order')
    assert.deepEqual([mapping, orders.length, rowCount], ['tmall-sub-orders', 1, 2])
    assert.deepEqual([snapshot.paidFen, snapshot.refundedFen, snapshot.buyerKey], [5000, 2000, 'u1'])
    assert.deepEqual(
      snapshot.lines.map(({ platformLineId, paidFen, refundState, refundedFen }) => [
        platformLineId,
        paidFen,
        refundState,
        refundedFen,
      ]),
      [
        ['T77-1', 2000, 'refunded', 2000],
        ['T77-2', 3000, 'none', 0],
      ],
    )
  })
  it('reads the refund export as refunds of known orders', async () => {
    const refunds = [
      '订单编号',
      '退款单编号',
      '退款类型',
      '商品ID',
      '买家退款金额',
      '退款申请时间',
      '退款状态',
      '买家退款原因',
      '完结时间',
    ]
    const { entries, counts } = await readBytes(
      csv(
        refunds,
        ['T77', 'R1', '仅退款', '880', '20.00', '2026-01-03 08:00:00', '退款成功', '不想要了', '2026-01-04 08:00:00'],
        ['T78', 'R2', '仅退款', '881', '5', '2026-01-03 08:00:00', '买家已经申请退款，等待卖家同意', '', ''],
      ),
    )
    assert.equal(counts.refunds, 2)
    assert.deepEqual(
      entries.map(
        (entry) =>
          entry.kind === 'refund' && [
            entry.refund.platformOrderId,
            entry.refund.state,
            entry.refund.refundFen,
            entry.refund.modifiedAt,
          ],
      ),
      [
        ['T77', 'refunded', 2000, '2026-01-04T00:00:00.000Z'],
        ['T78', 'asked', 500, '2026-01-03T00:00:00.000Z'],
      ],
    )
  })
})

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
