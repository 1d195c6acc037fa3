import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import iconv from 'iconv-lite'
import { csv, readBytes, TAOBAO_HEADER, taobaoRow } from '../order-file.fixtures.ts'

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
  it('ships the open line of an order whose other line was refunded and closed', async () => {
    const [closed, open] = [
      row('T77-1', '20', '20').with(9, '交易关闭'),
      row('T77-2', '30', '').with(9, '买家已付款，等待卖家发货'),
    ]
    const { snapshot } = (await readBytes(csv(header, closed, open))).orders[0] ?? assert.fail('no order')
    assert.deepEqual([snapshot.status, snapshot.platformStatus], ['paid', '买家已付款，等待卖家发货'])
    assert.deepEqual(
      snapshot.lines.map(({ refundState, shipped }) => [refundState, shipped]),
      [
        ['refunded', false],
        ['none', false],
      ],
    )
    const gone = (await readBytes(csv(header, open, row('T77-1', '20', '').with(9, '卖家已发货，等待买家确认')))).orders[0]
      ?.snapshot
    assert.deepEqual([gone?.status, gone?.lines.map(({ shipped }) => shipped)], ['partly_shipped', [false, true]])
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
