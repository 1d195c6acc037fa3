/** The page of a packing desk as the browser runs it: its own protocol code, real websockets to the components of the sandbox. */
import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { newId } from '#kernel/ids.ts'
import type { Warehouse } from '#server/testing/warehouse.ts'
import { openComponentLine } from '#web/features/fulfilment/print-component/component-line.ts'
import { createDeskDriver } from '#web/features/fulfilment/print-component/desk-driver.ts'
import { readDesk } from '../operations/read-desk.ts'
import { reportDeskSheets } from '../operations/report-desk-sheets.ts'
import { takeDeskSheets } from '../operations/take-desk-sheets.ts'

const keeper = 'warehouseKeeper'

export const componentOf = (w: Warehouse, wanted: string) =>
  w.sandbox.control.printComponents().find(({ name }) => name === wanted) ?? assert.fail(`no component ${wanted}`)

/** Its clock can be moved so that nobody has to be silent for long. */
export function aDeskPage(w: Warehouse, deskId: string, afterTaking: (takeId: string) => Promise<void> = async () => undefined) {
  let aheadMs = 0
  const driver = createDeskDriver({
    server: {
      readDesk: () => w.t.call(keeper, readDesk, { deskId }),
      async take(printerId, takeId, take) {
        const { sheets } = await w.t.call(keeper, takeDeskSheets, { deskId, printerId, takeId, take })
        await afterTaking(takeId)
        return sheets
      },
      async report(news, printers) {
        await w.t.call(keeper, reportDeskSheets, { deskId, news, printers })
      },
    },
    openLine: (component, ears) => openComponentLine(componentOf(w, component).url, ears),
    newId,
    now: () => Date.now() + aheadMs,
    isAlone: () => true,
  })
  return {
    ...driver,
    waitLong: () => {
      aheadMs += 60_000
    },
  }
}

export async function lookUntil(page: { look(): Promise<void> }, isDone: () => Promise<boolean>): Promise<void> {
  for (let k = 0; k < 200; k++) {
    await page.look()
    if (await isDone()) return
    await pause(30)
  }
  assert.fail('it did not come to an end')
}
