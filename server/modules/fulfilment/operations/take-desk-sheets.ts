import { errors } from '#contract/errors.ts'
import { printDesks } from '#contract/print-desks.ts'
import type { Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { command, type Effects } from '#kernel/operation.ts'
import { componentContents } from '../component-contents.ts'
import { DESK_LEASE_MS } from '../desk-rules.ts'
import { handOut } from '../desk-store.ts'
import { type DeskPrinter, deskPrinter, type HandedSheet, handedSheets } from '../desk-views.ts'
import { printerChanged } from '../fulfilment-events.ts'
import { followSheets } from '../record-sheets.ts'
import { changeSheets } from '../sheet-store.ts'
import { lostPrintBatches } from '../starter-rights.ts'

export const takeDeskSheets = command({
  name: 'fulfilment.takeDeskSheets',
  ...printDesks.takeDeskSheets,
  summary:
    'Hands the next sheets of a printer to the page of its packing desk, under a lease; asked again it gives the same ones.',
  access: { permission: 'fulfilment.print', scope: 'shop' },
  audit: ({ deskId, printerId }, { sheets }) => ({
    objects: [{ kind: 'printer', id: printerId }],
    details: { deskId, handedOver: sheets.map(({ waybillNumber }) => waybillNumber) },
  }),
  errors: [errors.notFound],
  async run(tx, { deskId, printerId, takeId, take }, actor, effects) {
    const printer = (await deskPrinter(tx, deskId, printerId)) ?? fail(errors.notFound)
    let handed = await handedSheets(tx, printerId, takeId)
    if (handed.length === 0) {
      const lost = await lostPrintBatches(tx, printerId, take, effects)
      if (lost.length > 0) {
        // Those who began these may no longer go on with them: they are stopped first, and the page asks again.
        effects.enqueue({ kind: 'fulfilment.stopLostBatches', payload: { batchIds: lost } })
        return { sheets: [] }
      }
      const leaseUntil = new Date(effects.now.getTime() + DESK_LEASE_MS)
      await handOut(tx, actor.scope, { printerId, takeId, take, leaseUntil, now: effects.now })
      handed = await handedSheets(tx, printerId, takeId)
      if (handed.length > 0) {
        effects.enqueue({ kind: 'fulfilment.lapseDeskSheets', payload: { printerId }, runAt: leaseUntil })
        effects.announce(printerChanged([printerId]))
      }
    }
    return { sheets: await printableOf(tx, printer, handed, effects) }
  },
})

/** A sheet whose waybill went, or whose document this component cannot open, ends here. */
async function printableOf(tx: Tx, { component }: DeskPrinter, handed: readonly HandedSheet[], effects: Effects) {
  const able: { sheetId: string; waybillNumber: string; contents: Record<string, unknown>[] }[] = []
  const unable: string[] = []
  for (const { sheetId, waybillNumber, interfaceName, printPayload, sender, isLiving } of handed) {
    const contents = interfaceName === component ? componentContents(component, printPayload, sender) : null
    if (contents && isLiving) able.push({ sheetId, waybillNumber, contents })
    else unable.push(sheetId)
  }
  if (unable.length > 0) {
    const problem = 'The waybill is not valid any more.'
    const news = unable.map((sheetId) => ({ sheetId, state: 'failed' as const, printerJobId: null, problem }))
    await followSheets(tx, await changeSheets(tx, news, ['sending'], effects.now), effects)
  }
  return able
}
