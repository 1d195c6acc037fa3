import { errors } from '#contract/errors.ts'
import { printDesks } from '#contract/print-desks.ts'
import type { Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { command, type Effects } from '#kernel/operation.ts'
import { keptToken } from '#modules/shops/public.ts'
import { interfaceNamed } from '#server/carriers/registry.ts'
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
  // What Douyin's component is given to ask with carries the shop's access token.
  answersSecret: true,
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
  const unable: { sheetId: string; state: 'failed'; printerJobId: null; problem: string }[] = []
  const paramsOf = await printParamsOf(tx, handed, effects)
  for (const sheet of handed) {
    const { sheetId, waybillNumber, interfaceName, printPayload, sender, isLiving } = sheet
    const params = paramsOf(sheet)
    const contents = interfaceName === component ? componentContents(component, printPayload, sender, params ?? '') : null
    if (isLiving && contents && params !== null) able.push({ sheetId, waybillNumber, contents })
    else {
      const problem = PROBLEMS[isLiving ? (contents ? 'shop' : 'document') : 'waybill']
      unable.push({ sheetId, state: 'failed', printerJobId: null, problem })
    }
  }
  if (unable.length > 0) await followSheets(tx, await changeSheets(tx, unable, ['sending'], effects.now), effects)
  return able
}

const PROBLEMS = {
  waybill: '面单已作废 (The waybill is not valid any more).',
  document: '打印组件打不开这张面单，请作废后重新取号，或下载 PDF (The component cannot open it: take a new number, or the PDF).',
  shop: '店铺授权已失效，请重新授权后再打 (The shop’s authorisation has lapsed: renew it and print again).',
}

/** Signed anew each time a taking is asked for: the platform takes such a signature for some minutes only. null = there is nobody to sign. */
async function printParamsOf(tx: Tx, handed: readonly HandedSheet[], { world }: Effects) {
  const signers = new Map<string, string | null>()
  const keyOf = ({ interfaceName, viaShopId }: HandedSheet): string => `${interfaceName} ${viaShopId}`
  for (const sheet of handed) {
    const { interfaceName, viaShopId } = sheet
    const sign = interfaceNamed(interfaceName)?.adapter.printParams
    if (!sign || signers.has(keyOf(sheet))) continue
    const token = viaShopId === null ? null : await keptToken(tx, world, viaShopId)
    signers.set(keyOf(sheet), token && sign({ ...token, now: () => world.now().getTime() }))
  }
  return (sheet: HandedSheet): string | null => {
    const params = signers.get(keyOf(sheet))
    return params === undefined ? '' : params
  }
}
