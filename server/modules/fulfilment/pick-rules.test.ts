import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pickRows } from './pick-rules.ts'

const line = (skuCode: string, quantity: number, title = '杯', parcelNumber = 'P1') => ({
  ...{ title, variant: '蓝', skuCode, quantity, parcelNumber },
})
const nowhere = () => ''

test('the same goods of many parcels are one row, in the order of their codes', () => {
  const rows = pickRows([line('B', 2), line('A', 1), line('B', 3, '马克杯'), line('', 1, '甲'), line('', 4, '乙')], nowhere)
  assert.deepEqual(
    rows.map(({ sku, title, quantity }) => [sku, title, quantity]),
    [
      ['', '乙', 4],
      ['', '甲', 1],
      ['A', '杯', 1],
      ['B', '杯', 5],
    ],
  )
})

test('goods are in the order of the shelves, A-2 before A-10, and those without a place come last', () => {
  const places = new Map([
    ['A', 'B-01'],
    ['B', 'A-10'],
    ['C', 'A-2'],
  ])
  const rows = pickRows([line('D', 1), line('A', 1), line('B', 1), line('C', 1)], (code) => places.get(code) ?? '')
  assert.deepEqual(
    rows.map(({ location, sku }) => [location, sku]),
    [
      ['A-2', 'C'],
      ['A-10', 'B'],
      ['B-01', 'A'],
      ['', 'D'],
    ],
  )
})

test('a row says how many are for which parcel', () => {
  const rows = pickRows([line('A', 2, '杯', 'P1'), line('A', 1, '杯', 'P2'), line('A', 1, '杯', 'P1')], nowhere)
  assert.deepEqual(rows[0]?.parcels, [
    { number: 'P1', quantity: 3 },
    { number: 'P2', quantity: 1 },
  ])
})
