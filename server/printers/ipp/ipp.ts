/** Printers that speak IPP (nearly all network printers, and every CUPS queue) behind the printer port. */
import {
  type PrinterAdapter,
  PrinterFailure,
  type PrinterStatus,
  type SheetRequest,
  type SheetState,
} from '#server/printers/printer.ts'
import type { IppAttributes, IppOutgoing } from './ipp-codec.ts'
import { attributesOf, callIpp, numberOf, OPERATION, textOf, textsOf } from './ipp-exchange.ts'

export const ipp: PrinterAdapter = { readPrinter, printSheet, readJob, findJob, cancelJob }

/** RFC 8011 §5.3.7. A stopped job resumes when paper is filled up, so it still counts as printing; its reasons say what is wrong. */
const SHEET_STATES = new Map<number, SheetState>([
  [3, 'accepted'],
  [4, 'accepted'],
  [5, 'printing'],
  [6, 'printing'],
  [7, 'cancelled'],
  [8, 'failed'],
  [9, 'printed'],
])
const PRINTER_STATES = new Map<number, PrinterStatus['state']>([
  [3, 'idle'],
  [4, 'printing'],
  [5, 'stopped'],
])
/** The second is CUPS's word for bytes that belong to the print head as they are. */
const FORMATS: Record<SheetRequest['format'], string> = { pdf: 'application/pdf', raw: 'application/vnd.cups-raw' }
const LONGEST_NAME_BYTES = 255
const USER: IppOutgoing = { syntax: 'name', name: 'requesting-user-name', values: ['zhanggui'] }
const JOB_ATTRIBUTES = ['job-id', 'job-name', 'job-state', 'job-state-reasons']

/** A printer that cannot be reached is a status, not a failure. */
async function readPrinter(url: string, signal?: AbortSignal): Promise<PrinterStatus> {
  try {
    const wanted = ['printer-name', 'printer-state', 'printer-state-reasons']
    const answer = await callIpp({
      url,
      operation: OPERATION.getPrinterAttributes,
      attributes: [USER, requested(wanted)],
      signal,
    })
    const printer = attributesOf(answer, 'printer')
    return {
      reachable: true,
      state: PRINTER_STATES.get(numberOf(printer, 'printer-state') ?? 0) ?? 'stopped',
      reasons: reasonsOf(printer, 'printer-state-reasons'),
      name: textOf(printer, 'printer-name'),
    }
  } catch (error) {
    if (!(error instanceof PrinterFailure)) throw error
    if (error.kind === 'busy') return { reachable: true, state: 'printing', reasons: [error.printerCode], name: '' }
    return { reachable: false, state: 'unreachable', reasons: [error.printerCode], name: '' }
  }
}

async function printSheet(url: string, sheet: SheetRequest, signal?: AbortSignal): Promise<{ printerJobId: number }> {
  if (Buffer.byteLength(sheet.jobName) > LONGEST_NAME_BYTES) {
    // A printer would cut the name, and a lost answer could then never be looked up.
    throw new PrinterFailure('refused', 'job-name-too-long', `A job name has at most ${LONGEST_NAME_BYTES} bytes.`)
  }
  const answer = await callIpp({
    url,
    operation: OPERATION.printJob,
    attributes: [
      USER,
      { syntax: 'name', name: 'job-name', values: [sheet.jobName] },
      { syntax: 'mimeMediaType', name: 'document-format', values: [FORMATS[sheet.format]] },
    ],
    job: [mediaOf(sheet)],
    document: sheet.document,
    signal,
  })
  const printerJobId = numberOf(attributesOf(answer, 'job'), 'job-id')
  if (printerJobId === null)
    throw new PrinterFailure('unknown_outcome', 'no-job-id', 'The printer took the sheet but named no job.')
  return { printerJobId }
}

async function readJob(
  url: string,
  printerJobId: number,
  signal?: AbortSignal,
): Promise<{ state: SheetState; reasons: string[] }> {
  const answer = await callIpp({
    url,
    operation: OPERATION.getJobAttributes,
    attributes: [jobId(printerJobId), USER, requested(JOB_ATTRIBUTES)],
    signal,
  })
  const job = attributesOf(answer, 'job')
  return { state: sheetStateOf(job), reasons: reasonsOf(job, 'job-state-reasons') }
}

/** Waiting jobs first: a job that finishes between the two questions is then found among the completed ones. */
async function findJob(
  url: string,
  jobName: string,
  signal?: AbortSignal,
): Promise<{ printerJobId: number; state: SheetState } | null> {
  for (const whichJobs of ['not-completed', 'completed']) {
    const answer = await callIpp({
      url,
      operation: OPERATION.getJobs,
      attributes: [USER, requested(JOB_ATTRIBUTES), { syntax: 'keyword', name: 'which-jobs', values: [whichJobs] }],
      signal,
    })
    for (const { group, attributes } of answer.groups) {
      const printerJobId = numberOf(attributes, 'job-id')
      if (group === 'job' && printerJobId !== null && textOf(attributes, 'job-name') === jobName) {
        return { printerJobId, state: sheetStateOf(attributes) }
      }
    }
  }
  return null
}

async function cancelJob(url: string, printerJobId: number, signal?: AbortSignal): Promise<void> {
  await callIpp({ url, operation: OPERATION.cancelJob, attributes: [jobId(printerJobId), USER], signal })
}

/** The label's own size in hundredths of a millimetre, printed to the edge: labels bring their own margins. */
function mediaOf({ widthMm, heightMm }: SheetRequest): IppOutgoing {
  const size: IppOutgoing[] = [
    { syntax: 'integer', name: 'x-dimension', values: [Math.round(widthMm * 100)] },
    { syntax: 'integer', name: 'y-dimension', values: [Math.round(heightMm * 100)] },
  ]
  return { syntax: 'collection', name: 'media-col', values: [[{ syntax: 'collection', name: 'media-size', values: [size] }]] }
}

function sheetStateOf(job: IppAttributes): SheetState {
  const state = SHEET_STATES.get(numberOf(job, 'job-state') ?? 0)
  if (!state) throw new PrinterFailure('retry', 'no-job-state', 'The printer did not tell the state of the job.')
  return state
}

/** `none` is the printer's word for no reason. */
function reasonsOf(attributes: IppAttributes, name: string): string[] {
  return textsOf(attributes, name).filter((reason) => reason !== 'none')
}

function requested(names: string[]): IppOutgoing {
  return { syntax: 'keyword', name: 'requested-attributes', values: names }
}

function jobId(printerJobId: number): IppOutgoing {
  return { syntax: 'integer', name: 'job-id', values: [printerJobId] }
}
