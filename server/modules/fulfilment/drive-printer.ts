/**
 * Driving one printer: a few sheets are always inside so that it never idles, in their order; each is marked before it is handed
 * over and named so that the printer can be asked for it. Nothing is handed over twice unless the printer says that it never came.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { type JobContext, RunAgainAt } from '#kernel/jobs.ts'
import { type PrinterAdapter, PrinterFailure } from '#server/printers/printer.ts'
import { printerAdapterFor } from '#server/printers/registry.ts'
import { isLabelSize, labelFormat } from './labels/label-formats.ts'
import { type LabelOptions, renderLabelDocument, renderRawLabels } from './labels/render-labels.ts'
import { advanceSheets, type TakenSheet } from './operations/advance-sheets.ts'
import { readPrinterWork } from './operations/read-printer-work.ts'
import { stopLostBatches } from './operations/stop-lost-batches.ts'
import { outsideCall } from './outside-call.ts'
import { jobNameOf } from './print-rules.ts'
import { type KnownPrinter, notePrinterState } from './printer-state.ts'
import type { SheetNews } from './sheet-store.ts'

/** Sheets in the printer at once. */
const WINDOW = 3
const POLL_MS = 50
const LONGEST_POLL_MS = 1000
/** After this time other jobs get their turn. */
const SLICE_MS = 10_000
/** A printer that stands still is asked again after this time, a lost answer is looked up after the shorter one. */
const STANDSTILL_MS = 2000
const LOOK_UP_MS = 200

type Inside = { sheetId: string; waybillNumber: string; printerJobId: number }
type Drive = {
  context: JobContext
  printer: KnownPrinter
  look: Pick<LabelOptions, 'addOn' | 'noteLayout'>
  adapter: PrinterAdapter
  inside: Inside[]
  /** By sheet: only the latest counts. */
  news: Map<string, SheetNews>
  /** The printer did not take a sheet, or did not answer: nothing more is handed over now. */
  isStuck: boolean
  /** A sheet was handed over and the answer was lost. */
  isUnsure: boolean
}

export async function drivePrinter(context: JobContext, printerId: string): Promise<void> {
  const work = await context.call(readPrinterWork, { printerId })
  const adapter = work.printer && printerAdapterFor(work.printer)
  if (!work.printer || !adapter) return
  const drive: Drive = {
    context,
    adapter,
    printer: { ...work.printer, printerId },
    look: { addOn: work.addOn, ...(work.noteLayout && { noteLayout: work.noteLayout }) },
    inside: [],
    news: new Map(),
    isStuck: false,
    isUnsure: false,
  }
  for (const sheet of work.inside) await resume(drive, sheet, work.lastPrinterJobId)
  const startedAt = Date.now()
  let quietSince = Date.now()
  while (!context.signal.aborted) {
    const before = drive.inside.length
    await poll(drive)
    const handedOver = await handOver(drive)
    if (drive.inside.length === 0 && handedOver === 0 && !drive.isStuck) break
    if (drive.inside.length !== before || handedOver > 0) quietSince = Date.now()
    const quietMs = Date.now() - quietSince
    if (drive.isStuck || quietMs > STANDSTILL_MS || Date.now() - startedAt > SLICE_MS) break
    await pause(Math.min(LONGEST_POLL_MS, POLL_MS + quietMs / 4), undefined, { signal: context.signal }).catch(() => undefined)
  }
  if (drive.news.size > 0) await context.call(advanceSheets, { printerId, news: [...drive.news.values()], take: 0 })
  await notePrinterState(context, adapter, drive.printer)
  if (drive.isStuck || drive.inside.length > 0) {
    const isFlowing = !drive.isStuck && Date.now() - quietSince < STANDSTILL_MS
    const waitMs = isFlowing ? 0 : drive.isUnsure ? LOOK_UP_MS : STANDSTILL_MS
    throw new RunAgainAt(new Date(context.world.now().getTime() + waitMs))
  }
}

/** A sheet from an earlier life of this job: known to the printer by number, or perhaps known by name. */
async function resume(
  drive: Drive,
  sheet: { sheetId: string; waybillNumber: string; printerJobId: number | null },
  lastPrinterJobId: number | null,
): Promise<void> {
  const { sheetId, waybillNumber, printerJobId } = sheet
  if (printerJobId !== null) return void drive.inside.push({ sheetId, waybillNumber, printerJobId })
  if (drive.isStuck) return
  const { adapter, context, printer } = drive
  try {
    const found = await outsideCall('fulfilment.findJob', () => adapter.findJob(printer.url, jobNameOf(sheet), context.signal))
    if (found !== null) drive.inside.push({ sheetId, waybillNumber, printerJobId: found.printerJobId })
    else if (await remembers(drive, lastPrinterJobId)) tell(drive, { sheetId, state: 'queued', printerJobId: null, problem: '' })
    else tell(drive, lost(sheetId, 'The printer has forgotten its earlier jobs.'))
  } catch (error) {
    if (!(error instanceof PrinterFailure)) throw error
    if (error.kind === 'refused') tell(drive, lost(sheetId, error.message))
    else drive.isStuck = true
  }
}

const tell = (drive: Drive, news: SheetNews): void => void drive.news.set(news.sheetId, news)
const lost = (sheetId: string, problem: string): SheetNews => ({ sheetId, state: 'unknown', printerJobId: null, problem })

/** "I do not know this job" is only worth something from a printer that still knows the last one it printed for us. */
async function remembers({ adapter, context, printer }: Drive, lastPrinterJobId: number | null): Promise<boolean> {
  if (lastPrinterJobId === null) return true
  try {
    await outsideCall('fulfilment.readOldJob', () => adapter.readJob(printer.url, lastPrinterJobId, context.signal))
    return true
  } catch (error) {
    if (error instanceof PrinterFailure && error.kind === 'refused') return false
    throw error
  }
}

/** Asks how far the sheets inside are; what has ended becomes news. */
async function poll(drive: Drive): Promise<void> {
  const { adapter, context, printer } = drive
  const still: Inside[] = []
  for (const sheet of drive.inside) {
    const { sheetId, printerJobId } = sheet
    try {
      const job = await outsideCall('fulfilment.readJob', () => adapter.readJob(printer.url, printerJobId, context.signal))
      if (job.state === 'accepted' || job.state === 'printing') still.push(sheet)
      else if (job.state === 'printed') tell(drive, { sheetId, state: 'printed', printerJobId, problem: '' })
      else {
        const problem = [job.state, ...job.reasons].join(', ')
        tell(drive, { sheetId, state: job.state === 'cancelled' ? 'cancelled' : 'failed', printerJobId, problem })
      }
    } catch (error) {
      if (!(error instanceof PrinterFailure)) throw error
      if (error.kind === 'refused') tell(drive, { ...lost(sheetId, error.message), printerJobId })
      else {
        still.push(sheet)
        drive.isStuck = true
      }
    }
  }
  drive.inside = still
}

/** Records the news, takes as many sheets as there is room for and hands them over one after the other. Answers how many were taken. */
async function handOver(drive: Drive): Promise<number> {
  const take = drive.isStuck ? 0 : Math.max(0, WINDOW - drive.inside.length)
  if (take === 0 && drive.news.size === 0) return 0
  const { printerId } = drive.printer
  const { taken, lostBatchIds } = await drive.context.call(advanceSheets, { printerId, news: [...drive.news.values()], take })
  drive.news.clear()
  if (lostBatchIds.length > 0) {
    await drive.context.call(stopLostBatches, { batchIds: lostBatchIds })
    return handOver(drive)
  }
  for (const sheet of taken) {
    if (drive.isStuck) tell(drive, { sheetId: sheet.sheetId, state: 'queued', printerJobId: null, problem: '' })
    else await handOverOne(drive, sheet)
  }
  return taken.length
}

/** What goes to the printer; null = nothing can: the waybill, or the file, is gone. */
async function requestOf({ printer, look }: Drive, { label, document, withDeliveryNote }: TakenSheet) {
  const { language, paper } = printer
  const format = language === 'pdf' ? ('pdf' as const) : ('raw' as const)
  if (document)
    return document.bytes && { format, document: document.bytes, widthMm: document.widthMm, heightMm: document.heightMm }
  if (label === null || !isLabelSize(paper)) return null
  const options = { ...look, size: paper, withDeliveryNote }
  const { widthMm, heightMm } = labelFormat(paper)
  const bytes =
    language === 'pdf'
      ? (await renderLabelDocument([label], options)).pdf
      : await renderRawLabels([label], { ...options, language })
  return { format, document: bytes, widthMm, heightMm }
}

async function handOverOne(drive: Drive, taken: TakenSheet): Promise<void> {
  const { adapter, context, printer } = drive
  const { sheetId, waybillNumber } = taken
  const request = await requestOf(drive, taken)
  if (request === null) {
    const problem = taken.document ? 'The file of this document is gone.' : 'The waybill is not valid any more.'
    return void tell(drive, { sheetId, state: 'failed', printerJobId: null, problem })
  }
  const sheet = { jobName: jobNameOf({ waybillNumber, sheetId }), ...request }
  try {
    const { printerJobId } = await outsideCall('fulfilment.printSheet', () =>
      adapter.printSheet(printer.url, sheet, context.signal),
    )
    drive.inside.push({ sheetId, waybillNumber, printerJobId })
    tell(drive, { sheetId, state: 'accepted', printerJobId, problem: '' })
  } catch (error) {
    if (!(error instanceof PrinterFailure)) throw error
    if (error.kind === 'refused')
      return void tell(drive, { sheetId, state: 'failed', printerJobId: null, problem: error.message })
    drive.isStuck = true
    // Of unknown outcome: it stays marked and is looked up by its name before anything else is handed over.
    drive.isUnsure = error.kind === 'unknown_outcome'
    if (!drive.isUnsure) tell(drive, { sheetId, state: 'queued', printerJobId: null, problem: error.message })
  }
}
