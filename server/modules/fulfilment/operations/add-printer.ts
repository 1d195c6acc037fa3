import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { printerChanged } from '../fulfilment-events.ts'
import { insertPrinter } from '../printer-store.ts'

export const addPrinter = command({
  name: 'fulfilment.addPrinter',
  ...fulfilment.addPrinter,
  summary: 'Adds a label printer by its IPP address and asks for its state.',
  access: { permission: 'fulfilment.settings', scope: 'merchant' },
  audit: ({ name, url, labelSize }, { printerId }) => ({
    objects: [{ kind: 'printer', id: printerId }],
    details: { name, url, labelSize },
  }),
  errors: [errors.printerExists],
  async run(tx, { name, url, labelSize }, _actor, effects) {
    const printerId = newId()
    if (!(await insertPrinter(tx, { printerId, name, url, labelSize }))) return fail(errors.printerExists, { name })
    effects.enqueue({ kind: 'fulfilment.checkPrinter', payload: { printerId } })
    effects.announce(printerChanged([printerId]))
    return { printerId }
  },
})
