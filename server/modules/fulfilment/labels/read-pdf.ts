/** A small PDF reader for the tests: page sizes, text through the ToUnicode maps, and the bars of bar codes. */
import { inflateSync } from 'node:zlib'

export type ReadPage = { widthPt: number; heightPt: number; lines: string[]; bars: number[][] }

type PdfObject = { dictionary: string; stream: string }

/** Objects by number, found through the cross-reference table, so a wrong table fails the test too. */
function readObjects(pdf: Uint8Array): Map<number, PdfObject> {
  const bytes = Buffer.from(pdf)
  const text = bytes.toString('latin1')
  const tableAt = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1])
  const table = /^xref\s+0 (\d+)\s+([\d\s\nfn]+)trailer/.exec(text.slice(tableAt))
  if (table === null) throw new Error('No cross-reference table where startxref points')
  const objects = new Map<number, PdfObject>()
  for (const [number, entry] of (table[2] ?? '').trim().split(/\s*\n/).entries()) {
    const offset = Number(entry.slice(0, 10))
    if (number === 0) continue
    if (!text.startsWith(`${number} 0 obj`, offset)) throw new Error(`Object ${number} is not at its offset`)
    const end = text.indexOf('endobj', offset)
    const streamAt = text.indexOf('\nstream\n', offset)
    const hasStream = streamAt !== -1 && streamAt < end
    const dictionary = text.slice(offset, hasStream ? streamAt : end)
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1])
    const raw = hasStream ? bytes.subarray(streamAt + 8, streamAt + 8 + length) : bytes.subarray(0, 0)
    const stream = dictionary.includes('/FlateDecode') ? inflateSync(raw) : raw
    objects.set(number, { dictionary, stream: stream.toString('latin1') })
  }
  return objects
}

function objectOf(objects: Map<number, PdfObject>, dictionary: string, key: string): PdfObject {
  const number = Number(new RegExp(`/${key} \\[?(\\d+) 0 R`).exec(dictionary)?.[1])
  const object = objects.get(number)
  if (object === undefined) throw new Error(`No object behind /${key}`)
  return object
}

function readUnicodeMap(stream: string): Map<string, string> {
  const map = new Map<string, string>()
  for (const [, code = '', utf16 = ''] of stream.matchAll(/^<([0-9a-f]{4})> <([0-9a-f]+)>$/gm)) {
    map.set(code, Buffer.from(utf16, 'hex').swap16().toString('utf16le'))
  }
  return map
}

function readLines(content: string, unicode: Record<string, Map<string, string>>): string[] {
  let font = ''
  const lines: string[] = []
  for (const [, name, hex = ''] of content.matchAll(/\/(\w+) [\d.]+ Tf|<([0-9a-f]*)>Tj/g)) {
    if (name !== undefined) font = name
    else lines.push((hex.match(/.{4}/g) ?? []).map((code) => unicode[font]?.get(code) ?? '?').join(''))
  }
  return lines
}

/** Bar and space widths in modules of each run of bars one unit high that begins at 0. */
function readBars(content: string): number[][] {
  return [...content.matchAll(/cm\n((?:\d+ 0 \d+ 1 re\n){8,})f/g)].map(([, path = '']) => {
    const bars = [...path.matchAll(/(\d+) 0 (\d+) 1 re/g)].map(([, x, width]) => ({ x: Number(x), width: Number(width) }))
    return bars.flatMap(({ x, width }, k) => {
      const before = bars[k - 1]
      return before === undefined ? [width] : [x - before.x - before.width, width]
    })
  })
}

export function readPdf(pdf: Uint8Array): ReadPage[] {
  const objects = readObjects(pdf)
  const pages = [...objects.values()].filter(({ dictionary }) => /\/Type \/Page\b(?!s)/.test(dictionary))
  return pages.map(({ dictionary }) => {
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(dictionary) ?? []
    const resources = objectOf(objects, dictionary, 'Resources').dictionary
    const unicode: Record<string, Map<string, string>> = {}
    for (const name of ['R', 'B']) {
      unicode[name] = readUnicodeMap(objectOf(objects, objectOf(objects, resources, name).dictionary, 'ToUnicode').stream)
    }
    const template = resources.includes('/XObject') ? objectOf(objects, resources, 'Label').stream : ''
    const content = objectOf(objects, dictionary, 'Contents').stream
    const lines = [...readLines(template, unicode), ...readLines(content, unicode)]
    return { widthPt: Number(width), heightPt: Number(height), lines, bars: readBars(content) }
  })
}
