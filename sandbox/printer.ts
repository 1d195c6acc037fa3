/** One label printer: takes jobs in order, prints one at a time, can stop or run out of paper. */
import type { Faults } from './faults.ts'

export const JOB_STATE = { pending: 3, processing: 5, stopped: 6, canceled: 7, aborted: 8, completed: 9 } as const
type JobState = (typeof JOB_STATE)[keyof typeof JOB_STATE]
const PRINTER_STATE = { idle: 3, processing: 4, stopped: 5 } as const

export type PrinterJob = {
  id: number
  name: string
  userName: string
  format: string
  state: JobState
  reasons: string[]
  createdAt: number
  processingAt: number | null
  endedAt: number | null
  byteCount: number
  /** Null once the printer has forgotten the document. */
  document: Buffer | null
  /** Create-Job was sent, Send-Document not yet. */
  awaitsDocument: boolean
}

export type SandboxPrinter = {
  name: string
  startedAt: number
  state(): number
  /** RFC 8011 keywords; ['none'] when all is well. */
  reasons(): string[]
  isBusy(): boolean
  submit(sent: SentJob): PrinterJob
  addDocument(job: PrinterJob, document: Buffer): void
  find(id: number): PrinterJob | undefined
  /** Waiting and printing jobs, oldest first. */
  openJobs(): PrinterJob[]
  /** Printed, cancelled and failed jobs, latest first. */
  endedJobs(): PrinterJob[]
  /** False when the job has already ended. */
  cancel(job: PrinterJob): boolean
  stop(): void
}

const KEPT_DOCUMENTS = 200
const KEPT_JOBS = 20_000
const STOPPED_RECHECK_MS = 25

type PrinterParts = {
  name: string
  speedMs: number
  faults: Faults
  now: () => number
  /** Never gives a number twice: an id of before a restart must not become another sheet's. */
  nextJobId: () => number
}

export function createPrinter({ name, speedMs, faults, now, nextJobId }: PrinterParts): SandboxPrinter {
  const book = createJobBook(now, nextJobId)
  const halts = (): string[] => [
    ...(faults.isOn('printerStopped', name) ? ['paused'] : []),
    ...(faults.isOn('printerPaperOut', name) ? ['media-empty', 'media-needed'] : []),
  ]
  const engine = createEngine({
    head: () => book.open().find((job) => !job.awaitsDocument),
    isHalted: () => halts().length > 0,
    printMs: () => speedMs + (faults.strike('printerSlow', name)?.delayMs ?? 0),
    finish: (job) => book.end(job, JOB_STATE.completed, ['job-completed-successfully']),
    now,
  })
  return {
    name,
    startedAt: now(),
    state: () => {
      if (halts().length > 0) return PRINTER_STATE.stopped
      return book.open().length > 0 ? PRINTER_STATE.processing : PRINTER_STATE.idle
    },
    reasons: () => (halts().length > 0 ? halts() : ['none']),
    isBusy: () => faults.strike('printerBusy', name) !== null,
    submit(sent) {
      const job = book.add(sent)
      engine.wake()
      return job
    },
    addDocument(job, document) {
      Object.assign(job, { document, byteCount: document.length, awaitsDocument: false, reasons: ['none'] })
      engine.wake()
    },
    find: book.find,
    openJobs: () => [...book.open()],
    endedJobs: () => [...book.ended()],
    cancel(job) {
      if (job.endedAt !== null) return false
      const wasPrinting = job.processingAt !== null
      book.end(job, JOB_STATE.canceled, ['job-canceled-by-user'])
      if (wasPrinting) engine.restart()
      return true
    },
    stop: engine.stop,
  }
}

type Engine = { wake(): void; restart(): void; stop(): void }
type EngineParts = {
  head: () => PrinterJob | undefined
  isHalted: () => boolean
  printMs: () => number
  finish: (job: PrinterJob) => void
  now: () => number
}

/** Moves the job at the head from pending to processing to completed; stands still while the printer is halted. */
function createEngine({ head, isHalted, printMs, finish, now }: EngineParts): Engine {
  let timer: NodeJS.Timeout | null = null
  function later(afterMs: number): void {
    timer ??= setTimeout(() => {
      timer = null
      advance()
    }, afterMs)
  }
  function advance(): void {
    const job = head()
    if (!job) return
    if (isHalted()) {
      if (job.state === JOB_STATE.processing) Object.assign(job, { state: JOB_STATE.stopped, reasons: ['printer-stopped'] })
      later(STOPPED_RECHECK_MS)
    } else if (job.state === JOB_STATE.processing) {
      finish(job)
      if (head()) later(0)
    } else {
      Object.assign(job, { state: JOB_STATE.processing, reasons: ['job-printing'], processingAt: job.processingAt ?? now() })
      later(printMs())
    }
  }
  function stop(): void {
    if (timer) clearTimeout(timer)
    timer = null
  }
  return {
    wake: () => later(0),
    restart() {
      stop()
      later(0)
    },
    stop,
  }
}

type SentJob = { name: string; userName: string; format: string; document: Buffer | null }
type JobBook = {
  add(sent: SentJob): PrinterJob
  find(id: number): PrinterJob | undefined
  open(): readonly PrinterJob[]
  ended(): readonly PrinterJob[]
  end(job: PrinterJob, state: JobState, reasons: string[]): void
}

function createJobBook(now: () => number, nextJobId: () => number): JobBook {
  const jobs = new Map<number, PrinterJob>()
  const queue: PrinterJob[] = []
  const ended: PrinterJob[] = []
  return {
    add(sent) {
      const job: PrinterJob = {
        id: nextJobId(),
        ...sent,
        state: JOB_STATE.pending,
        reasons: [sent.document === null ? 'job-incoming' : 'none'],
        createdAt: now(),
        processingAt: null,
        endedAt: null,
        byteCount: sent.document?.length ?? 0,
        awaitsDocument: sent.document === null,
      }
      jobs.set(job.id, job)
      queue.push(job)
      return job
    },
    find: (id) => jobs.get(id),
    open: () => queue,
    ended: () => ended,
    end(job, state, reasons) {
      Object.assign(job, { state, reasons, endedAt: now() })
      queue.splice(queue.indexOf(job), 1)
      ended.unshift(job)
      const forgotten = ended[KEPT_DOCUMENTS]
      if (forgotten) forgotten.document = null
      const dropped = ended.length > KEPT_JOBS ? ended.pop() : undefined
      if (dropped) jobs.delete(dropped.id)
    },
  }
}
