/** The port every printer connection implements. One sheet = one document = one label or slip. */

/** The languages of print heads that we write ourselves. */
export type LabelLanguage = 'tspl' | 'zpl'

export type SheetState = 'accepted' | 'printing' | 'printed' | 'failed' | 'cancelled'

export type PrinterStatus = {
  reachable: boolean
  state: 'idle' | 'printing' | 'stopped' | 'unreachable'
  /** Reasons in the printer's words, e.g. media-empty. */
  reasons: string[]
  name: string
}

export type SheetRequest = {
  /** Unique name of this sheet and attempt; the printer's job list shows it, so a lost answer can be looked up. */
  jobName: string
  document: Uint8Array
  /** In what the document is written; a raw one is passed on to the print head unread. */
  format: 'pdf' | 'raw'
  widthMm: number
  heightMm: number
}

export type PrinterFailureKind = 'retry' | 'busy' | 'refused' | 'unknown_outcome'
export class PrinterFailure extends Error {
  readonly kind: PrinterFailureKind
  readonly printerCode: string
  constructor(kind: PrinterFailureKind, printerCode: string, message: string) {
    super(message)
    this.name = 'PrinterFailure'
    this.kind = kind
    this.printerCode = printerCode
  }
}

export type PrinterAdapter = {
  readPrinter(url: string, signal?: AbortSignal): Promise<PrinterStatus>
  /** Hands one sheet over and answers the printer's job id. Throws PrinterFailure. */
  printSheet(url: string, sheet: SheetRequest, signal?: AbortSignal): Promise<{ printerJobId: number }>
  readJob(url: string, printerJobId: number, signal?: AbortSignal): Promise<{ state: SheetState; reasons: string[] }>
  /** Finds a job by the name we gave it (after a lost answer); null = the printer does not know it. */
  findJob(url: string, jobName: string, signal?: AbortSignal): Promise<{ printerJobId: number; state: SheetState } | null>
  cancelJob(url: string, printerJobId: number, signal?: AbortSignal): Promise<void>
}
