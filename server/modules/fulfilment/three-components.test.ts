/** A waybill of each platform that has a print component, printed by that component: from the platform's order to the paper. */
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { brokenInvariants } from '#server/testing/invariants.ts'
import { aWarehouse, type Warehouse } from '#server/testing/warehouse.ts'
import { addDeskPrinter } from './operations/add-desk-printer.ts'
import { listPrintComponents } from './operations/list-print-components.ts'
import { listPrintJobs } from './operations/list-print-jobs.ts'
import { listPrinters } from './operations/list-printers.ts'
import { listSheets } from './operations/list-sheets.ts'
import { printParcels } from './operations/print-parcels.ts'
import { readBatch } from './operations/read-batch.ts'
import { requestWaybills } from './operations/request-waybills.ts'
import { takeDeskSheets } from './operations/take-desk-sheets.ts'
import { aDeskPage, componentOf, lookUntil } from './testing/desk-page.ts'

const keeper = 'warehouseKeeper'
const DEVICE = '热敏面单机'
const cases = [
  { component: 'cainiao', platform: 'taobao' },
  { component: 'pinduoduo', platform: 'pinduoduo' },
  { component: 'douyin', platform: 'douyin' },
] as const

const TLS_PORTS = { cainiao: 13529, pinduoduo: 18653, douyin: 13999 }

for (const { component, platform } of cases)
  describe(component, () => {
    const deskId = newId()
    let w: Warehouse
    let printerId: string
    before(async () => {
      w = await aWarehouse({ platform, sandbox: { printComponents: { [component]: 0 } } })
      const wish = { deskId, deskName: '一号打包台', component, deviceName: DEVICE, name: '台一', paper: '76x130' } as const
      printerId = (await w.t.call('owner', addDeskPrinter, wish)).printerId
    })
    after(() => w.drop())
    afterEach(async () => {
      w.sandbox.control.clearFaults()
      assert.deepEqual(await brokenInvariants(w.t.address, w.t.merchantId), [])
    })
    async function started(count: number, ...more: string[]): Promise<{ batchId: string }> {
      const parcelIds = await w.orders(count)
      await w.t.call(keeper, requestWaybills, { parcelIds })
      await w.work()
      return w.t.call(keeper, printParcels, { parcelIds, printerIds: [printerId, ...more] })
    }
    const papers = () => componentOf(w, component).printed()
    const batch = (of: { batchId: string }) => w.t.call(keeper, readBatch, of)
    async function toItsEnd(of: { batchId: string }): Promise<void> {
      const page = aDeskPage(w, deskId)
      await lookUntil(page, async () => (await batch(of)).waiting === 0)
      page.close()
    }

    test('a batch goes to the component and to a network printer side by side; each sheet comes out once, on paper of its size', async () => {
      const printing = await started(9, w.printerIds[0] ?? '')
      await w.work()
      await toItsEnd(printing)
      const { done, refused } = await batch(printing)
      assert.deepEqual([done, refused], [9, []])
      const ids = papers().map(({ documentId }) => documentId)
      assert.deepEqual([ids.length, new Set(ids).size], [5, 5])
      assert.ok(papers().every(({ templateUrl }) => templateUrl.startsWith('http')))
      assert.equal(w.sandbox.control.printerJobs('label-1').length, 4)
      assert.deepEqual(componentOf(w, component).paperOf(DEVICE), { width: 76, height: 130 })
      assert.equal((await w.t.call(keeper, listPrinters, {})).rows.find((row) => row.printerId === printerId)?.state, 'idle')
    })

    test('sheets that were taken while the line closed are taken again, so that they are said with what is good now, and come out once', async () => {
      const before = papers().length
      const printing = await started(2)
      const takings: string[] = []
      const page = aDeskPage(w, deskId, async (takeId) => {
        takings.push(takeId)
        if (takings.length > 1) return
        componentOf(w, component).restart()
        await pause(100)
      })
      await lookUntil(page, async () => (await batch(printing)).waiting === 0)
      page.close()
      assert.deepEqual([(await batch(printing)).done, papers().length - before], [2, 2])
      assert.deepEqual([takings.length, new Set(takings).size], [2, 1])
    })

    test('it is named with its port for plain pages and the one for pages over https', async () => {
      const { rows } = await w.t.call(keeper, listPrintComponents, {})
      const host = component === 'pinduoduo' ? '127.0.0.1' : 'localhost'
      assert.equal(rows.find((row) => row.component === component)?.secureUrl, `wss://${host}:${TLS_PORTS[component]}`)
    })

    // The other two platforms send documents in plain: their waybills are asked for with need_encrypt false.
    if (component !== 'douyin') return

    test('a document that somebody else signed is not drawn, and the sheet says so', async () => {
      const printing = await started(1)
      const forged = 'Zm9yZ2Vk'
      await w.t.write((tx) =>
        tx.write(sql`
          update waybills set print_payload = jsonb_set(print_payload::jsonb, '{signature}', ${JSON.stringify(forged)}::jsonb)::text
          where merchant_id = ${tx.merchantId} and print_payload like '%"signature"%'`),
      )
      await toItsEnd(printing)
      const [job] = (await w.t.call(keeper, listPrintJobs, { printerId })).rows
      const [sheet] = (await w.t.call(keeper, listSheets, { printJobId: job?.printJobId ?? '' })).rows
      assert.deepEqual([sheet?.state, sheet?.problem], ['failed', '签名校验失败'])
    })

    test('the question for the shop’s key is signed when sheets are taken, is kept nowhere, and needs a shop that is authorised', async () => {
      const printing = await started(1)
      const taking = { deskId, printerId, takeId: newId(), take: 1 }
      const idempotencyKey = newId()
      const { sheets } = await w.t.call(keeper, takeDeskSheets, taking, { idempotencyKey })
      assert.match(
        String(sheets[0]?.contents[0]?.params),
        /^access_token=\w+&app_key=\d+&method=logistics\.getShopKey&param_json=\{\}&/,
      )
      const kept = await w.rows<{ answer: unknown }>(
        sql`select answer from idempotency_keys where merchant_id = ${w.t.merchantId} and key = ${idempotencyKey}`,
      )
      assert.deepEqual(kept, [])
      await w.t.write((tx) =>
        tx.write(sql`update shops set state = 'authorisation_expired' where merchant_id = ${tx.merchantId}`),
      )
      assert.deepEqual(await w.t.call(keeper, takeDeskSheets, taking), { sheets: [] })
      assert.match(String((await batch(printing)).refused[0]?.params.reason), /店铺授权已失效/)
    })
  })
