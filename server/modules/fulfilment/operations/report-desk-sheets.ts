import { errors } from '#contract/errors.ts'
import { printDesks } from '#contract/print-desks.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { DESK_LEASE_MS, reportsByOrigin } from '../desk-rules.ts'
import { noteDrawn, renewLeases } from '../desk-store.ts'
import { deskPrinter, sheetsOfDesk } from '../desk-views.ts'
import { printerChanged } from '../fulfilment-events.ts'
import { setPrinterState } from '../printer-store.ts'
import { followSheets } from '../record-sheets.ts'
import { changeSheets } from '../sheet-store.ts'

export const reportDeskSheets = command({
  name: 'fulfilment.reportDeskSheets',
  ...printDesks.reportDeskSheets,
  summary: 'Records what the print component of a packing desk said of sheets and printers; a word said twice counts once.',
  access: { permission: 'fulfilment.print', scope: 'shop' },
  audit: ({ deskId, news, printers }) => ({
    objects: [
      ...printers.map(({ printerId }) => ({ kind: 'printer', id: printerId })),
      ...news.map(({ sheetId }) => ({ kind: 'sheet', id: sheetId })),
    ],
    details: {
      deskId,
      printed: news.filter(({ state }) => state === 'printed').length,
      failed: news.filter(({ state }) => state === 'failed').length,
      cancelled: news.filter(({ state }) => state === 'cancelled').length,
      unknown: news.filter(({ state }) => state === 'unknown').length,
      printers: printers.map(({ state, reasons }) => [state, ...reasons].join(' ')),
    },
  }),
  errors: [errors.notFound],
  async run(tx, { deskId, news, printers }, actor, effects) {
    const { now } = effects
    for (const { printerId, state, reasons } of printers) {
      if (!(await deskPrinter(tx, deskId, printerId))) return fail(errors.notFound)
      await setPrinterState(tx, printerId, state, reasons, now)
    }
    const own = await sheetsOfDesk(
      tx,
      actor.scope,
      deskId,
      news.map(({ sheetId }) => sheetId),
      now,
    )
    const told = news.filter(({ sheetId }) => own.has(sheetId))
    for (const { from, isDrawn, news: words } of reportsByOrigin(told)) {
      const changed = await changeSheets(tx, words, from, now)
      await followSheets(tx, changed, effects)
      if (isDrawn)
        await noteDrawn(
          tx,
          changed.map(({ sheetId }) => sheetId),
          now,
        )
    }
    const accepted = told.flatMap(({ sheetId, state }) => (state === 'accepted' || state === 'drawn' ? sheetId : []))
    if (accepted.length > 0) await renewLeases(tx, accepted, new Date(now.getTime() + DESK_LEASE_MS))
    effects.announce(printerChanged(printers.map(({ printerId }) => printerId)))
    return {}
  },
})
