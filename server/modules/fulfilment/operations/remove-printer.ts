import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { printerChanged } from '../fulfilment-events.ts'
import { lockPrinterForRemoval, removePrinterRow } from '../printer-store.ts'
import { printerInUse } from '../printer-views.ts'

export const removePrinter = command({
  name: 'fulfilment.removePrinter',
  ...fulfilment.removePrinter,
  summary: 'Removes a printer on which no sheet waits.',
  access: { permission: 'fulfilment.settings', scope: 'merchant' },
  audit: ({ printerId }) => ({ objects: [{ kind: 'printer', id: printerId }] }),
  errors: [errors.notFound, errors.printerInUse],
  async run(tx, { printerId }, _actor, effects) {
    // Whoever queues sheets on this printer shares the lock, so the count below holds until the end.
    await lockPrinterForRemoval(tx, printerId)
    const printer = await printerInUse(tx, printerId)
    if (!printer) return fail(errors.notFound)
    if (printer.waitingCount > 0) return fail(errors.printerInUse, { name: printer.name, count: printer.waitingCount })
    await removePrinterRow(tx, printerId, effects.now)
    effects.announce(printerChanged([printerId]))
    return {}
  },
})
