import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { printerInUse } from '../printer-views.ts'

export const checkPrinter = command({
  name: 'fulfilment.checkPrinter',
  ...fulfilment.checkPrinter,
  summary: 'Asks a printer for its state in the background.',
  access: { permission: 'fulfilment.print', scope: 'shared' },
  audit: ({ printerId }) => ({ objects: [{ kind: 'printer', id: printerId }] }),
  errors: [errors.notFound],
  async run(tx, { printerId }, _actor, effects) {
    if (!(await printerInUse(tx, printerId))) return fail(errors.notFound)
    effects.enqueue({ kind: 'fulfilment.checkPrinter', payload: { printerId } })
    return {}
  },
})
