import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { allocate, type Demand } from './allocation-rules.ts'

const balances = (table: Record<string, number>) =>
  new Map(Object.entries(table).map(([code, sellable]) => [code, { skuId: `id-${code}`, sellable }]))

test('a parcel gets all of its lines or none', () => {
  const result = allocate(balances({ A: 5, B: 0 }), [
    {
      parcelId: 'p',
      lines: [
        { code: 'A', quantity: 1 },
        { code: 'B', quantity: 1 },
      ],
    },
  ])
  assert.deepEqual(result, { reserved: [], short: [{ parcelId: 'p', code: 'B', wanted: 1, sellable: 0 }], reservations: [] })
})

test('two lines of the same goods in one parcel are weighed together', () => {
  const result = allocate(balances({ A: 3 }), [
    {
      parcelId: 'p',
      lines: [
        { code: 'A', quantity: 2 },
        { code: 'A', quantity: 2 },
      ],
    },
  ])
  assert.deepEqual(result.short, [{ parcelId: 'p', code: 'A', wanted: 4, sellable: 3 }])
})

test('the earlier parcel gets the last unit and a later smaller one is still served', () => {
  const result = allocate(balances({ A: 2 }), [
    { parcelId: 'first', lines: [{ code: 'A', quantity: 1 }] },
    { parcelId: 'large', lines: [{ code: 'A', quantity: 2 }] },
    { parcelId: 'small', lines: [{ code: 'A', quantity: 1 }] },
  ])
  assert.deepEqual(result.reserved, ['first', 'small'])
})

test('goods nobody knows are short, never free', () => {
  assert.equal(allocate(balances({}), [{ parcelId: 'p', lines: [{ code: 'X', quantity: 1 }] }]).short.length, 1)
})

test('never is more given than there is, and every parcel is either reserved or short', () => {
  const code = fc.constantFrom('A', 'B', 'C')
  const lines = fc.array(fc.record({ code, quantity: fc.integer({ min: 1, max: 5 }) }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(fc.dictionary(code, fc.integer({ min: 0, max: 20 })), fc.array(lines, { maxLength: 20 }), (table, parcels) => {
      const demands: Demand[] = parcels.map((parcel, place) => ({ parcelId: String(place), lines: parcel }))
      const result = allocate(balances(table), demands)
      for (const [known, sellable] of Object.entries(table)) {
        const given = result.reservations.filter((row) => row.skuId === `id-${known}`).reduce((sum, row) => sum + row.quantity, 0)
        assert.ok(given <= sellable)
      }
      assert.equal(result.reserved.length + result.short.length, demands.length)
    }),
  )
})
