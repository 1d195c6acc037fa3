/** An open line to one print component: requests with their answers, and its news as they come. */
import {
  type ComponentMessage,
  type ComponentPrinter,
  type ConfigChange,
  configFields,
  configIn,
  type PrinterConfig,
  type PrintWish,
  printersIn,
  printFields,
  readConfig,
  readMessage,
  requestText,
  type SheetWord,
  taskStatesIn,
} from './component-messages.ts'

export type ComponentLine = {
  printers(): Promise<ComponentPrinter[]>
  /** What the component is set to for one printer. Rejects with NoAnswer. */
  configOf(printer: string): Promise<PrinterConfig>
  /** Changes what is named and leaves the rest; the component keeps it. Answers its refusal, '' = done. */
  configure(printer: string, change: ConfigChange): Promise<string>
  /** Resolves when the component has taken or refused the task; rejects with NoAnswer when it said nothing. */
  print(wish: PrintWish): Promise<SheetWord>
  /** What it knows of these tasks; those it does not know are absent. */
  statesOf(taskIds: readonly string[]): Promise<Map<string, SheetWord>>
  close(): void
}
export type LineEars = { onNews(taskId: string, word: SheetWord): void; onClosed(): void }

/** The component did not answer in time, or the line is gone: whether it heard us nobody knows, unless `wasSaid` is false. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  readonly wasSaid: boolean
  constructor(message: string, wasSaid = true) {
    super(message)
    this.wasSaid = wasSaid
  }
}

const OPEN_MS = 5000
const ANSWER_MS = 10_000

type Answer = Extract<ComponentMessage, { kind: 'answer' }>
type Waiting = { resolve: (answer: Answer) => void; reject: (error: Error) => void }

export async function openComponentLine(url: string, ears: LineEars): Promise<ComponentLine> {
  const socket = await opened(url)
  const waiting = new Map<string, Waiting>()
  let count = 0
  socket.addEventListener('message', ({ data }) => {
    const message = readMessage(String(data))
    if (message?.kind === 'news') ears.onNews(message.taskId, { state: message.state, problem: message.problem })
    if (message?.kind === 'answer') waiting.get(message.requestId)?.resolve(message)
  })
  socket.addEventListener('close', () => {
    for (const { reject } of waiting.values()) reject(new NoAnswer('The line closed'))
    waiting.clear()
    ears.onClosed()
  })
  async function ask(cmd: string, fields: Record<string, unknown> = {}): Promise<Answer> {
    const requestId = `${Date.now().toString(36)}-${++count}`
    let timer: ReturnType<typeof setTimeout> | undefined
    try {
      return await new Promise<Answer>((resolve, reject) => {
        timer = setTimeout(() => reject(new NoAnswer('No answer in time')), ANSWER_MS)
        waiting.set(requestId, { resolve, reject })
        if (socket.readyState === WebSocket.OPEN) socket.send(requestText(cmd, requestId, fields))
        else reject(new NoAnswer('The line is closed', false))
      })
    } finally {
      clearTimeout(timer)
      waiting.delete(requestId)
    }
  }
  return {
    printers: async () => printersIn((await ask('getPrinters')).body),
    configOf: async (printer) => readConfig(configIn((await ask('getPrinterConfig', { printer })).body)),
    async configure(printer, change) {
      const known = configIn((await ask('getPrinterConfig', { printer })).body)
      const { isOk, problem } = await ask('setPrinterConfig', configFields(printer, known, change))
      return isOk ? '' : problem || 'refused'
    },
    async print(wish) {
      const { isOk, problem } = await ask('print', printFields(wish))
      return isOk ? { state: 'accepted', problem: '' } : { state: 'failed', problem: problem || 'refused' }
    },
    statesOf: async (taskIds) => taskStatesIn((await ask('getTaskStatus', { taskID: [...taskIds] })).body),
    close: () => socket.close(),
  }
}

function opened(url: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url)
    const timer = setTimeout(() => {
      socket.close()
      reject(new NoAnswer('Nothing listens there', false))
    }, OPEN_MS)
    socket.addEventListener('open', () => {
      clearTimeout(timer)
      resolve(socket)
    })
    socket.addEventListener('error', () => {
      clearTimeout(timer)
      reject(new NoAnswer('Nothing listens there', false))
    })
  })
}
