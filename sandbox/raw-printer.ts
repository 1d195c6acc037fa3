/** A label printer on a raw port, as port 9100 of a TSC or Zebra: takes bytes, prints what stands in them, says how it is when asked. */

import type { AddressInfo, Server } from 'node:net'
import { createServer } from 'node:net'

export type RawPrinter = {
  /** `socket://HOST:PORT` */
  url: string
  /** What came out, as it was sent, oldest first. */
  printed(): string[]
  /** The lid, the paper: the flag byte of TSPL, in which 0x04 is no paper and 0x20 printing; 0 = all is well. */
  setFlags(flags: number): void
  /** False = it answers no question, like some print servers. */
  setTalking(isTalking: boolean): void
  /** The line breaks in the middle of the next sheet. */
  breakNext(): void
  stop(): Promise<void>
}

const TSPL_QUESTION = Buffer.from([0x1b, 0x21, 0x3f])
const ZPL_QUESTION = Buffer.from('~HS\r\n', 'latin1')
const NOT_BYTES = 'latin1'

export async function startRawPrinter(options: { port?: number; host?: string } = {}): Promise<RawPrinter> {
  const { port = 0, host = '127.0.0.1' } = options
  const sheets: string[] = []
  let flags = 0
  let isTalking = true
  let breaks = false
  const server = createServer((socket) => {
    let heard = Buffer.alloc(0)
    const take = (question: Buffer, answer: Buffer): void => {
      if (!heard.subarray(0, question.length).equals(question)) return
      heard = heard.subarray(question.length)
      if (isTalking) socket.write(answer)
    }
    socket.on('data', (chunk) => {
      heard = Buffer.concat([heard, chunk])
      take(TSPL_QUESTION, Buffer.from([flags]))
      take(ZPL_QUESTION, zplState(flags))
      if (heard.length > 0 && breaks) {
        breaks = false
        socket.destroy()
      }
    })
    socket.on('end', () => {
      if (heard.length > 0) sheets.push(heard.toString(NOT_BYTES))
      socket.end()
    })
    socket.on('error', () => socket.destroy())
  })
  await listen(server, port, host)
  return {
    url: `socket://${host}:${(server.address() as AddressInfo).port}`,
    printed: () => [...sheets],
    setFlags: (now) => {
      flags = now
    },
    setTalking: (now) => {
      isTalking = now
    },
    breakNext: () => {
      breaks = true
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** A port that is taken gives way to a free one. */
function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', (error: Error & { code?: string }) => {
      if (error.code !== 'EADDRINUSE' || port === 0) reject(error)
      else server.listen(0, host)
    })
    server.listen(port, host)
  })
}

/** Three lines of fields; only those that say something here differ from zero. */
function zplState(flags: number): Buffer {
  const on = (flag: number): number => ((flags & flag) === 0 ? 0 : 1)
  const lines = [
    `030,${on(0x04)},${on(0x10)},1040,${String(on(0x20)).padStart(3, '0')},0,0,0,000,0,0,0`,
    `001,0,${on(0x01)},${on(0x08)},1,2,6,0,00000000,1,000`,
    '1234,0',
  ]
  return Buffer.from(lines.map((line) => `\x02${line}\x03\r\n`).join(''), NOT_BYTES)
}
