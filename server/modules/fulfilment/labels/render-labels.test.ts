import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import bwipjs from 'bwip-js/node'
import { LABEL_SIZES, PAPERS } from '#contract/closed-lists.ts'
import { pickListContent } from './document-content.ts'
import { paperMm } from './papers.ts'
import { readPdf } from './read-pdf.ts'
import { renderDocuments } from './render-documents.ts'
import { renderLabelDocument, renderLabels } from './render-labels.ts'
import { mergedSheet, overfullSheet, samplePickList, sampleSheet } from './sample-sheets.ts'
import { scanPicture } from './scan-codes.ts'
import { notesOf } from './sheet-words.ts'
import { standardLayout } from './standard-documents.ts'

const SIZES = LABEL_SIZES
const withoutSpace = (text: string): string => text.replace(/\s/g, '')

function assertSize(page: { widthPt: number; heightPt: number } | undefined, size: (typeof PAPERS)[number]): void {
  const { widthMm, heightMm } = paperMm(size)
  const [width, height] = [(widthMm * 72) / 25.4, ((heightMm ?? 0) * 72) / 25.4]
  assert.ok(page !== undefined)
  assert.ok(
    Math.abs(page.widthPt - width) < 0.02 && Math.abs(page.heightPt - height) < 0.02,
    `${page.widthPt} × ${page.heightPt} pt`,
  )
}

test('A batch is one page per parcel, in order, in the size of the label', async () => {
  for (const size of SIZES) {
    const sheets = [0, 1, 2, 3].map(sampleSheet)
    const pages = readPdf(await renderLabels(sheets, { size }))
    assert.equal(pages.length, 4)
    for (const [k, page] of pages.entries()) {
      assertSize(page, size)
      assert.ok(page.lines.some((line) => withoutSpace(line) === sheets[k]?.waybillNumber))
    }
  }
})

test('The bars in the file are those of the waybill number, on both parts of the large label', async () => {
  for (const [size, parts] of [
    ['76x130', 1],
    ['100x180', 2],
  ] as const) {
    const sheet = sampleSheet(11)
    const [page] = readPdf(await renderLabels([sheet], { size }))
    const [code] = bwipjs.raw({ bcid: 'code128', text: sheet.waybillNumber })
    assert.ok(code !== undefined && 'sbs' in code)
    assert.deepEqual(page?.bars, Array(parts).fill([...(code.sbs as number[])]))
  }
})

test('The text of a label can be copied and searched', async () => {
  const sheet = mergedSheet()
  const [page] = readPdf(await renderLabels([sheet], { size: '76x130' }))
  const text = page?.lines.join('\n') ?? ''
  for (const expected of [
    '圆通速递',
    '标准快递',
    sheet.routeCode,
    '赵样例  138****0000',
    '已验视',
    '补打 1',
    '包裹 1/2',
    '打印 2026-11-22 18:05:09',
    '×2',
  ]) {
    assert.ok(text.includes(expected), expected)
  }
})

test('Every note of every merged order is printed on the label', async () => {
  // The shortest of them sends long notes to the delivery note.
  for (const size of SIZES.filter((each) => each !== '100x113')) {
    const third = {
      orderNumber: '2026112200005999',
      buyerNote: '周末不在家，请周一再送',
      sellerMemo: '改发蓝色，已与买家确认',
      sellerFlag: 4,
    }
    const sheet = { ...mergedSheet(), orders: [...mergedSheet().orders, third] }
    const { pdf, pageCount, findings } = await renderLabelDocument([sheet], { size })
    const text = withoutSpace(readPdf(pdf)[0]?.lines.join('') ?? '')
    for (const note of notesOf(sheet.orders)) assert.ok(text.includes(withoutSpace(note.label + note.text)), note.text)
    assert.deepEqual({ pageCount, findings }, { pageCount: 1, findings: [] })
  }
})

test('Notes too many for the label bring the delivery note along, which has them all', async () => {
  const sheet = overfullSheet()
  const { pdf, findings } = await renderLabelDocument([sheet], { size: '76x130' })
  const [label, ...notes] = readPdf(pdf)
  assert.ok(label?.lines.some((line) => line.includes('条备注见发货单')))
  const isNumber = (line: string) => /第 \d+\/\d+ 页/.test(line)
  const text = withoutSpace(notes.flatMap((page) => page.lines.filter((line) => !isNumber(line))).join(''))
  for (const note of notesOf(sheet.orders))
    assert.ok(text.includes(withoutSpace(note.label + note.text).replace('😀', '□')), note.text)
  assert.ok(findings[0]?.shortenedFields.includes('notes'))
})

test('A long item list ends with how many there are, and the delivery note lists them all', async () => {
  const sheet = { ...sampleSheet(1), items: overfullSheet().items }
  const { pdf, findings } = await renderLabelDocument([sheet], { size: '76x130', withDeliveryNote: true })
  const [label, ...notes] = readPdf(pdf)
  assert.ok(label?.lines.includes('…等 60 种 1830 件'))
  assert.deepEqual(findings[0]?.shortenedFields, ['items'])
  const text = notes.flatMap((page) => page.lines).join('\n')
  assert.equal(notes.flatMap((page) => page.lines).filter((line) => /^\d+$/.test(line)).length, 2 * 60)
  assert.ok(text.includes('共 60 种 1830 件'))
})

test('The phone is printed whole however long the name is', async () => {
  for (const size of SIZES) {
    const [page] = readPdf(await renderLabels([overfullSheet()], { size }))
    assert.ok(page?.lines.includes('138****0000 转 0000'))
  }
})

test('Characters the font lacks are named, and the label is printed all the same', async () => {
  const sheet = { ...sampleSheet(0), receiver: { ...sampleSheet(0).receiver, name: '𠮷样例😀' } }
  const { pdf, findings } = await renderLabelDocument([sampleSheet(1), sheet], { size: '76x130' })
  assert.deepEqual(findings, [
    { sheet: sheet.waybillNumber, missingCharacters: ['𠮷', '😀'], shortenedFields: [], isBarcodeMissing: false },
  ])
  assert.ok(readPdf(pdf)[1]?.lines.includes('□样例□  138****0000'))
})

test('A number that no bar code can carry does not stop the batch and cannot be overlooked', async () => {
  const sheets = [sampleSheet(0), { ...sampleSheet(1), waybillNumber: '' }, sampleSheet(2)]
  const { pdf, findings } = await renderLabelDocument(sheets, { size: '76x130' })
  const pages = readPdf(pdf)
  assert.deepEqual(
    pages.map((page) => page.bars.length),
    [1, 0, 1],
  )
  assert.ok(pages[1]?.lines.includes('单号无法生成条码，请勿发出'))
  assert.deepEqual(
    findings.map(({ isBarcodeMissing }) => isBarcodeMissing),
    [true],
  )
})

test('The same sheets always give the same file', async () => {
  const sheets = [sampleSheet(0), mergedSheet()]
  assert.deepEqual(await renderLabels(sheets, { size: '100x180' }), await renderLabels(sheets, { size: '100x180' }))
})

test('A thousand labels stay under five megabytes', async () => {
  const sheets = Array.from({ length: 250 }, (_, k) => sampleSheet(k))
  assert.ok((await renderLabels(sheets, { size: '76x130' })).length < 5_000_000 / 4)
})

test('A pick list runs over as many pages as it needs and repeats its heading', async () => {
  const content = pickListContent(samplePickList(120), 'Asia/Shanghai')
  for (const paper of PAPERS) {
    const look = { paper, layout: standardLayout('pickList', paper) }
    const { bytes, pageCount } = await renderDocuments([content], look, { title: '', printedAt: '' })
    const pages = readPdf(bytes)
    assert.equal(pages.length, pageCount)
    assert.equal(pageCount > 1, paper !== 'roll80')
    for (const page of pages) {
      if (paper !== 'roll80') assertSize(page, paper)
      assert.ok(page.lines.includes('库位') && page.lines.includes('数量'))
    }
    assert.equal(pages.flatMap((page) => page.lines).filter((line) => line === '□').length, 120)
  }
})

test('A renderer of its own kind draws codes that a scanner reads, where one is installed', async () => {
  const sheet = sampleSheet(3)
  for (const [size, parts] of [
    ['76x130', 1],
    ['100x180', 2],
  ] as const) {
    const pdf = await renderLabels([sheet], { size })
    const run = spawnSync('pdftoppm', ['-r', '203.2', '-png', '-singlefile', '-'], { input: pdf, maxBuffer: 1 << 26 })
    // Without poppler the codes are read from the marks, in label-layout.test.ts.
    const read = run.error === undefined ? await scanPicture(run.stdout) : null
    const expected = [...Array(parts).fill(`Code128:${sheet.waybillNumber}`), `QRCode:${sheet.waybillNumber}`]
    assert.deepEqual(read ?? expected, expected)
  }
})
