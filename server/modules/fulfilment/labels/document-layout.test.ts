import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DOCUMENT_COLUMNS, DOCUMENT_FIELDS, DOCUMENTS, NAMING_COLUMNS, PAPERS } from '#contract/closed-lists.ts'
import type { DocumentElement, DocumentLayout } from '#contract/documents.ts'
import { deliveryNoteContent, pickListContent } from './document-content.ts'
import { layDocument } from './document-layout.ts'
import { loadLabelFonts } from './label-font.ts'
import type { LabelSheet, PickList } from './label-sheet.ts'
import { type Paper, paperMm } from './papers.ts'
import { mergedSheet, overfullSheet, samplePickList, sampleSheet } from './sample-sheets.ts'
import { pictureOfCodes, scanPicture } from './scan-codes.ts'
import { mm } from './sheet-page.ts'
import { type DocumentKind, standardLayout } from './standard-documents.ts'
import { widthOf } from './text-fit.ts'

const fonts = await loadLabelFonts()
const ZONE = 'Asia/Shanghai'

/** Han signs that stand nowhere else in a document: whatever the wrapping does to a text, each of them shows whether it was printed. */
const MARKS = [
  ...'鲸鹤鹿象虎豹狼狐狸貂獭鼬猿猴狮驼骡驴骏骊鸥鹭鸳鸯鹃鹂鹦鹉鹌鹑鸽鸢鹰隼鹫鹏鹊鸦鲤鲫鲈鳜鳕鲑鳟鲟鲨鳐鳗鳝鲍鲶螃蟹虾蚌蛤蚬螺蜗蛙蟾蜥蜴蟒蝎蜈蚣蜂蝶蛾蝉蟋蟀蝗蚂蚁萤蜻蜓',
].filter((sign, k, all) => all.indexOf(sign) === k)
const marked = (row: number) => {
  const sign = MARKS[row % MARKS.length] ?? ''
  return { sku: sign.repeat(1 + (row % 3)), title: sign.repeat(2 + (row % 40)), variant: sign }
}

const elementsOf = (document: DocumentKind) =>
  fc.array(
    fc.record({
      elementId: fc.constant('e'),
      field: fc.constantFrom(...DOCUMENT_FIELDS[document]),
      text: fc.constantFrom('', '谢谢惠顾', '七天无理由退换'),
      x: fc.integer({ min: 0, max: 210 }),
      y: fc.integer({ min: 0, max: 200 }),
      width: fc.integer({ min: 3, max: 200 }),
      height: fc.integer({ min: 2, max: 60 }),
      sizePt: fc.integer({ min: 5, max: 36 }),
      isBold: fc.boolean(),
      align: fc.constantFrom('left' as const, 'center' as const, 'right' as const),
    }),
    { maxLength: 5 },
  ) as fc.Arbitrary<DocumentElement[]>
const columnsOf = (document: DocumentKind) => {
  const column = (fields: readonly string[]) =>
    fc.record({
      field: fc.constantFrom(...fields),
      title: fc.constantFrom('', '数量', '一个很长很长的列名称占两行'),
      width: fc.integer({ min: 1, max: 200 }),
      isBold: fc.boolean(),
      align: fc.constantFrom('left', 'center', 'right'),
    })
  return fc
    .tuple(column(NAMING_COLUMNS), column(['quantity']), fc.array(column(DOCUMENT_COLUMNS[document]), { maxLength: 5 }))
    .map(([naming, quantity, more]) => [naming, ...more, quantity]) as fc.Arbitrary<DocumentLayout['columns']>
}
const layoutOf = (document: DocumentKind): fc.Arbitrary<DocumentLayout> =>
  fc.record({
    margin: fc.integer({ min: 0, max: 10 }),
    headHeight: fc.integer({ min: 0, max: 200 }),
    head: elementsOf(document),
    columns: columnsOf(document),
    sizePt: fc.integer({ min: 5, max: 12 }),
    footHeight: fc.integer({ min: 0, max: 200 }),
    foot: elementsOf(document),
  })

function laid(document: DocumentKind, layout: DocumentLayout, paper: Paper, rowCount: number) {
  const rows = Array.from({ length: rowCount }, (_, row) => ({ ...marked(row), quantity: 70_001 + row }))
  const sheet: LabelSheet = { ...overfullSheet(), items: rows }
  const list: PickList = { ...samplePickList(0), rows: rows.map((row) => ({ ...row, location: '', parcels: [] })) }
  const content = document === 'deliveryNote' ? deliveryNoteContent(sheet, ZONE, true) : pickListContent(list, ZONE)
  return layDocument(fonts, layout, paper, content)
}
const textsOf = ({ pages }: ReturnType<typeof layDocument>) =>
  pages
    .map(({ page }) =>
      page.marks
        .flatMap((mark) => (mark.kind === 'text' ? mark.lines : []))
        .filter((line) => !/第 \d+\/\d+ 页/.test(line))
        .join(''),
    )
    .join('')

for (const document of DOCUMENTS)
  test(`whatever the layout of a ${document}, each line of goods is printed, with its quantity, and nothing beside the paper`, () => {
    fc.assert(
      fc.property(
        layoutOf(document),
        fc.constantFrom(...PAPERS),
        fc.integer({ min: 0, max: MARKS.length }),
        (layout, paper, rowCount) => {
          const made = laid(document, layout, paper, rowCount)
          const texts = textsOf(made)
          const naming = layout.columns.filter(({ field }) => NAMING_COLUMNS.includes(field))
          for (let row = 0; row < rowCount; row++) {
            const { sku, title, variant } = marked(row)
            const said = { sku, title, goods: title + variant + sku, variant }
            const signs = layout.columns.reduce((sum, { field }) => sum + (said[field as keyof typeof said]?.length ?? 0), 0)
            assert.ok(
              naming.length > 0 && texts.split(variant).length - 1 === signs,
              `line ${row}: ${texts.split(variant).length - 1} of ${signs} signs`,
            )
          }
          // Figures may be parted by a narrow column, never lost: together they are there as often as quantities are.
          const sevens = texts.replaceAll(/[^7]/g, '').length
          assert.ok(sevens >= rowCount, `${sevens} quantities of ${rowCount}`)
          const { widthMm } = paperMm(paper)
          for (const { page, heightPt } of made.pages)
            for (const mark of page.marks) {
              if (mark.kind !== 'text') continue
              const width = Math.max(...mark.lines.map((line) => widthOf(line, mark.font, mark.sizePt)))
              assert.ok(mark.x >= 0 && mark.x + width <= mm(widthMm) + 1, mark.lines.join('/'))
              assert.ok(mark.y <= heightPt && mark.y >= 0, mark.lines.join('/'))
            }
        },
      ),
      { numRuns: 120 },
    )
  })

test('no note is lost: what its box cannot hold follows below in full, and a note without a place does when the label had none for it', () => {
  const layout = standardLayout('deliveryNote', '76x130')
  const full = layDocument(fonts, layout, '76x130', deliveryNoteContent(overfullSheet(), ZONE))
  const { notes = '' } = deliveryNoteContent(overfullSheet(), ZONE).fields
  const plain = (text: string) => text.replaceAll(/[\s😀□]/gu, '')
  assert.ok(full.moved.includes('notes') && plain(textsOf(full)).includes(plain(notes)))
  const without = { ...layout, foot: [] }
  const { notes: short = '' } = deliveryNoteContent(mergedSheet(), ZONE).fields
  const asks = (must: boolean) =>
    plain(textsOf(layDocument(fonts, without, '76x130', deliveryNoteContent(mergedSheet(), ZONE, must))))
  assert.deepEqual([asks(true).includes(plain(short)), asks(false).includes(plain(short))], [true, false])
})

test('the layouts of the house hold an ordinary parcel and an ordinary walk on one page of every paper, and scanners read their numbers', async () => {
  for (const paper of PAPERS) {
    const sheet = sampleSheet(4)
    const list = samplePickList(3)
    for (const [document, content] of [
      ['deliveryNote', deliveryNoteContent(sheet, ZONE)],
      ['pickList', pickListContent(list, ZONE)],
    ] as const) {
      const { pages, moved, widthPt } = layDocument(fonts, standardLayout(document, paper), paper, content)
      const [first] = pages
      assert.ok(first)
      assert.deepEqual([pages.length, moved], [1, []], `${document} ${paper}`)
      const codes = await scanPicture(pictureOfCodes(first.page.marks, widthPt, first.heightPt))
      assert.deepEqual(codes, [`Code128:${content.number}`], `${document} ${paper}`)
    }
  }
})

test('a piece from the roll is as long as what stands on it', () => {
  const lengthOf = (rowCount: number) =>
    laid('pickList', standardLayout('pickList', 'roll80'), 'roll80', rowCount).pages.map(({ heightPt }) => heightPt)
  const [short = 0, ...none] = lengthOf(2)
  const [long = 0] = lengthOf(60)
  assert.ok(none.length === 0 && short < mm(70) && long > 5 * short, `${short} ${long}`)
})
