/**
 * What is said to the print components of the platforms and what their messages mean. Pure. Text JSON over a websocket; every request
 * `{cmd, requestID, version}`, every answer echoes both, with `status`. Pinduoduo's news are named PrintResultNotify and may lack the
 * requestID, so news are told apart by their task alone.
 */

/** `accepted`: taken, nothing drawn yet. `drawn`: the page exists and is on its way to the printer. */
export type ComponentSheetState = 'accepted' | 'drawn' | 'printed' | 'failed' | 'cancelled'
export type SheetWord = { state: ComponentSheetState; problem: string }

export type ComponentMessage =
  | { kind: 'answer'; requestId: string; isOk: boolean; problem: string; body: Fields }
  | ({ kind: 'news'; taskId: string } & SheetWord)

export type ComponentPrinter = { name: string; isReady: boolean }
export type PrintWish = { taskId: string; printer: string; contents: readonly unknown[] }

type Fields = Record<string, unknown>
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isFields) : [])

export const requestText = (cmd: string, requestId: string, fields: Fields = {}): string =>
  JSON.stringify({ cmd, requestID: requestId, version: '1.0', ...fields })

/** One document per task, so that each sheet is acknowledged by itself. */
export const printFields = ({ taskId, printer, contents }: PrintWish): Fields => ({
  task: {
    taskID: taskId,
    preview: false,
    printer,
    firstDocumentNumber: 1,
    totalDocumentCount: 1,
    notifyType: ['render', 'print'],
    documents: [{ documentID: taskId, contents }],
  },
})

/** How a component is set to print on one printer; it keeps this itself. Offsets to the right and down, in its own unit. */
export type PrinterConfig = { horizontalOffset: number; verticalOffset: number; orientation: 'portrait' | 'landscape' }
export type ConfigChange = Partial<PrinterConfig> & { paper?: { widthMm: number; heightMm: number } }

/** The whole of what getPrinterConfig told is sent back with what changes, so that nothing set at the component itself is lost. */
export function configFields(printer: string, known: Fields, change: ConfigChange): Fields {
  const { paper, orientation, ...offsets } = change
  return {
    printer: {
      ...known,
      name: printer,
      ...offsets,
      ...(orientation && { orientation: orientation === 'landscape' ? 1 : 0 }),
      ...(paper && { paperSize: { width: paper.widthMm, height: paper.heightMm }, autoPageSize: false }),
    },
  }
}

export const configIn = (body: Fields): Fields => (isFields(body.printer) ? body.printer : {})

export function readConfig(known: Fields): PrinterConfig {
  const whole = (value: unknown): number => (Number.isFinite(Number(value)) ? Number(value) : 0)
  const { horizontalOffset, verticalOffset, orientation } = known
  return {
    horizontalOffset: whole(horizontalOffset),
    verticalOffset: whole(verticalOffset),
    orientation: Number(orientation) === 1 ? 'landscape' : 'portrait',
  }
}

/** undefined = nothing that we know how to read. */
export function readMessage(text: string): ComponentMessage | undefined {
  const body = parsed(text)
  if (!body) return undefined
  const cmd = textOf(body.cmd)
  if (/^(notify\w*Result|PrintResultNotify)$/i.test(cmd)) return readNews(body)
  const requestId = textOf(body.requestID)
  if (requestId === '') return undefined
  return { kind: 'answer', requestId, isOk: body.status !== 'failed', problem: problemOf(body), body }
}

export const printersIn = (body: Fields): ComponentPrinter[] =>
  listOf(body.printers).flatMap(({ name, status }) =>
    typeof name === 'string' && name !== '' ? { name, isReady: status === undefined || status === 'enable' } : [],
  )

/** By task; a task the component does not know is absent. */
export function taskStatesIn(body: Fields): Map<string, SheetWord> {
  return new Map(
    listOf(body.printStatus).flatMap((task): [string, SheetWord][] => {
      const [document] = listOf(task.detailStatus)
      return document ? [[textOf(task.taskID), wordOf(textOf(document.status), document)]] : []
    }),
  )
}

function readNews(body: Fields): ComponentMessage | undefined {
  const [document] = listOf(body.printStatus)
  // Old versions tell of documents one by one, under the document's own id, which is the task's with us.
  const taskId = textOf(body.taskID) || textOf(document?.documentID) || textOf(body.documentID)
  if (taskId === '') return undefined
  const whole = textOf(body.taskStatus) || textOf(body.status)
  const status = whole === 'partPrinted' || whole === '' ? textOf(document?.status) : whole
  return { kind: 'news', taskId, ...wordOf(status, document ?? body) }
}

/**
 * Every word of the protocol, each with the one state of ours that it means. `success` of a document says that it was printed when its
 * status is asked for; beside a word about the whole task it is not looked at.
 */
const STATES: Readonly<Record<string, ComponentSheetState>> = {
  initial: 'accepted',
  pending: 'accepted',
  rendered: 'drawn',
  printed: 'printed',
  success: 'printed',
  failed: 'failed',
  canceled: 'cancelled',
  cancelled: 'cancelled',
}

/** A word we do not know says no more than that the component has the task. */
function wordOf(status: string, from: Fields): SheetWord {
  const state = STATES[status.toLowerCase()] ?? 'accepted'
  if (state === 'failed' || state === 'cancelled') return { state, problem: problemOf(from) || status }
  return { state, problem: '' }
}

const problemOf = (body: Fields): string => textOf(body.msg) || textOf(body.detail)

function parsed(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isFields(value) ? value : undefined
  } catch {
    return undefined
  }
}
