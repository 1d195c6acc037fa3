/** Turns laid-out pages into one PDF. pdfkit keeps the file's structure; the page contents are written here directly. */
import PDFDocument from 'pdfkit'
import { closeFont, type EmbeddedFont, encodeText, openFont } from './embedded-font.ts'
import type { Face, LabelFonts } from './label-font.ts'
import { type Mark, mm, type TextMark } from './sheet-page.ts'

export type SheetDocument = {
  document: PDFKit.PDFDocument
  fonts: Record<Face, EmbeddedFont>
  finished: Promise<Uint8Array>
  width: number
  height: number
  pageCount: number
}

/** Marks that every page of a kind shares: written once, shown by name. */
export type Template = { name: string; reference: PDFKit.PDFKitReference }

const FONT_NAMES: Record<Face, string> = { regular: 'R', bold: 'B' }
const round = (points: number): number => Math.round(points * 100) / 100

/** `printedAt` (ISO) is the file's creation date, so that the same sheets always give the same bytes. */
export function openDocument(
  fonts: LabelFonts,
  widthMm: number,
  heightMm: number,
  title: string,
  printedAt: string,
): SheetDocument {
  const createdAt = new Date(printedAt)
  const document = new PDFDocument({
    autoFirstPage: false,
    font: '',
    pdfVersion: '1.4',
    info: { Title: title, Creator: 'Zhanggui', CreationDate: Number.isNaN(createdAt.getTime()) ? new Date(0) : createdAt },
  })
  const chunks: Uint8Array[] = []
  const finished = new Promise<Uint8Array>((resolve, reject) => {
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    document.on('end', () => resolve(Buffer.concat(chunks)))
    document.on('error', reject)
  })
  return {
    document,
    fonts: { regular: openFont(document, fonts.regular), bold: openFont(document, fonts.bold) },
    finished,
    width: mm(widthMm),
    height: mm(heightMm),
    pageCount: 0,
  }
}

function textOperators(sheet: SheetDocument, mark: TextMark): string {
  const font = sheet.fonts[mark.font.face]
  // The page is drawn downwards, so the text matrix turns the letters upright again.
  let operators = mark.isWhite ? '1 g BT' : 'BT'
  operators += ` /${FONT_NAMES[mark.font.face]} ${mark.sizePt} Tf 1 0 0 -1 ${round(mark.x)} ${round(mark.y)} Tm`
  const [first = '', ...rest] = mark.lines
  operators += `<${encodeText(font, first)}>Tj`
  const step = rest.length > 0 ? round(-mark.leadingPt) : 0
  for (const line of rest) operators += ` 0 ${step} Td<${encodeText(font, line)}>Tj`
  return mark.isWhite ? `${operators} ET 0 g` : `${operators} ET`
}

function barOperators(widths: readonly number[]): string {
  let operators = ''
  let x = 0
  widths.forEach((width, k) => {
    if (k % 2 === 0) operators += `${x} 0 ${width} 1 re\n`
    x += width
  })
  return `${operators}f`
}

/** One rectangle per run of dark modules in a row. */
function moduleOperators(rows: readonly boolean[][]): string {
  let operators = ''
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (row[x] !== true) continue
      const from = x
      while (row[x + 1] === true) x++
      operators += `${from} ${y} ${x - from + 1} 1 re\n`
    }
  })
  return `${operators}f`
}

const scaled = (x: number, y: number, scaleX: number, scaleY: number, operators: string): string =>
  `q ${scaleX.toFixed(6)} 0 0 ${scaleY.toFixed(6)} ${x.toFixed(4)} ${y.toFixed(4)} cm\n${operators}\nQ`

function operatorsOf(sheet: SheetDocument, mark: Mark): string {
  switch (mark.kind) {
    case 'text':
      return textOperators(sheet, mark)
    case 'fill':
      return `${round(mark.x)} ${round(mark.y)} ${round(mark.width)} ${round(mark.height)} re f`
    case 'cut':
      return `q 0.7 w [4 3] 0 d ${round(mark.x)} ${round(mark.y)} m ${round(mark.x + mark.width)} ${round(mark.y)} l S Q`
    case 'bars':
      return scaled(mark.x, mark.y, mark.modulePt, mark.height, barOperators(mark.widths))
    case 'modules':
      return scaled(mark.x, mark.y, mark.modulePt, mark.modulePt, moduleOperators(mark.rows))
  }
}

const contentOf = (sheet: SheetDocument, marks: readonly Mark[]): Buffer =>
  Buffer.from(marks.map((mark) => operatorsOf(sheet, mark)).join('\n'), 'latin1')

const fontResources = (sheet: SheetDocument): Record<string, PDFKit.PDFKitReference> => ({
  [FONT_NAMES.regular]: sheet.fonts.regular.reference,
  [FONT_NAMES.bold]: sheet.fonts.bold.reference,
})

export function addTemplate(sheet: SheetDocument, name: string, marks: readonly Mark[]): Template {
  const reference = sheet.document.ref({
    Type: 'XObject',
    Subtype: 'Form',
    BBox: [0, 0, sheet.width, sheet.height],
    Resources: { Font: fontResources(sheet) },
  })
  reference.end(contentOf(sheet, marks))
  return { name, reference }
}

export function addPage(sheet: SheetDocument, marks: readonly Mark[], template: Template | null, heightPt = sheet.height): void {
  const { document } = sheet
  document.addPage({ size: [sheet.width, heightPt], margin: 0 })
  Object.assign(document.page.fonts, fontResources(sheet))
  if (template !== null) {
    document.page.xobjects[template.name] = template.reference
    document.addContent(`/${template.name} Do`)
  }
  document.addContent(contentOf(sheet, marks))
  sheet.pageCount++
}

export function closeDocument(sheet: SheetDocument): Promise<Uint8Array> {
  for (const font of Object.values(sheet.fonts)) closeFont(sheet.document, font)
  sheet.document.end()
  return sheet.finished
}
