import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { printerAdapterFor } from '#server/printers/registry.ts'
import { printerChanged } from '../fulfilment-events.ts'
import { insertPrinter } from '../printer-store.ts'

export const addPrinter = command({
  name: 'fulfilment.addPrinter',
  ...fulfilment.addPrinter,
  summary: 'Adds a label printer by its address, with what it is fed with, and asks for its state.',
  access: { permission: 'fulfilment.settings', scope: 'merchant' },
  audit: ({ name, url, language, labelSize }, { printerId }) => ({
    objects: [{ kind: 'printer', id: printerId }],
    details: { name, url, language: language ?? 'pdf', labelSize },
  }),
  errors: [errors.printerExists, errors.printerTakesNoPdf],
  async run(tx, { name, url, language = 'pdf', labelSize }, _actor, effects) {
    if (printerAdapterFor({ url, language }) === undefined) return fail(errors.printerTakesNoPdf)
    const printerId = newId()
    if (!(await insertPrinter(tx, { printerId, name, url, language, labelSize }))) return fail(errors.printerExists, { name })
    effects.enqueue({ kind: 'fulfilment.checkPrinter', payload: { printerId } })
    effects.announce(printerChanged([printerId]))
    return { printerId }
  },
})
