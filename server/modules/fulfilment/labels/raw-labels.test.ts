import assert from 'node:assert/strict'
import { test } from 'node:test'
import iconv from 'iconv-lite'
import { LABEL_SIZES } from '#contract/closed-lists.ts'
import { writeTspl } from '#server/printers/label-languages/tspl.ts'
import { writeZpl } from '#server/printers/label-languages/zpl.ts'
import { renderRawLabels } from './render-labels.ts'
import { mergedSheet, overfullSheet, sampleSheet } from './sample-sheets.ts'

const text = { kind: 'text', x: 20, baseline: 100, height: 40, width: 400, align: 'left', isBold: false } as const
/** One of each division. */
const KEPT = ['76x130', '100x180'] as const

for (const size of KEPT)
  test(`a label of ${size} mm in TSPL and in ZPL is as it was kept`, async (t) => {
    const tspl = await renderRawLabels([mergedSheet()], { size, language: 'tspl' })
    const zpl = await renderRawLabels([mergedSheet()], { size, language: 'zpl' })
    t.assert.snapshot(iconv.decode(Buffer.from(tspl), 'gb18030').split('\r\n'))
    t.assert.snapshot(Buffer.from(zpl).toString('utf8').split('\n'))
  })

for (const size of LABEL_SIZES)
  test(`nothing of a label of ${size} mm lies off the paper, however much it has to hold`, async () => {
    const [widthMm = 0, heightMm = 0] = size.split('x').map(Number)
    const zpl = Buffer.from(await renderRawLabels([overfullSheet()], { size, language: 'zpl' })).toString('utf8')
    const places = [...zpl.matchAll(/\^FO(\d+),(\d+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const)
    assert.ok(places.length > 50)
    for (const [x, y] of places) assert.ok(x < widthMm * 8 && y < heightMm * 8, `${x},${y}`)
  })

test('every label and every page of its delivery note is one paper, printed once', async () => {
  const options = { size: '76x130', withDeliveryNote: true } as const
  const tspl = iconv.decode(
    Buffer.from(await renderRawLabels([sampleSheet(1), sampleSheet(2)], { ...options, language: 'tspl' })),
    'gb18030',
  )
  const zpl = Buffer.from(await renderRawLabels([sampleSheet(1), sampleSheet(2)], { ...options, language: 'zpl' })).toString()
  assert.equal(tspl.match(/PRINT 1,1/g)?.length, 4)
  assert.equal(zpl.match(/\^XA/g)?.length, 4)
  assert.equal(zpl.match(/\^XZ/g)?.length, 4)
})

test('signs that are commands to the printer are printed as signs', () => {
  const of = (words: string) => [{ widthMm: 76, heightMm: 130, marks: [{ ...text, text: words }] }]
  const tspl = iconv.decode(Buffer.from(writeTspl(of('说"好"\\'))), 'gb18030')
  assert.ok(tspl.includes(',"说\\["]好\\["]\\\\"'), tspl)
  assert.doesNotMatch(
    Buffer.from(writeZpl(of('a^XZ~JA_b')))
      .toString('utf8')
      .replace(/\^FS|\^XZ\n$/g, ''),
    /\^XZ|~JA/,
  )
})

test('a character that the printer’s font lacks is a box, not junk', () => {
  const drawn = [{ widthMm: 76, heightMm: 130, marks: [{ ...text, text: '𠮷野😀' }] }]
  assert.match(iconv.decode(Buffer.from(writeTspl(drawn)), 'gb18030'), /"□野□"/)
})

test('a line is never wider in the printer’s own font than it was laid out', () => {
  const wide = [{ ...text, width: 100, height: 60, text: '十个汉字就这么宽了吗' }]
  const tspl = iconv.decode(Buffer.from(writeTspl([{ widthMm: 76, heightMm: 130, marks: wide }])), 'gb18030')
  assert.match(tspl, /"TSS16.BF2",0,1,1/)
})
