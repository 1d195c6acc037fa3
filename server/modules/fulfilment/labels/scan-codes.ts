/** Reads bar codes with ZXing for the tests: the eyes of a scanner, on a picture made from the marks of a page. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import type { Mark } from './sheet-page.ts'

const wasmFile = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))
let preparing: Promise<unknown> | undefined

async function prepare(): Promise<unknown> {
  const wasm = await readFile(wasmFile)
  const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength)
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
}

/** What a scanner reads in a picture (PNG or PGM), as `format:text`, sorted. */
export async function scanPicture(picture: Uint8Array): Promise<string[]> {
  preparing ??= prepare()
  await preparing
  const found = await readBarcodes(picture, { formats: ['Code128', 'QRCode'], tryHarder: true, maxNumberOfSymbols: 8 })
  return found
    .filter(({ isValid }) => isValid)
    .map(({ format, text }) => `${format}:${text}`)
    .sort()
}

/** The page's bars and modules at 8 dots per millimetre, as a printer with 203 dpi burns them, in a PGM picture. */
export function pictureOfCodes(marks: readonly Mark[], widthPt: number, heightPt: number): Uint8Array {
  const dotsPerPt = (8 * 25.4) / 72
  const width = Math.round(widthPt * dotsPerPt)
  const height = Math.round(heightPt * dotsPerPt)
  const dots = new Uint8Array(width * height).fill(255)
  const burn = (x: number, y: number, w: number, h: number): void => {
    const [left, top, right, bottom] = [x, y, x + w, y + h].map((points) => Math.round(points * dotsPerPt)) as [
      number,
      number,
      number,
      number,
    ]
    for (let row = top; row < bottom; row++) dots.fill(0, row * width + left, row * width + right)
  }
  for (const mark of marks) {
    if (mark.kind === 'bars') {
      let x = mark.x
      mark.widths.forEach((modules, k) => {
        if (k % 2 === 0) burn(x, mark.y, modules * mark.modulePt, mark.height)
        x += modules * mark.modulePt
      })
    } else if (mark.kind === 'modules') {
      const { x, y, modulePt } = mark
      for (const [r, row] of mark.rows.entries()) {
        for (const [c, isDark] of row.entries()) if (isDark) burn(x + c * modulePt, y + r * modulePt, modulePt, modulePt)
      }
    }
  }
  return Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`), dots])
}
