/** How fast labels become PDF, against a floor of plain string writing in the same run. */
import { deflateSync } from 'node:zlib'
import { encodeCode128 } from '#modules/fulfilment/labels/code128.ts'
import { loadLabelFonts } from '#modules/fulfilment/labels/label-font.ts'
import type { LabelSheet } from '#modules/fulfilment/labels/label-sheet.ts'
import { layPages, renderLabels } from '#modules/fulfilment/labels/render-labels.ts'
import { sampleSheet } from '#modules/fulfilment/labels/sample-sheets.ts'
import { type BenchOptions, median, type Row } from './row.ts'

const SIZE = '76x130'
const ROUNDS = 5

/**
 * The floor: the least that makes a valid PDF of the same shape. One page per label with as many text lines as our label
 * has (Latin, Helvetica, nothing embedded, nothing measured or wrapped) and the bars of the waybill number, no QR code;
 * page contents deflated at zlib's default level, as ours are.
 */
function writeFloor(sheets: readonly LabelSheet[], linesPerLabel: number): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')]
  const offsets: number[] = []
  let offset = parts[0]?.length ?? 0
  const add = (...chunks: Buffer[]): void => {
    offsets.push(offset)
    for (const chunk of [Buffer.from(`${offsets.length} 0 obj\n`), ...chunks, Buffer.from('\nendobj\n')]) {
      parts.push(chunk)
      offset += chunk.length
    }
  }
  const kids = sheets.map((_, k) => `${4 + 2 * k} 0 R`).join(' ')
  add(Buffer.from('<</Type/Catalog/Pages 2 0 R>>'))
  add(Buffer.from(`<</Type/Pages/Count ${sheets.length}/Kids[${kids}]>>`))
  add(Buffer.from('<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'))
  sheets.forEach((sheet, k) => {
    let content = ''
    for (let line = 0; line < linesPerLabel; line++)
      content += `BT /F 9 Tf 10 ${350 - 9 * line} Td (${sheet.waybillNumber} line ${line}) Tj ET\n`
    let x = 20
    for (const [n, width] of (encodeCode128(sheet.waybillNumber) ?? []).entries()) {
      if (n % 2 === 0) content += `${x} 250 ${width} 36 re\n`
      x += width
    }
    const deflated = deflateSync(`${content}f`)
    const page = `<</Type/Page/Parent 2 0 R/MediaBox[0 0 215 369]/Resources<</Font<</F 3 0 R>>>>/Contents ${5 + 2 * k} 0 R>>`
    add(Buffer.from(page))
    add(Buffer.from(`<</Filter/FlateDecode/Length ${deflated.length}>>stream\n`), deflated, Buffer.from('\nendstream'))
  })
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const size = offsets.length + 1
  parts.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${offset}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}

async function secondsOf(work: () => unknown): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}

export async function labelsBench(options: BenchOptions): Promise<Row[]> {
  const count = options.quick ? 250 : 1000
  const sheets = Array.from({ length: count }, (_, k) => sampleSheet(k))
  const [first = sampleSheet(0)] = sheets
  const { label } = layPages(await loadLabelFonts(), first, { size: SIZE })
  const variableLines = label.marks.reduce((sum, mark) => sum + (mark.kind === 'text' ? mark.lines.length : 0), 0)
  let bytes = (await renderLabels(sheets, { size: SIZE })).length
  writeFloor(sheets, variableLines)
  const ours: number[] = []
  const floor: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    floor.push(await secondsOf(() => writeFloor(sheets, variableLines)))
    ours.push(
      await secondsOf(async () => {
        bytes = (await renderLabels(sheets, { size: SIZE })).length
      }),
    )
  }
  const singles: number[] = []
  for (const sheet of sheets.slice(0, options.quick ? 60 : 200))
    singles.push(1000 * (await secondsOf(() => renderLabels([sheet], { size: SIZE }))))

  const value = count / median(ours)
  const floorValue = count / median(floor)
  const ratio = value / floorValue
  const megabytes = (bytes / 1e6) * (1000 / count)
  const singleMs = median(singles)
  return [
    {
      name: `labels in one PDF (${count}, Chinese text, vector bar code)`,
      value,
      unit: 'labels/s',
      floor: floorValue,
      ratio,
      target: '≥ 800 labels/s and ≥ 0.1 of the floor',
      pass: value >= 800 && ratio >= 0.1,
    },
    {
      name: 'size of 1,000 labels',
      value: megabytes,
      unit: 'MB',
      floor: null,
      ratio: null,
      target: '≤ 5 MB',
      pass: megabytes <= 5,
    },
    {
      name: 'one label as its own print job, warm',
      value: singleMs,
      unit: 'ms',
      floor: null,
      ratio: null,
      target: '≤ 3 ms',
      pass: singleMs <= 3,
    },
  ]
}
