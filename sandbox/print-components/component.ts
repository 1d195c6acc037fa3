/**
 * The print component of a platform, as it runs on the computer of a packing desk: a websocket server of its own with text JSON. It
 * refuses a task id it has seen, acknowledges a task at once and tells later, over the same line, that documents were drawn and printed.
 */
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import type { Faults } from '#sandbox/faults.ts'
import { type ComponentName, DIALECTS, type Dialect } from './dialects.ts'
import { type Answer, createPrinterConfigs } from './printer-configs.ts'
import type { PrintedDocument, SealCheck, Task } from './task-book.ts'
import { createTaskRunner, type Line } from './task-runner.ts'

export type PrintComponent = {
  name: ComponentName
  zh: string
  url: string
  printers: readonly string[]
  /** Every paper that came out, oldest first. */
  printed(): PrintedDocument[]
  /** Width and height in mm that a printer was set to; null = never. */
  paperOf(printer: string): { width: number; height: number } | null
  offsetsOf(printer: string): { horizontal: unknown; vertical: unknown }
  /** As after a restart of the program: lines are cut and tasks forgotten. */
  restart(): void
  stop(): Promise<void>
}
export type ComponentParts = {
  name: ComponentName
  port: number
  host: string
  printers: readonly string[]
  faults: Faults
  now: () => number
  printMs: number
  checkSeal: SealCheck
}

const VERSION = '1.5.1.0'

const request = z.looseObject({ cmd: z.string(), requestID: z.string().min(1), version: z.string() })
type Request = z.infer<typeof request>

export async function startPrintComponent(parts: ComponentParts): Promise<PrintComponent> {
  const dialect = DIALECTS[parts.name]
  const server = new WebSocketServer({ host: parts.host, port: parts.port })
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  const desk = createDesk(parts, dialect)
  server.on('connection', (socket) => {
    socket.on('error', () => socket.terminate())
    socket.on('message', (data) => desk.hear(socket, String(data)))
  })
  const cutAll = (): void => {
    for (const socket of server.clients) socket.terminate()
  }
  return {
    name: parts.name,
    zh: dialect.zh,
    url: `ws://${dialect.hostName}:${(server.address() as AddressInfo).port}`,
    printers: parts.printers,
    printed: () => [...desk.printed],
    paperOf: (printer) => desk.paperOf(printer),
    offsetsOf: (printer) => desk.offsetsOf(printer),
    restart() {
      cutAll()
      desk.forget()
    },
    stop: () =>
      new Promise((resolve) => {
        desk.forget()
        cutAll()
        server.close(() => resolve())
      }),
  }
}

function createDesk({ name: _name, port: _port, host: _host, ...parts }: ComponentParts, dialect: Dialect) {
  const { printers } = parts
  const runner = createTaskRunner({ ...parts, dialect })
  const configs = createPrinterConfigs(printers, dialect)
  const answers: Record<string, (asked: Request, line: Line) => Answer | null> = {
    getPrinters: () => ({
      status: 'success',
      defaultPrinter: printers[0] ?? '',
      printers: printers.map((name) => ({ name, status: 'enable' })),
    }),
    getPrinterConfig: ({ printer }) => configs.read(printer),
    setPrinterConfig: ({ printer }) => configs.change(printer),
    getAgentInfo: () => ({ status: 'success', version: VERSION }),
    getTaskStatus: ({ taskID }) => ({ status: 'success', printStatus: statusOf(runner.tasks, taskID) }),
    print: ({ requestID, task }, line) => runner.print(line, requestID, task),
  }
  return {
    printed: runner.printed,
    paperOf: configs.paperOf,
    offsetsOf: configs.offsetsOf,
    forget: runner.forget,
    hear(socket: WebSocket, text: string): void {
      const line: Line = {
        say: (answer) => {
          if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(answer))
        },
        cut: () => socket.terminate(),
      }
      const asked = request.safeParse(parsed(text))
      if (!asked.success) {
        line.say({ cmd: '', requestID: '', status: 'failed', msg: '不是合法的请求', errorCode: 1 })
        return
      }
      const { cmd, requestID } = asked.data
      const act = answers[cmd]
      const answer = act ? act(asked.data, line) : { status: 'failed', msg: `不支持的命令：${cmd}`, errorCode: 4 }
      if (answer) line.say({ cmd, requestID, ...answer })
    },
  }
}

/** Tasks it does not know are left out. */
function statusOf(tasks: ReadonlyMap<string, Task>, wanted: unknown): Answer[] {
  return z
    .array(z.string())
    .catch([])
    .parse(wanted)
    .flatMap((id) => tasks.get(id) ?? [])
    .map(({ taskId, documents }) => ({
      taskID: taskId,
      detailStatus: documents.map(({ documentId, state, message }) => ({ documentID: documentId, status: state, msg: message })),
    }))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
