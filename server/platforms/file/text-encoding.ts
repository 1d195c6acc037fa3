import { isAscii } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { OrderFileRefused } from './file-refused.ts'
import type { PlainFile } from './plain-file.ts'

export type TextEncoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'

/** Known signatures of files that people upload by mistake. */
const FOREIGN: [string, string][] = [
  ['d0cf11e0', '.xls (Excel 97–2003)'],
  ['25504446', 'PDF'],
  ['89504e47', 'PNG'],
  ['ffd8ff', 'JPEG'],
  ['52617221', 'RAR'],
  ['377abcaf', '7z'],
]
export function refuseForeign(head: Buffer): void {
  if (head.length === 0) throw new OrderFileRefused('fileEmpty')
  const hex = head.subarray(0, 8).toString('hex')
  for (const [magic, type] of FOREIGN) if (hex.startsWith(magic)) throw new OrderFileRefused('fileTypeUnsupported', { type })
}

/** By byte order mark, else by the first bytes that are not ASCII, wherever in the file they are. */
export async function detectEncoding(file: PlainFile): Promise<TextEncoding> {
  const [a, b] = file.head
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  for await (const chunk of createReadStream(file.path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    if (chunk.includes(0)) throw new OrderFileRefused('fileTypeUnsupported', { type: 'binary' })
    if (!isAscii(chunk)) return encodingOf(chunk)
  }
  return 'utf-8'
}

/** A chunk with only ASCII before it, so it begins on a character; it may end inside one. */
function encodingOf(chunk: Buffer): TextEncoding {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(chunk, { stream: true })
    return 'utf-8'
  } catch {
    const text = new TextDecoder('gb18030').decode(chunk, { stream: true })
    // A nick cut in the middle of a character is common in GB exports; a file full of them is another encoding.
    if (text.split('\ufffd').length - 1 > text.length / 100) throw new OrderFileRefused('fileEncodingUnreadable')
    return 'gb18030'
  }
}

/** Bytes to text, chunk by chunk. Invalid UTF-8 refuses the file; an invalid GB18030 byte becomes U+FFFD. */
export async function* decodeText(chunks: AsyncIterable<Buffer>, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: encoding !== 'gb18030' })
  try {
    for await (const chunk of chunks) {
      const text = decoder.decode(chunk, { stream: true })
      if (text) yield text
    }
    const rest = decoder.decode()
    if (rest) yield rest
  } catch (error) {
    if (error instanceof TypeError) throw new OrderFileRefused('fileEncodingUnreadable')
    throw error
  }
}
