/** The two faces of Noto Sans SC, parsed once per process, with a glyph and an advance kept for every character met. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { create } from 'fontkit'
import { readTrueTypeTables, type TrueTypeTables } from './font-subset.ts'

export type Face = 'regular' | 'bold'

export type LabelFont = {
  face: Face
  postscriptName: string
  /** In thousandths of the type size: left, bottom, right, top. */
  boundingBox: number[]
  tables: TrueTypeTables
  /** Per code point: 0 = the font has no glyph. */
  glyphOf(codePoint: number): number
  /** Per code point, in thousandths of the type size. */
  advanceOf(codePoint: number): number
}

export type LabelFonts = Record<Face, LabelFont>

const FONT_FILES: Record<Face, string> = {
  regular: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
}
const CODE_POINTS = 0x110000
const NO_GLYPH = 0xffff

async function loadFont(face: Face): Promise<LabelFont> {
  const bytes = await readFile(fileURLToPath(import.meta.resolve(FONT_FILES[face])))
  const font = create(bytes)
  if (!('glyphForCodePoint' in font)) throw new Error(`${FONT_FILES[face]} is a font collection`)
  // 0 = not looked up yet. The system gives these arrays memory only where scripts occur, so they cost little.
  const glyphs = new Uint16Array(CODE_POINTS)
  const advances = new Uint16Array(CODE_POINTS)
  const lookUp = (codePoint: number): number => {
    const glyph = font.glyphForCodePoint(codePoint)
    advances[codePoint] = Math.round((glyph.advanceWidth * 1000) / font.unitsPerEm)
    glyphs[codePoint] = glyph.id === 0 ? NO_GLYPH : glyph.id
    return glyph.id
  }
  const glyphOf = (codePoint: number): number => {
    const known = glyphs[codePoint] ?? NO_GLYPH
    if (known === 0) return lookUp(codePoint)
    return known === NO_GLYPH ? 0 : known
  }
  return {
    face,
    postscriptName: font.postscriptName,
    boundingBox: [font.bbox.minX, font.bbox.minY, font.bbox.maxX, font.bbox.maxY].map((v) =>
      Math.round((v * 1000) / font.unitsPerEm),
    ),
    tables: readTrueTypeTables(bytes),
    glyphOf,
    advanceOf: (codePoint) => {
      if (glyphs[codePoint] === 0) glyphOf(codePoint)
      return advances[codePoint] ?? 0
    },
  }
}

let loading: Promise<LabelFonts> | undefined

/** Reads and parses the fonts on the first call (about 50 ms) and answers the same objects ever after. */
export function loadLabelFonts(): Promise<LabelFonts> {
  loading ??= Promise.all([loadFont('regular'), loadFont('bold')]).then(([regular, bold]) => ({ regular, bold }))
  return loading
}
