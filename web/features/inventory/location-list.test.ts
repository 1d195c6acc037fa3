import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placesIn } from './location-list.ts'

test('lines pasted from a spreadsheet, with commas or typed with blanks are codes and places', () => {
  assert.deepEqual(placesIn('A-1\tA-01-02\r\nB 2\t二楼 3 架\n\nC3, B-1\nD4，B-2\nE5   B-3\n'), {
    items: [
      { sku: 'A-1', location: 'A-01-02' },
      { sku: 'B 2', location: '二楼 3 架' },
      { sku: 'C3', location: 'B-1' },
      { sku: 'D4', location: 'B-2' },
      { sku: 'E5', location: 'B-3' },
    ],
    wrong: [],
  })
})

test('a line without a place is named, and of a code named twice the last place counts', () => {
  assert.deepEqual(placesIn(`A\tx\nB\nA\ty\nC\t${'z'.repeat(41)}`), { items: [{ sku: 'A', location: 'y' }], wrong: [2, 4] })
})
