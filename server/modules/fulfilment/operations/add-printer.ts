import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { printerAdapterFor } from '#server/printers/registry.ts'
import { printerChanged } from '../fulfilment-events.ts'
import { isLabelSize } from '../labels/label-formats.ts'
import { insertPrinter } from '../printer-store.ts'

export const addPrinter = command({
  name: 'fulfilment.addPrinter',
  ...fulfilment.addPrinter,
  summary: 'Adds a label printer by its address, with what it is fed with, and asks for its state.',
  access: { permission: 'fulfilment.settings', scope: 'merchant' },
  audit: ({ name, url, language, paper }, { printerId }) => ({
    objects: [{ kind: 'printer', id: printerId }],
    details: { name, url, language: language ?? 'pdf', paper },
  }),
  errors: [errors.printerExists, errors.printerTakesNoPdf, errors.paperNeedsPdf],
  async run(tx, { name, url, language = 'pdf', paper }, _actor, effects) {
    if (printerAdapterFor({ url, language }) === undefined) return fail(errors.printerTakesNoPdf)
    if (language !== 'pdf' && !isLabelSize(paper)) return fail(errors.paperNeedsPdf, { paper })
    const printerId = newId()
    if (!(await insertPrinter(tx, { printerId, name, url, language, paper }))) return fail(errors.printerExists, { name })
    effects.enqueue({ kind: 'fulfilment.checkPrinter', payload: { printerId } })
    effects.announce(printerChanged([printerId]))
    return { printerId }
  },
})
