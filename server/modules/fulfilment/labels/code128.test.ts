import assert from 'node:assert/strict'
import { test } from 'node:test'
import bwipjs from 'bwip-js/node'
import fc from 'fast-check'
import { encodeCode128 } from './code128.ts'
import { pictureOfCodes, scanPicture } from './scan-codes.ts'

function oracleWidths(text: string): number[] {
  const [code] = bwipjs.raw({ bcid: 'code128', text })
  assert.ok(code !== undefined && 'sbs' in code)
  return [...(code.sbs as number[])]
}

const pictureOf = (widths: number[]): Uint8Array => {
  const modulePt = (72 / 25.4 / 8) * 2
  return pictureOfCodes([{ kind: 'bars', x: 40, y: 20, height: 40, modulePt, widths, text: '' }], 80 + 500 * modulePt, 80)
}

test('The waybill numbers of the couriers get the same bars as from a second encoder', () => {
  for (const text of [
    'YT7700000000000',
    'SF1234567890123',
    'JT5123456789012',
    '78912345678901',
    '7891234567890',
    'JDVA12345678901-1-1-',
    'ZTO1',
    '12',
    '1',
  ]) {
    assert.deepEqual(encodeCode128(text), oracleWidths(text), text)
  }
})

test('No number gets a longer bar code than from a second encoder', () => {
  const numbers = fc.string({ unit: fc.constantFrom(...'0123456789AZaz-'), minLength: 1, maxLength: 24 })
  fc.assert(
    fc.property(numbers, (text) => assert.equal(encodeCode128(text)?.length, oracleWidths(text).length)),
    { numRuns: 200 },
  )
})

test('A scanner reads back every printable number', async () => {
  const numbers = fc.string({ unit: 'grapheme-ascii', minLength: 2, maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(numbers, async (text) => {
      const widths = encodeCode128(text)
      assert.ok(widths !== null)
      assert.deepEqual(await scanPicture(pictureOf(widths)), [`Code128:${text}`])
    }),
    { numRuns: 40 },
  )
})

test('What a scanner could not give back as typed is refused', () => {
  for (const text of ['', '圆通123', 'YT\n1', 'é1']) assert.equal(encodeCode128(text), null)
})
