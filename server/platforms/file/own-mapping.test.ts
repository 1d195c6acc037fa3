import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { OrderFileRefused } from './file-refused.ts'
import { csv, readBytes } from './order-file.fixtures.ts'
import { readMapping } from './order-file.ts'

const shipped = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(`../../../docs/mappings/${name}.json`, import.meta.url), 'utf8'))

describe('the mapping files that come with the documentation', () => {
  it('reads a report of one order per row: unpaid, paid, partly and wholly refunded', async () => {
    const header = ['订单编号', '总金额', '买家实际支付金额', '收货地址', '订单创建时间', '订单付款时间 ', '退款金额']
    const rows = [
      ['1', '20.0', '0.0', '河北省', '2026-02-01 23:59:00', '', '0.0'],
      ['2', '20.0', '20.0', '河北省', '2026-02-01 23:59:00', '2026-02-02 00:01:00', '0.0'],
      ['3', '20.0', '15.5', '上海', '2026-02-01 23:59:00', '2026-02-02 00:01:00', '4.5'],
      ['4', '20.0', '0.0', '上海', '2026-02-01 23:59:00', '2026-02-02 00:01:00', '20.0'],
    ]
    const { orders } = await readBytes(csv(header, ...rows), 'r.csv', { mapping: await shipped('tmall-orders') })
    assert.deepEqual(
      orders.map(({ snapshot }) => [snapshot.status, snapshot.paidFen, snapshot.refundedFen, snapshot.lines[0]?.refundState]),
      [
        ['unpaid', 0, 0, 'none'],
        ['paid', 2000, 0, 'none'],
        ['paid', 2000, 450, 'none'],
        ['closed', 2000, 2000, 'refunded'],
      ],
    )
    assert.equal(orders[0]?.snapshot.receiver.province, '河北省')
  })
  it('reads one row per line, a payment that repeats, freight that adds up, and an order without lines', async () => {
    const header = [
      'order_id',
      'order_status',
      'order_purchase_timestamp',
      'order_approved_at',
      'order_delivered_carrier_date',
      'order_delivered_customer_date',
      'customer_unique_id',
      'customer_city',
      'customer_state',
      'order_item_id',
      'product_id',
      'shipping_limit_date',
      'price',
      'freight_value',
      'payment_value_total',
    ]
    const line = (id: string, item: string, price: string) => [
      id,
      'delivered',
      '2018-01-10 10:00:00',
      '2018-01-10 11:00:00',
      '2018-01-12 10:00:00',
      '2018-01-15 10:00:00',
      'c1',
      'x',
      'SP',
      item,
      `p${item}`,
      `2018-01-1${5 - Number(item)} 10:00:00`,
      price,
      '7.50',
      '65.00',
    ]
    const empty = [
      'b',
      'unavailable',
      '2018-01-10 10:00:00',
      '2018-01-10 11:00:00',
      '',
      '',
      'c2',
      'x',
      'RJ',
      '',
      '',
      '',
      '',
      '',
      '12.00',
    ]
    const { orders, counts } = await readBytes(csv(header, line('a', '1', '30.00'), empty, line('a', '2', '20.00')), 'o.csv', {
      mapping: await shipped('olist'),
    })
    assert.deepEqual([counts.orders, counts.lines, counts.refusedRows], [2, 2, 0])
    const [b, a] = orders.map(({ snapshot }) => snapshot)
    assert.deepEqual([b?.status, b?.paidFen, b?.lines], ['closed', 1200, []])
    assert.deepEqual([a?.status, a?.goodsFen, a?.freightFen, a?.paidFen], ['finished', 5000, 1500, 6500])
    assert.deepEqual(
      [a?.createdAt, a?.shipBy, a?.modifiedAt],
      ['2018-01-10T12:00:00.000Z', '2018-01-13T12:00:00.000Z', '2018-01-15T12:00:00.000Z'],
    )
  })
  it('never makes a sale of returns, adjustments, free goods or negative quantities, and keeps equal rows as two lines', async () => {
    const header = ['InvoiceNo', 'StockCode', 'Description', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID', 'Country']
    const row = (invoice: string, quantity: number, price: string, customer = '9') => [
      invoice,
      'K1',
      'MUG',
      quantity,
      '2011-06-01 10:00:00',
      price,
      customer,
      'France',
    ]
    const rows = [
      row('500', 2, '1.255'),
      row('500', 2, '1.255'),
      row('500', 1, '0.0'),
      row('C501', -1, '2.0'),
      row('A502', 1, '-9.0'),
      row('503', -4, '0.0'),
      row('504', 1, '3.0', ''),
    ]
    const { orders, refused, counts } = await readBytes(csv(header, ...rows), 'u.csv', {
      mapping: await shipped('uci-online-retail'),
    })
    assert.deepEqual(
      refused.map(({ row: at, code, also }) => [at, code, also]),
      [
        [4, 'priceZero', []],
        [5, 'isReturn', ['quantityNotPositive']],
        [6, 'isAdjustment', ['priceNegative']],
        [7, 'quantityNotPositive', ['priceZero']],
      ],
    )
    assert.deepEqual(
      orders.map(({ snapshot }) => [
        snapshot.platformOrderId,
        snapshot.buyerKey,
        snapshot.lines.map(({ paidFen }) => paidFen),
        snapshot.paidFen,
      ]),
      [
        ['500', '9', [251, 251], 502],
        ['504', '', [300], 300],
      ],
    )
    assert.equal(new Set(orders[0]?.snapshot.lines.map(({ platformLineId }) => platformLineId)).size, 2)
    assert.deepEqual([counts.rows, counts.refusedRows, counts.ordersSeen], [7, 4, 5])
    assert.equal(orders[0]?.snapshot.createdAt, '2011-06-01T09:00:00.000Z')
  })
})

const own = {
  version: 1,
  name: 'own',
  title: { zh: '自有', en: 'own' },
  recognise: ['no', 'when'],
  zone: 'Europe/Berlin',
  dates: 'dmy',
  money: { currency: 'EUR', decimalPoint: ',' },
  skip: [{ column: 'no', is: '合计' }],
  refuse: [
    {
      when: { any: [{ column: 'kind', is: ['test'] }, { not: { column: 'sum', atLeast: 1 } }] },
      code: 'excludedByRule',
      reason: { zh: '测试单', en: 'a test order' },
    },
  ],
  kind: 'orders',
  rows: 'orderPerRow',
  order: {
    platformOrderId: 'no',
    status: { column: 'state', words: { offen: 'unpaid' }, otherwise: 'paid', whenEmpty: 'paid' },
    createdAt: 'when',
    paid: { minus: ['sum', 'off'] },
  },
  line: { quantity: 'qty' },
}
describe('a shop’s own mapping', () => {
  it('reads German dates and amounts, skips totals and names its own reason', async () => {
    const table = csv(
      ['no', 'when', 'kind', 'sum', 'off', 'state', 'qty'],
      ['1', '05.02.2026 13:00', '', '1.234,50 €'.replace(' €', ''), '34,50', 'fertig', '1'],
      ['2', '05.07.2026', 'test', '5', '', '', '1'],
      ['合计', '', '', '', '', '', ''],
    )
    const { orders, refused, counts } = await readBytes(table, 'x.csv', { mapping: own })
    assert.deepEqual(
      orders.map(({ snapshot }) => [snapshot.createdAt, snapshot.paidFen, snapshot.status]),
      [['2026-02-05T12:00:00.000Z', 120000, 'paid']],
    )
    assert.deepEqual([refused[0]?.message, counts.skippedRows], [{ zh: '测试单', en: 'a test order' }, 1])
  })
  it('reports shifted rows, unreadable cells, missing and repeated numbers with their row', async () => {
    const good = ['1', '05.02.2026', '', '5', '', '', '1']
    const change = (index: number, cell: string, no = 'n') =>
      good.map((old, at) => (at === index ? cell : at === 0 ? `${no}${index}` : old))
    const table = csv(
      ['no', 'when', 'kind', 'sum', 'off', 'state', 'qty'],
      good,
      good,
      [...change(3, '5'), 'extra'],
      change(1, '31.02.2026'),
      change(3, '5 apples', 'm'),
      change(6, '1.5'),
      change(6, '0', 'z'),
      change(0, ''),
      change(1, '', 'e'),
    )
    const { refused } = await readBytes(table.replace('5 apples', '9 apples'), 'x.csv', { mapping: { ...own, refuse: [] } })
    assert.deepEqual(
      refused.map(({ row, code }) => [row, code]),
      [
        [3, 'orderRepeated'],
        [4, 'cellsShifted'],
        [5, 'timeUnreadable'],
        [6, 'amountUnreadable'],
        [7, 'quantityUnreadable'],
        [8, 'quantityNotPositive'],
        [9, 'orderIdMissing'],
        [10, 'valueMissing'],
      ],
    )
  })
  it('is checked strictly: a misspelt key, an unknown zone or a missing column stop it', async () => {
    const wrong = (code: string) => (error: unknown) => error instanceof OrderFileRefused && error.code === code
    assert.throws(() => readMapping({ ...own, colums: 1 }), wrong('fileMappingInvalid'))
    assert.throws(() => readMapping({ ...own, zone: 'Mars/Base' }), wrong('fileMappingInvalid'))
    await assert.rejects(readBytes('no,what\n1,2\n', 'x.csv', { mapping: own }), wrong('fileColumnsMissing'))
  })
  it('is recognised by itself once the shop has saved it', async () => {
    const { mapping } = await readBytes(csv(['no', 'when', 'sum', 'qty'], ['1', '05.02.2026', '3', '1']), 'x.csv', {
      mappings: [readMapping(own)],
    })
    assert.equal(mapping, 'own')
  })
  it('gives the same file the same hashes and a later state of an order a later version', async () => {
    const lines = { ...own, rows: 'linePerRow', order: { ...own.order, shippedAt: 'sent' } }
    const table = (sent: string) => csv(['no', 'when', 'sum', 'off', 'qty', 'sent'], ['1', '05.02.2026', '3', '0', '1', sent])
    const read = async (sent: string) =>
      (await readBytes(table(sent), 'x.csv', { mapping: lines })).orders[0] ?? assert.fail('no order')
    const [first, again, later] = [await read(''), await read(''), await read('07.02.2026')]
    assert.equal(first.contentHash, again.contentHash)
    assert.notEqual(first.contentHash, later.contentHash)
    assert.ok(later.snapshot.modifiedAt > first.snapshot.modifiedAt)
  })
  it('refuses rows of one order that lie too far apart instead of growing without end', async () => {
    const rows = (turn: number) => Array.from({ length: 20 }, (_, n) => [`n${n}`, '05.02.2026', '3', '0', '1', `${turn}`])
    const table = csv(['no', 'when', 'sum', 'off', 'qty', 'turn'], ...rows(1), ...rows(2))
    const mapping = { ...own, rows: 'linePerRow' }
    assert.equal((await readBytes(table, 'x.csv', { mapping })).counts.orders, 20)
    await assert.rejects(
      readBytes(table, 'x.csv', { mapping, limits: { maxWaitingRows: 10 } }),
      (error) => error instanceof OrderFileRefused && error.code === 'fileRowsScattered',
    )
  })
})
