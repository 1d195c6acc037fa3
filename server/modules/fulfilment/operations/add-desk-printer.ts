import { errors } from '#contract/errors.ts'
import { printDesks } from '#contract/print-desks.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { insertDeskPrinter, nameDesk } from '../desk-store.ts'
import { printerChanged } from '../fulfilment-events.ts'

export const addDeskPrinter = command({
  name: 'fulfilment.addDeskPrinter',
  ...printDesks.addDeskPrinter,
  summary: 'Binds a printer behind a print component to a packing desk, whose browser will print on it.',
  access: { permission: 'fulfilment.settings', scope: 'merchant' },
  audit: ({ deskId, deskName, component, deviceName, name, paper }, { printerId }) => ({
    objects: [{ kind: 'printer', id: printerId }],
    details: { name, component, deviceName, deskId, deskName, paper },
  }),
  errors: [errors.printerExists],
  async run(tx, { deskId, deskName, ...printer }, _actor, effects) {
    const printerId = newId()
    await nameDesk(tx, deskId, deskName, effects.now)
    if (!(await insertDeskPrinter(tx, { printerId, deskId, ...printer })))
      return fail(errors.printerExists, { name: printer.name })
    effects.announce(printerChanged([printerId]))
    return { printerId }
  },
})
