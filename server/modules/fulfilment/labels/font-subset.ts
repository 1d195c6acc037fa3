/** Cuts a TrueType font down to the glyphs used, the way a PDF viewer wants it (ISO 32000-1, 9.9: no cmap, name or OS/2). */

export type TrueTypeTables = {
  bytes: Uint8Array
  view: DataView
  /** Table tag → where it lies in `bytes`. */
  directory: Map<string, { offset: number; length: number }>
  glyphCount: number
  metricCount: number
  hasLongOffsets: boolean
}

// Flags of a composite glyph's component (OpenType specification, glyf table).
const ARGUMENTS_ARE_WORDS = 0x0001
const HAS_SCALE = 0x0008
const MORE_COMPONENTS = 0x0020
const HAS_TWO_SCALES = 0x0040
const HAS_MATRIX = 0x0080

const HINTING_TABLES = ['cvt ', 'fpgm', 'prep']

export function readTrueTypeTables(bytes: Uint8Array): TrueTypeTables {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const directory: TrueTypeTables['directory'] = new Map()
  for (let k = 0, at = 12; k < view.getUint16(4); k++, at += 16) {
    directory.set(String.fromCharCode(...bytes.subarray(at, at + 4)), {
      offset: view.getUint32(at + 8),
      length: view.getUint32(at + 12),
    })
  }
  const at = (tag: string): number => {
    const table = directory.get(tag)
    if (table === undefined) throw new Error(`The font has no ${tag} table; only TrueType outlines can be embedded`)
    return table.offset
  }
  for (const tag of ['glyf', 'loca', 'hmtx']) at(tag)
  return {
    bytes,
    view,
    directory,
    glyphCount: view.getUint16(at('maxp') + 4),
    metricCount: view.getUint16(at('hhea') + 34),
    hasLongOffsets: view.getUint16(at('head') + 50) === 1,
  }
}

function tableOf(font: TrueTypeTables, tag: string): Uint8Array {
  const table = font.directory.get(tag)
  return table === undefined ? new Uint8Array(0) : font.bytes.subarray(table.offset, table.offset + table.length)
}

function outlineOf(font: TrueTypeTables, glyph: number): Uint8Array {
  const loca = font.directory.get('loca')?.offset ?? 0
  const glyf = font.directory.get('glyf')?.offset ?? 0
  const offsetAt = (k: number): number =>
    font.hasLongOffsets ? font.view.getUint32(loca + 4 * k) : 2 * font.view.getUint16(loca + 2 * k)
  return font.bytes.subarray(glyf + offsetAt(glyph), glyf + offsetAt(glyph + 1))
}

/** Byte positions of the component glyph ids of a composite outline; empty for a simple one. */
function componentPositions(outline: Uint8Array): number[] {
  if (outline.length < 12) return []
  const view = new DataView(outline.buffer, outline.byteOffset, outline.byteLength)
  if (view.getInt16(0) >= 0) return []
  const positions: number[] = []
  let at = 10
  let flags = MORE_COMPONENTS
  while ((flags & MORE_COMPONENTS) !== 0) {
    flags = view.getUint16(at)
    positions.push(at + 2)
    at += 4 + ((flags & ARGUMENTS_ARE_WORDS) !== 0 ? 4 : 2)
    if ((flags & HAS_SCALE) !== 0) at += 2
    else if ((flags & HAS_TWO_SCALES) !== 0) at += 4
    else if ((flags & HAS_MATRIX) !== 0) at += 8
  }
  return positions
}

/** The outlines in new order; components of composites are appended and their ids rewritten. */
function collectOutlines(font: TrueTypeTables, glyphs: readonly number[]): { glyphs: number[]; outlines: Uint8Array[] } {
  const kept = [...glyphs]
  const newIds = new Map(kept.map((glyph, k) => [glyph, k]))
  const outlines: Uint8Array[] = []
  for (let k = 0; k < kept.length; k++) {
    let outline = outlineOf(font, kept[k] ?? 0)
    const positions = componentPositions(outline)
    if (positions.length > 0) outline = outline.slice()
    const view = new DataView(outline.buffer, outline.byteOffset, outline.byteLength)
    for (const position of positions) {
      const component = view.getUint16(position)
      const newId = newIds.get(component) ?? kept.push(component) - 1
      newIds.set(component, newId)
      view.setUint16(position, newId)
    }
    outlines.push(outline)
  }
  return { glyphs: kept, outlines }
}

const padded = (length: number): number => (length + 3) & ~3

function glyfAndLoca(outlines: readonly Uint8Array[]): { glyf: Uint8Array; loca: Uint8Array } {
  const glyf = new Uint8Array(outlines.reduce((sum, outline) => sum + padded(outline.length), 0))
  const loca = new DataView(new ArrayBuffer(4 * (outlines.length + 1)))
  let at = 0
  outlines.forEach((outline, k) => {
    loca.setUint32(4 * k, at)
    glyf.set(outline, at)
    at += padded(outline.length)
  })
  loca.setUint32(4 * outlines.length, at)
  return { glyf, loca: new Uint8Array(loca.buffer) }
}

function horizontalMetrics(font: TrueTypeTables, glyphs: readonly number[]): Uint8Array {
  const hmtx = font.directory.get('hmtx')?.offset ?? 0
  const metrics = new DataView(new ArrayBuffer(4 * glyphs.length))
  glyphs.forEach((glyph, k) => {
    const last = font.metricCount - 1
    const bearingAt = glyph <= last ? hmtx + 4 * glyph + 2 : hmtx + 4 * font.metricCount + 2 * (glyph - font.metricCount)
    metrics.setUint16(4 * k, font.view.getUint16(hmtx + 4 * Math.min(glyph, last)))
    metrics.setInt16(4 * k + 2, font.view.getInt16(bearingAt))
  })
  return new Uint8Array(metrics.buffer)
}

function withUint16(table: Uint8Array, changes: readonly (readonly [at: number, value: number])[]): Uint8Array {
  const copy = table.slice()
  const view = new DataView(copy.buffer)
  for (const [at, value] of changes) view.setUint16(at, value)
  return copy
}

function checksum(view: DataView, offset: number, length: number): number {
  let sum = 0
  for (let at = offset; at < offset + padded(length); at += 4) sum = (sum + view.getUint32(at)) >>> 0
  return sum
}

/** A font file whose glyph k is the old glyph `glyphs[k]`; `glyphs[0]` must be 0 (.notdef). */
export function subsetTrueType(font: TrueTypeTables, glyphs: readonly number[]): Uint8Array {
  const collected = collectOutlines(font, glyphs)
  const count = collected.glyphs.length
  const { glyf, loca } = glyfAndLoca(collected.outlines)
  const tables: [tag: string, content: Uint8Array][] = [
    ...HINTING_TABLES.filter((tag) => font.directory.has(tag)).map((tag): [string, Uint8Array] => [tag, tableOf(font, tag)]),
    ['glyf', glyf],
    // Long offsets; the whole-file checksum is cleared, viewers do not read it.
    [
      'head',
      withUint16(tableOf(font, 'head'), [
        [8, 0],
        [10, 0],
        [50, 1],
      ]),
    ],
    ['hhea', withUint16(tableOf(font, 'hhea'), [[34, count]])],
    ['hmtx', horizontalMetrics(font, collected.glyphs)],
    ['loca', loca],
    ['maxp', withUint16(tableOf(font, 'maxp'), [[4, count]])],
  ]
  tables.sort(([a], [b]) => (a < b ? -1 : 1))
  const headerLength = 12 + 16 * tables.length
  const file = new Uint8Array(tables.reduce((sum, [, content]) => sum + padded(content.length), headerLength))
  const view = new DataView(file.buffer)
  const powerOfTwo = Math.floor(Math.log2(tables.length))
  view.setUint32(0, 0x00010000)
  view.setUint16(4, tables.length)
  view.setUint16(6, 16 << powerOfTwo)
  view.setUint16(8, powerOfTwo)
  view.setUint16(10, 16 * tables.length - (16 << powerOfTwo))
  let offset = headerLength
  tables.forEach(([tag, content], k) => {
    file.set(content, offset)
    const entry = 12 + 16 * k
    for (let c = 0; c < 4; c++) view.setUint8(entry + c, tag.charCodeAt(c))
    view.setUint32(entry + 4, checksum(view, offset, content.length))
    view.setUint32(entry + 8, offset)
    view.setUint32(entry + 12, content.length)
    offset += padded(content.length)
  })
  return file
}
