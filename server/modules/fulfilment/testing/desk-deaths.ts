/** A packing desk whose server is killed: a page at the desk with its component, and what must be true of the paper afterwards. */
import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { freezeStaff } from '#modules/team/operations/freeze-staff.ts'
import type { Act, Killable } from '#server/testing/killable.ts'
import type { Warehouse } from '#server/testing/warehouse.ts'
import { openComponentLine } from '#web/features/fulfilment/print-component/component-line.ts'
import { createDeskDriver } from '#web/features/fulfilment/print-component/desk-driver.ts'
import { addDeskPrinter } from '../operations/add-desk-printer.ts'
import { printParcels } from '../operations/print-parcels.ts'
import { readDesk } from '../operations/read-desk.ts'
import { reportDeskSheets } from '../operations/report-desk-sheets.ts'
import { takeDeskSheets } from '../operations/take-desk-sheets.ts'

const keeper = 'warehouseKeeper'
const DEVICE = '热敏面单机'
const PATIENCE = 200

type Desk = { w: Warehouse; deskId: string; printerId: string }
/** Dies at each of these in turn. */
type DieAtEach = (failpoints: readonly string[], act: () => Act | undefined) => Promise<void>

/** A desk with a printer of Cainiao's component; the sandbox plays the component. */
export async function aDesk(w: Warehouse): Promise<Desk> {
  const deskId = newId()
  const desk = {
    deskId,
    deskName: '一号打包台',
    component: 'cainiao',
    deviceName: DEVICE,
    name: '台一',
    paper: '76x130',
  } as const
  return { w, deskId, printerId: (await w.t.call('owner', addDeskPrinter, desk)).printerId }
}

const componentOf = ({ w }: Desk) =>
  w.sandbox.control.printComponents().find(({ name }) => name === 'cainiao') ?? assert.fail('no component')
const papersOf = (desk: Desk): string[] =>
  componentOf(desk)
    .printed()
    .map(({ documentId }) => documentId)
    .sort()
const sheetsOf = async ({ w, printerId }: Desk, state: string): Promise<string[]> => {
  const rows = await w.rows<{ id: string }>(
    sql`select sheet_id as id from sheets where merchant_id = ${w.t.merchantId} and printer_id = ${printerId} and state = ${state}`,
  )
  return rows.map(({ id }) => id).sort()
}
const print = ({ w, printerId }: Desk, parcelIds: readonly string[], who: typeof keeper | { accountId: string } = keeper) =>
  w.t.call(who, printParcels, { parcelIds: [...parcelIds], printerIds: [printerId] })

/** A page at the desk, whose clock can be moved. */
function aPage(desk: Desk) {
  const { w, deskId } = desk
  let aheadMs = 0
  const driver = createDeskDriver({
    server: {
      readDesk: () => w.t.call(keeper, readDesk, { deskId }),
      take: async (printerId, takeId, take) =>
        (await w.t.call(keeper, takeDeskSheets, { deskId, printerId, takeId, take })).sheets,
      async report(news, printers) {
        await w.t.call(keeper, reportDeskSheets, { deskId, news, printers })
      },
    },
    openLine: (_component, ears) => openComponentLine(componentOf(desk).url, ears),
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

/** Somebody opens the page and stays until this many sheets are printed. */
async function comeBack(desk: Desk, printedCount: number): Promise<void> {
  const page = aPage(desk)
  for (let tries = 0; tries < PATIENCE && (await sheetsOf(desk, 'printed')).length < printedCount; tries++) {
    page.waitLong()
    await page.look()
    await pause(20)
  }
  page.close()
  assert.deepEqual(papersOf(desk), await sheetsOf(desk, 'printed'), 'each sheet is one paper')
  assert.equal(papersOf(desk).length, printedCount)
}

/** The page took sheets, said them to the component and was never heard of again; the time it had is over. */
async function leaveBehind(desk: Desk, parcelIds: readonly string[]): Promise<void> {
  const { w } = desk
  w.sandbox.control.setFault({ kind: 'printerPaperOut', target: DEVICE })
  await print(desk, parcelIds)
  const page = aPage(desk)
  await page.look()
  page.close()
  assert.equal((await sheetsOf(desk, 'accepted')).length, parcelIds.length)
  await w.t.write((tx) =>
    tx.write(
      sql`update sheets set lease_until = now() - interval '1 second' where merchant_id = ${tx.merchantId} and state in ('sending', 'accepted')`,
    ),
  )
  await w.makeJobsDue()
}

/** Killed while it gives up what a silent page had: given up once, and whoever comes back finds the paper. Two parcels for each place. */
export async function killedWhileGivingUp(
  desk: Desk,
  k: Killable,
  dieAtEach: DieAtEach,
  parcelIds: readonly string[],
): Promise<void> {
  const before = papersOf(desk).length
  const places = [
    'fulfilment.lapseDeskSheets.beforeCommit',
    'fulfilment.lapseDeskSheets.afterCommit',
    'job.fulfilment.lapseDeskSheets.beforeFinish',
  ]
  for (const [index, place] of places.entries()) {
    await leaveBehind(desk, parcelIds.slice(index * 2, index * 2 + 2))
    await dieAtEach([place], () => undefined)
    await k.live()
    assert.equal((await sheetsOf(desk, 'unknown')).length, 2, place)
    desk.w.sandbox.control.clearFaults()
    await comeBack(desk, before + 2 * (index + 1))
  }
}

/** Killed while it stops what somebody began who was frozen: stopped once, and what others print afterwards is there once. */
export async function killedWhileStopping(
  desk: Desk,
  k: Killable,
  dieAtEach: DieAtEach,
  parcelIds: readonly string[],
): Promise<void> {
  const { w, deskId, printerId } = desk
  const before = papersOf(desk).length
  const accountId = await w.t.staff('离岗的打包员', [{ role: 'warehouseKeeper' }])
  await print(desk, parcelIds, { accountId })
  await w.t.call('owner', freezeStaff, { accountIds: [accountId] })
  const take = { deskId, printerId, takeId: newId(), take: 5 }
  await dieAtEach(['job.fulfilment.stopLostBatches.beforeFinish'], () => ({
    operation: 'fulfilment.takeDeskSheets',
    input: take,
  }))
  await k.live()
  assert.equal((await sheetsOf(desk, 'cancelled')).length, parcelIds.length)
  assert.equal(papersOf(desk).length, before)
  await print(desk, parcelIds)
  await comeBack(desk, before + parcelIds.length)
}
