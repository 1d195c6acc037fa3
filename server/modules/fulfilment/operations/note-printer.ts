import { z } from 'zod'
import { nothing, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { printerChanged } from '../fulfilment-events.ts'
import { setPrinterState } from '../printer-store.ts'

export const notePrinter = command({
  name: 'fulfilment.notePrinter',
  ...shape(
    {
      printerId: uuid,
      state: z.enum(['idle', 'printing', 'stopped', 'unreachable']),
      reasons: z.array(z.string().max(200)).max(50),
    },
    nothing,
  ),
  summary: 'Notes the state a printer has told, with its reasons.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: ({ printerId, state, reasons }) => ({ objects: [{ kind: 'printer', id: printerId }], details: { state, reasons } }),
  errors: [],
  async run(tx, { printerId, state, reasons }, _actor, effects) {
    await setPrinterState(tx, printerId, state, reasons, effects.now)
    effects.announce(printerChanged([printerId]))
    return {}
  },
})
