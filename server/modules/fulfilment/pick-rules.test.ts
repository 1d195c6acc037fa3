import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pickRows } from './pick-rules.ts'

const line = (skuCode: string, quantity: number, title = '杯') => ({ title, variant: '蓝', skuCode, quantity })

test('the same goods of many parcels are one row, in the order of their codes', () => {
  const rows = pickRows([line('B', 2), line('A', 1), line('B', 3, '马克杯'), line('', 1, '甲'), line('', 4, '乙')])
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
