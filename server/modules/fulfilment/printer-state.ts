/** Keeping the known state of a printer in step with what the printer says. */
import type { PrinterRow } from '#contract/fulfilment.ts'
import type { JobContext } from '#kernel/jobs.ts'
import type { PrinterAdapter } from '#server/printers/printer.ts'
import { notePrinter } from './operations/note-printer.ts'
import { outsideCall } from './outside-call.ts'

export type KnownPrinter = Pick<PrinterRow, 'printerId' | 'url' | 'language' | 'paper' | 'reasons'> & { state: string }

/** Asks the printer and writes down what is new. */
export async function notePrinterState(context: JobContext, adapter: PrinterAdapter, printer: KnownPrinter): Promise<void> {
  const { state, reasons } = await outsideCall('fulfilment.readPrinter', () => adapter.readPrinter(printer.url, context.signal))
  if (state === printer.state && JSON.stringify(reasons) === JSON.stringify(printer.reasons)) return
  await context.call(notePrinter, { printerId: printer.printerId, state, reasons })
}
