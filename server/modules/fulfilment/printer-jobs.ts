import { exponentialBackoff, type JobHandler } from '#kernel/jobs.ts'
import { printerAdapterFor } from '#server/printers/registry.ts'
import { drivePrinter } from './drive-printer.ts'
import { lapseDeskSheets } from './operations/lapse-desk-sheets.ts'
import { readPrinterWork } from './operations/read-printer-work.ts'
import { stopLostBatches } from './operations/stop-lost-batches.ts'
import { notePrinterState } from './printer-state.ts'

/** A printer that stands still is waited for without end (RunAgainAt); the attempts here are for faults of our own. */
const machine = {
  actor: 'fulfilment',
  permissions: ['system.jobs'],
  maxAttempts: 20,
  backoffMs: exponentialBackoff(1000, 60_000),
} as const

export const drivePrinterJob: JobHandler = {
  ...machine,
  kind: 'fulfilment.drivePrinter',
  run: (payload, context) => drivePrinter(context, String(payload.printerId)),
}

export const lapseDeskSheetsJob: JobHandler = {
  ...machine,
  kind: 'fulfilment.lapseDeskSheets',
  run: async (payload, context) => void (await context.call(lapseDeskSheets, { printerId: String(payload.printerId) })),
}

export const stopLostBatchesJob: JobHandler = {
  ...machine,
  kind: 'fulfilment.stopLostBatches',
  async run(payload, context) {
    const batchIds = Array.isArray(payload.batchIds) ? payload.batchIds.map(String) : []
    await context.call(stopLostBatches, { batchIds })
  },
}

export const checkPrinterJob: JobHandler = {
  ...machine,
  kind: 'fulfilment.checkPrinter',
  maxAttempts: 3,
  async run(payload, context) {
    const printerId = String(payload.printerId)
    const { printer } = await context.call(readPrinterWork, { printerId })
    const adapter = printer && printerAdapterFor(printer)
    if (printer && adapter) await notePrinterState(context, adapter, { ...printer, printerId })
  },
}
