import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { lapsedSheets } from '../desk-store.ts'
import { printerChanged } from '../fulfilment-events.ts'
import { setPrinterState } from '../printer-store.ts'
import { followSheets } from '../record-sheets.ts'
import { changeSheets } from '../sheet-store.ts'

export const lapseDeskSheets = command({
  name: 'fulfilment.lapseDeskSheets',
  ...shape({ printerId: uuid }, z.object({ lapsed: z.number().int() })),
  summary:
    'Gives up sheets of which the page of their packing desk has said nothing for too long: a person has to look at the paper.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: ({ printerId }, { lapsed }) => ({ objects: [{ kind: 'printer', id: printerId }], details: { lapsed } }),
  errors: [],
  async run(tx, { printerId }, _actor, effects) {
    const sheetIds = await lapsedSheets(tx, printerId, effects.now)
    if (sheetIds.length === 0) return { lapsed: 0 }
    const news = sheetIds.map((sheetId) => ({ sheetId, state: 'unknown' as const, printerJobId: null, problem: 'desk-silent' }))
    await followSheets(tx, await changeSheets(tx, news, ['sending', 'accepted'], effects.now), effects)
    await setPrinterState(tx, printerId, 'unreachable', ['desk-silent'], effects.now)
    effects.announce(printerChanged([printerId]))
    return { lapsed: sheetIds.length }
  },
})
