/** The life of a task in a print component: taken, drawn, printed, told of. */
import type { FaultKind, Faults } from '#sandbox/faults.ts'
import type { Dialect } from './dialects.ts'
import type { Answer } from './printer-configs.ts'
import {
  contentOf,
  drawingProblem,
  type PrintedDocument,
  refusalOf,
  type SealCheck,
  type Task,
  taskShape,
  type WishedTask,
} from './task-book.ts'

export type RunnerParts = {
  dialect: Dialect
  printers: readonly string[]
  faults: Faults
  now: () => number
  printMs: number
  checkSeal: SealCheck
}
/** The line that a task came over: answers and news go back over it. */
export type Line = { say(answer: Answer): void; cut(): void }

/** A printer whose name contains the word always has the fault. */
const FAULT_WORDS: Partial<Record<FaultKind, string>> = {
  componentSilent: '不应答',
  componentFails: '失败',
  componentDropsAfterAccept: '断线',
  componentTellsTwice: '重复通知',
  componentTellsNothing: '不通知',
  componentCancels: '取消',
}

export function createTaskRunner(parts: RunnerParts) {
  const { dialect, printers, faults } = parts
  const tasks = new Map<string, Task>()
  const printed: PrintedDocument[] = []
  const timers = new Set<NodeJS.Timeout>()
  const isHit = (kind: FaultKind, printer: string): boolean =>
    printer.includes(FAULT_WORDS[kind] ?? '\n') || faults.strike(kind, printer) !== null
  const later = (act: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      act()
    }, parts.printMs)
    timers.add(timer)
  }
  const tell = (line: Line, task: Task, taskStatus: string): void => {
    if (isHit('componentTellsNothing', task.printer)) return
    const times = isHit('componentTellsTwice', task.printer) ? 2 : 1
    for (let k = 0; k < times; k++) line.say(newsOf(task, taskStatus, dialect))
  }
  const burn = (line: Line, task: Task): void => {
    // Out of paper: the system's own queue keeps the document and the component says nothing.
    if (faults.isOn('printerPaperOut', task.printer)) {
      later(() => burn(line, task))
      return
    }
    // Somebody cancels it in the list of the component.
    if (isHit('componentCancels', task.printer)) {
      for (const document of task.documents) Object.assign(document, { state: 'canceled', message: '已取消' })
      tell(line, task, 'canceled')
      return
    }
    const drawn = task.documents.filter(({ state }) => state === 'rendered')
    for (const document of drawn) {
      document.state = 'success'
      const { taskId, printer } = task
      printed.push({ taskId, documentId: document.documentId, printer, ...contentOf(document.wished), at: parts.now() })
    }
    if (task.notifies.includes('print')) tell(line, task, drawn.length < task.documents.length ? 'partPrinted' : 'printed')
  }
  const draw = (line: Line, task: Task): void => {
    drawAll(task, parts, isHit('componentFails', task.printer))
    if (task.documents.every(({ state }) => state === 'failed')) tell(line, task, 'failed')
    else {
      if (task.notifies.includes('render')) tell(line, task, 'rendered')
      later(() => burn(line, task))
    }
  }
  return {
    printed,
    tasks,
    /** null = no answer at all. */
    print(line: Line, requestId: string, wish: unknown): Answer | null {
      const parsed = taskShape.safeParse(wish)
      if (!parsed.success) return { status: 'failed', msg: `参数错误：${parsed.error.issues[0]?.path.join('.')}`, errorCode: 1 }
      const { taskID, printer, preview } = parsed.data
      if (isHit('componentSilent', printer)) return null
      const refusal = refusalOf(parsed.data, tasks, printers)
      if (refusal !== undefined) return { taskID, status: 'failed', msg: refusal, errorCode: 2 }
      if (preview) return { taskID, status: 'success', msg: '', previewURL: `http://127.0.0.1/preview/${taskID}.pdf` }
      const task = taskOf(parsed.data, requestId)
      tasks.set(taskID, task)
      later(() => draw(line, task))
      if (isHit('componentDropsAfterAccept', printer)) setImmediate(line.cut)
      return { taskID, status: 'success', msg: '', previewURL: '', previewImage: [] }
    },
    forget(): void {
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      tasks.clear()
    },
  }
}

const taskOf = ({ taskID, printer, notifyType, documents }: WishedTask, requestId: string): Task => ({
  taskId: taskID,
  requestId,
  printer,
  notifies: notifyType,
  documents: documents.map((wished) => ({ documentId: wished.documentID, state: 'pending', message: '', wished })),
})

function drawAll(task: Task, { dialect, checkSeal }: RunnerParts, isBroken: boolean): void {
  for (const document of task.documents) {
    const problem = isBroken ? '打印机故障' : drawingProblem(document.wished, dialect, checkSeal)
    Object.assign(document, problem === '' ? { state: 'rendered' } : { state: 'failed', message: problem })
  }
}

function newsOf(task: Task, taskStatus: string, { newsCommand, newsHasRequestId }: Dialect): Answer {
  return {
    cmd: newsCommand,
    ...(newsHasRequestId ? { requestID: task.requestId } : {}),
    taskID: task.taskId,
    printer: task.printer,
    taskStatus,
    printStatus: task.documents.map(({ documentId, state, message }) => ({
      documentID: documentId,
      status: state === 'failed' || state === 'canceled' ? state : 'success',
      msg: message,
      detail: message,
    })),
  }
}
