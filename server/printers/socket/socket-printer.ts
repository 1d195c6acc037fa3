/**
 * A label printer on its raw port (9100): it takes what is written to it, knows no jobs and no names, but tells its state when asked.
 * So a sheet is handed over only to a printer that is well, and counts as printed when the printer has come to rest after it. A
 * printer that answers no question about its state (some print servers) is believed as soon as it has taken all bytes.
 */
import { randomInt } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import {
  type LabelLanguage,
  type PrinterAdapter,
  PrinterFailure,
  type PrinterStatus,
  type SheetRequest,
  type SheetState,
} from '#server/printers/printer.ts'
import { type PrinterWords, wordsOf } from './printer-words.ts'

const CONNECT_MS = 5000
const ANSWER_MS = 2000
const WRITE_MS = 20_000
const DEFAULT_PORT = 9100
const LARGEST_JOB_ID = 2 ** 31 - 1

export function socketPrinter(language: LabelLanguage): PrinterAdapter {
  const words = wordsOf(language)
  return {
    readPrinter: (url, signal) => readPrinter(url, words, signal),
    printSheet: (url, sheet, signal) => printSheet(url, sheet, words, signal),
    readJob: (url, _printerJobId, signal) => readJob(url, words, signal),
    async findJob() {
      throw new PrinterFailure('refused', 'no-job-list', 'A printer on a raw port cannot tell which sheets it was given.')
    },
    async cancelJob() {
      throw new PrinterFailure('refused', 'no-job-list', 'A printer on a raw port cannot take a sheet back.')
    },
  }
}

async function readPrinter(url: string, words: PrinterWords, signal?: AbortSignal): Promise<PrinterStatus> {
  try {
    const told = await withPrinter(url, signal, (socket) => askState(socket, words))
    const state = told.reasons.length > 0 ? 'stopped' : told.isPrinting ? 'printing' : 'idle'
    return { reachable: true, state, reasons: told.reasons, name: '' }
  } catch (error) {
    if (!(error instanceof PrinterFailure)) throw error
    return { reachable: false, state: 'unreachable', reasons: [error.printerCode], name: '' }
  }
}

async function printSheet(
  url: string,
  sheet: SheetRequest,
  words: PrinterWords,
  signal?: AbortSignal,
): Promise<{ printerJobId: number }> {
  return withPrinter(url, signal, async (socket) => {
    const { reasons } = await askState(socket, words)
    if (reasons.length > 0)
      throw new PrinterFailure('busy', reasons[0] ?? 'stopped', `The printer is stopped: ${reasons.join(', ')}`)
    await write(socket, sheet.document)
    return { printerJobId: randomInt(1, LARGEST_JOB_ID) }
  })
}

async function readJob(
  url: string,
  words: PrinterWords,
  signal?: AbortSignal,
): Promise<{ state: SheetState; reasons: string[] }> {
  const { isPrinting, reasons } = await withPrinter(url, signal, (socket) => askState(socket, words))
  return { state: isPrinting || reasons.length > 0 ? 'printing' : 'printed', reasons }
}

/** Opens the line, does the act and closes it: these printers serve one line at a time. */
async function withPrinter<T>(url: string, signal: AbortSignal | undefined, act: (socket: Socket) => Promise<T>): Promise<T> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || DEFAULT_PORT })
  const stop = () => socket.destroy()
  signal?.addEventListener('abort', stop)
  try {
    await opened(socket)
    return await act(socket)
  } finally {
    signal?.removeEventListener('abort', stop)
    // The answer of a printer that was slow to say its state must not reset the line under the last bytes.
    socket.on('error', () => undefined)
    socket.destroySoon()
  }
}

function opened(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (reason: string) => {
      socket.destroy()
      reject(new PrinterFailure('retry', reason, `The printer could not be reached: ${reason}`))
    }
    const timer = setTimeout(() => refuse('timed'), CONNECT_MS)
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.removeAllListeners('error')
      resolve()
    })
    socket.once('error', (error: Error & { code?: string }) => {
      clearTimeout(timer)
      refuse(error.code ?? error.message)
    })
  })
}

/** The printer's own word on how it is; a silent one is taken for well. */
function askState(socket: Socket, words: PrinterWords): Promise<{ isPrinting: boolean; reasons: string[] }> {
  return new Promise((resolve, reject) => {
    let heard = Buffer.alloc(0)
    const done = (answer: { isPrinting: boolean; reasons: string[] }) => {
      clearTimeout(timer)
      socket.removeAllListeners('data').removeAllListeners('error').removeAllListeners('close')
      resolve(answer)
    }
    const timer = setTimeout(() => done({ isPrinting: false, reasons: [] }), ANSWER_MS)
    const lost = () => {
      clearTimeout(timer)
      reject(new PrinterFailure('retry', 'connection-lost', 'The printer closed the line when it was asked how it is.'))
    }
    socket.once('error', lost).once('close', lost)
    socket.on('data', (chunk) => {
      heard = Buffer.concat([heard, chunk])
      const answer = words.readState(heard)
      if (answer) done(answer)
    })
    socket.write(words.question)
  })
}

/**
 * Once the first byte is on its way, a broken line says nothing about the paper. The printer closes its side when it has read
 * everything; one that leaves it open is not waited for.
 */
function write(socket: Socket, document: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    let isFlushed = false
    const end = (reason: string | null) => {
      clearTimeout(timer)
      clearTimeout(patience)
      if (reason === null) resolve()
      else
        reject(new PrinterFailure('unknown_outcome', reason, `The line to the printer broke while the sheet was sent: ${reason}`))
    }
    let patience: NodeJS.Timeout | undefined
    const timer = setTimeout(() => {
      socket.destroy()
      end('timed')
    }, WRITE_MS)
    socket.once('error', (error: Error & { code?: string }) => end(error.code ?? error.message))
    socket.once('close', (hadError) => end(isFlushed && !hadError ? null : 'connection-lost'))
    socket.resume()
    socket.end(document, () => {
      isFlushed = true
      patience = setTimeout(() => end(null), ANSWER_MS)
    })
  })
}
