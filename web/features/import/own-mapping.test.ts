import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileMapping } from '#contract/import.ts'
import { mappingFrom, type OwnMapping, usualStatus } from './own-mapping.ts'

const own: OwnMapping = {
  columns: {
    platformOrderId: '订单编号',
    createdAt: '下单时间',
    paidAt: '付款时间',
    buyerNick: '会员',
    quantity: '数量',
    phone: '手机',
  },
  rows: 'linePerRow',
  dates: 'ymd',
  words: {},
}
const orderOf = (chosen: OwnMapping) => {
  const mapping = fileMapping.parse(mappingFrom(chosen, '微店导出'))
  assert.ok(mapping.kind === 'orders')
  return mapping
}

test('columns chosen on the form make a mapping file that the server takes', () => {
  const mapping = orderOf(own)
  assert.deepEqual(mapping.recognise, ['订单编号', '下单时间', '付款时间', '会员', '数量', '手机'])
  assert.equal(mapping.line.quantity, '数量')
  assert.equal(mapping.order.receiver.phone, '手机')
})

test('a buyer is known by the column that names them, so that their parcels can be merged', () => {
  assert.equal(orderOf(own).order.buyerKey, '会员')
})

test('a file without a status column takes an order without a payment time for unpaid', () => {
  assert.deepEqual(orderOf(own).order.status, {
    cases: [{ when: { column: '付款时间', empty: true }, use: { constant: 'unpaid' } }],
    otherwise: { constant: 'paid' },
  })
})

test('a status column is read by its words, and a word nobody explained refuses its order', () => {
  const mapping = orderOf({ ...own, columns: { ...own.columns, status: '状态' }, words: { 待发货: 'paid' } })
  assert.deepEqual(mapping.order.status, { column: '状态', words: { 待发货: 'paid' } })
})

test('a file without a quantity column has one piece per row', () => {
  const { quantity: _, ...columns } = own.columns
  assert.deepEqual(orderOf({ ...own, columns }).line.quantity, { constant: 1 })
})

test('the same choice of columns is the same format, whatever it is called', () => {
  assert.equal(mappingFrom(own, '甲').name, mappingFrom(own, '乙').name)
})

test('words that shops use for a state are known in both languages', () => {
  assert.deepEqual(['待发货', ' Delivered ', '交易关闭', '奇怪'].map(usualStatus), ['paid', 'finished', 'closed', undefined])
})
