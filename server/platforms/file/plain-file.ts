import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import xz from 'xz-decompress'
import { type FileLimits, OrderFileRefused } from './file-refused.ts'

type Compression = 'none' | 'gzip' | 'xz'
/** The unpacked file on disk: read as often as needed. `close` removes our copies. */
export type PlainFile = {
  path: string
  compression: Compression
  head: Buffer
  size: number
  /** A path in this file's own scratch folder. */
  scratchPath(name: string): Promise<string>
  close(): Promise<void>
}

/** An uploaded or given file as a plain one. Unpacking is finished before anything is read, so a broken archive imports nothing. */
export async function plainFile(
  source: string | ReadableStream<Uint8Array> | Readable,
  name: string,
  limits: FileLimits,
): Promise<PlainFile> {
  let folder: string | null = null
  const scratchPath = async (file: string) => {
    if (folder === null) folder = await mkdtemp(join(tmpdir(), 'order-file-'))
    return join(folder, file)
  }
  const close = async () => {
    if (folder !== null) await rm(folder, { recursive: true, force: true })
  }
  try {
    let path = typeof source === 'string' ? source : await receive(source, await scratchPath('received'), limits)
    let head = await fileHead(path)
    const compression = compressionOf(head)
    const promised = promisedCompression(name)
    if (promised && promised !== compression) throw new OrderFileRefused('fileCompressionWrong', { name })
    if (compression !== 'none') {
      const unpacked = await scratchPath('unpacked')
      await unpack(path, unpacked, compression, limits)
      path = unpacked
      head = await fileHead(path)
      if (compressionOf(head) !== 'none') throw new OrderFileRefused('fileTypeUnsupported', { type: `${compression} × 2` })
    }
    const { size } = await stat(path)
    if (size > limits.maxBytes) throw tooLarge(limits)
    return { path, compression, head, size, scratchPath, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function receive(source: ReadableStream<Uint8Array> | Readable, path: string, limits: FileLimits): Promise<string> {
  await pipeline(
    source instanceof Readable ? source : webBytes(source),
    ceiling(limits),
    createWriteStream(path, { mode: 0o600 }),
  )
  return path
}

async function fileHead(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1 << 18), 0, 1 << 18, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

function compressionOf(head: Buffer): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  if (head.subarray(0, 6).equals(Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]))) return 'xz'
  return 'none'
}

function promisedCompression(name: string): Compression | null {
  if (/\.(gz|gzip)$/i.test(name)) return 'gzip'
  return /\.xz$/i.test(name) ? 'xz' : null
}

async function unpack(from: string, to: string, format: 'gzip' | 'xz', limits: FileLimits): Promise<void> {
  const sink = [ceiling(limits), createWriteStream(to, { mode: 0o600 })] as const
  try {
    if (format === 'gzip') await pipeline(createReadStream(from), createGunzip(), ...sink)
    // Read to its end or cancelled here and nowhere else: the decoder lets only one file at a time through.
    else
      await pipeline(
        webBytes(new xz.XzReadableStream(Readable.toWeb(createReadStream(from)) as ReadableStream<Uint8Array>)),
        ...sink,
      )
  } catch (error) {
    if (error instanceof OrderFileRefused || isSystemError(error)) throw error
    throw new OrderFileRefused('fileCompressionDamaged', { format })
  }
}

/** ENOSPC and the like are our trouble, not the file's. zlib errors carry a `code` too, but no `syscall`. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

function webBytes(stream: ReadableStream<Uint8Array>): Readable {
  return Readable.from(bytesOf(stream), { objectMode: false })
}
async function* bytesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  let ended = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      if (value.byteLength > 0) yield value
    }
    ended = true
  } catch (error) {
    ended = true
    throw error
  } finally {
    if (!ended) await reader.cancel()
  }
}

function ceiling(limits: FileLimits): Transform {
  let total = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      total += chunk.length
      if (total > limits.maxBytes) done(tooLarge(limits))
      else done(null, chunk)
    },
  })
}
const tooLarge = (limits: FileLimits) =>
  new OrderFileRefused('fileTooLarge', { limitMb: Math.floor(limits.maxBytes / (1 << 20)) })
