/**
 * A font inside one PDF: characters are numbered as they are first used and written as Identity-H codes, and only their
 * outlines are embedded. No shaping: Chinese, Latin and digits need none, and it was nine tenths of the rendering time.
 */
import { subsetTrueType } from './font-subset.ts'
import type { LabelFont } from './label-font.ts'

export type EmbeddedFont = {
  font: LabelFont
  /** Code point → code in this document. */
  codes: Map<number, number>
  codePoints: number[]
  reference: PDFKit.PDFKitReference
}

const hexCodes: string[] = []
function hexOf(code: number): string {
  const known = hexCodes[code]
  if (known !== undefined) return known
  const hex = code.toString(16).padStart(4, '0')
  hexCodes[code] = hex
  return hex
}

export function openFont(document: PDFKit.PDFDocument, font: LabelFont): EmbeddedFont {
  return { font, codes: new Map(), codePoints: [0], reference: document.ref({}) }
}

/** The text as the hexadecimal string of a PDF show operator, without its brackets. */
export function encodeText(embedded: EmbeddedFont, text: string): string {
  let hex = ''
  for (let at = 0; at < text.length; at++) {
    const codePoint = text.codePointAt(at) ?? 0
    if (codePoint > 0xffff) at++
    let code = embedded.codes.get(codePoint)
    if (code === undefined) {
      code = embedded.codePoints.push(codePoint) - 1
      embedded.codes.set(codePoint, code)
    }
    hex += hexOf(code)
  }
  return hex
}

/** Widths other than the default of one em, as the PDF's W array. */
function widthsArray({ font, codePoints }: EmbeddedFont): (number | number[])[] {
  const widths: (number | number[])[] = []
  let run: number[] = []
  for (let code = 1; code < codePoints.length; code++) {
    const advance = font.advanceOf(codePoints[code] ?? 0)
    if (advance === 1000) run = []
    else {
      if (run.length === 0) widths.push(code, run)
      run.push(advance)
    }
  }
  return widths
}

function utf16Hex(codePoint: number): string {
  const text = String.fromCodePoint(codePoint)
  return [...Array(text.length).keys()].map((k) => hexOf(text.charCodeAt(k))).join('')
}

/** Lets a viewer copy and search the text (ISO 32000-1, 9.10.3); at most 100 entries a block. */
function toUnicodeMap(codePoints: readonly number[]): string {
  const blocks: string[] = []
  for (let from = 1; from < codePoints.length; from += 100) {
    const part = codePoints.slice(from, from + 100)
    const entries = part.map((codePoint, k) => `<${hexOf(from + k)}> <${utf16Hex(codePoint)}>`)
    blocks.push(`${part.length} beginbfchar\n${entries.join('\n')}\nendbfchar`)
  }
  return [
    '/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange',
    ...blocks,
    'endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend',
  ].join('\n')
}

/** Writes the font's objects once every page has been written. */
export function closeFont(document: PDFKit.PDFDocument, embedded: EmbeddedFont): void {
  const { font, codePoints } = embedded
  const bytes = subsetTrueType(
    font.tables,
    codePoints.map((codePoint, code) => (code === 0 ? 0 : font.glyphOf(codePoint))),
  )
  const file = document.ref({ Length1: bytes.length })
  file.end(bytes)
  const name = `ZHANGG+${font.postscriptName}`
  const descriptor = document.ref({
    Type: 'FontDescriptor',
    FontName: name,
    Flags: 4,
    FontBBox: font.boundingBox,
    ItalicAngle: 0,
    Ascent: 880,
    Descent: -120,
    CapHeight: 733,
    StemV: font.face === 'bold' ? 140 : 80,
    FontFile2: file,
  })
  descriptor.end(null)
  const descendant = document.ref({
    Type: 'Font',
    Subtype: 'CIDFontType2',
    BaseFont: name,
    CIDSystemInfo: { Registry: new String('Adobe'), Ordering: new String('Identity'), Supplement: 0 },
    FontDescriptor: descriptor,
    DW: 1000,
    W: widthsArray(embedded),
    CIDToGIDMap: 'Identity',
  })
  descendant.end(null)
  const toUnicode = document.ref({})
  toUnicode.end(toUnicodeMap(codePoints))
  Object.assign(embedded.reference.data, {
    Type: 'Font',
    Subtype: 'Type0',
    BaseFont: name,
    Encoding: 'Identity-H',
    DescendantFonts: [descendant],
    ToUnicode: toUnicode,
  })
  embedded.reference.end(null)
}
