import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { loadLabelFonts } from './label-font.ts'
import { fitText, heightOfLines, printableText, widthOf, wrapText } from './text-fit.ts'

const fonts = await loadLabelFonts()
const font = fonts.regular
const SIZES = [12, 9, 7, 6] as const

/** Han, Latin words, digits, punctuation of both kinds, spaces, line ends, rare Han, emoji and arbitrary Unicode. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: fc.constantFrom(...'浙江省杭州市西湖区的一是在不了有和，。；：！？（）《》“”'), maxLength: 30 }),
      fc.string({ unit: fc.constantFrom(...'abcWWiil.,-/0123456789'), maxLength: 30 }),
      fc.constantFrom(' ', '  ', '\n', '\r\n', '😀', '👨‍👩‍👧', '𠮷', '㙍', '\u200b', '\ud800', 'é', 'e\u0301'),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

const withoutSpace = (text: string): string => text.replace(/\s/g, '')

test('No wrapped line is wider than its box and no character is lost', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 20, max: 300 }), fc.constantFrom(...SIZES), (text, width, sizePt) => {
      const clean = printableText(text, font, new Set())
      const lines = wrapText(clean, font, sizePt, width)
      for (const line of lines) assert.ok(widthOf(line, font, sizePt) <= width + 0.01, line)
      assert.equal(withoutSpace(lines.join('')), withoutSpace(clean))
    }),
    { numRuns: 400 },
  )
})

test('Fitted text stays inside its box and says when it was shortened', () => {
  const box = fc.record({ width: fc.integer({ min: 30, max: 300 }), height: fc.integer({ min: 8, max: 120 }) })
  fc.assert(
    fc.property(anyText, box, (text, { width, height }) => {
      const clean = printableText(text, font, new Set())
      const { lines, sizePt, leadingPt, isShortened } = fitText(clean, width, height, { font, sizesPt: SIZES })
      assert.ok(heightOfLines(lines.length, sizePt, leadingPt) <= height + 0.01)
      for (const line of lines) assert.ok(widthOf(line, font, sizePt) <= width + 0.01, line)
      if (!isShortened) assert.equal(withoutSpace(lines.join('')), withoutSpace(clean))
      else assert.ok(lines.length === 0 || lines.at(-1)?.endsWith('…'))
    }),
    { numRuns: 400 },
  )
})

test('A line does not begin with closing or end with opening punctuation', () => {
  assert.deepEqual(wrapText('杭州市西湖区，样板', font, 10, 60), ['杭州市西湖', '区，样板'])
  assert.deepEqual(wrapText('杭州市西湖（样板', font, 10, 60), ['杭州市西湖', '（样板'])
})

test('A word or a number stays in one piece while it fits a line', () => {
  assert.deepEqual(wrapText('文三路 Building 12号', font, 10, 60), ['文三路', 'Building 12', '号'])
})

test('Characters the font lacks are printed as a box and named, a joined emoji as one box', () => {
  const missing = new Set<string>()
  assert.equal(printableText('𠮷野👨‍👩‍👧👍🏽\ud800é', font, missing), '□野□□□é')
  assert.deepEqual([...missing], ['𠮷', '👨', '👩', '👧', '👍', '🏽', '\ufffd'])
})

test('Rare surnames that the font has are printed as they are', () => {
  const missing = new Set<string>()
  assert.equal(printableText('㙍䶮䲜㐂堃', font, missing), '㙍䶮䲜㐂堃')
  assert.equal(missing.size, 0)
})
