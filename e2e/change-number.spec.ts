/** After shipping a number turns out wrong: the warehouse keeper changes it on the parcel, and the platform shows the new one. */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { aWorkingDay, journey, until, type WorkingDay } from './a-working-day.ts'

const NUMBER = 'YT7700000000001'
let day: WorkingDay
before(async () => {
  day = await aWorkingDay()
})
after(() => day.stop())

type ParcelRow = { parcelId: string; number: string; waybillNumber: string; writeBack: string }
const atStation = async (station: string): Promise<ParcelRow[]> => {
  const { rows } = await day.asOwner<{ rows: ParcelRow[] }>('orders.listParcels', {
    filters: { stations: [station] },
    sort: 'deadline',
  })
  return rows
}

journey('a wrong number is changed on the parcel, told to the platform and seen among the write-backs', async () => {
  const known = new Set((await atStation('review')).map(({ parcelId }) => parcelId))
  const [order] = day.sandbox.control.createOrders(1, { buyer: '买家', buyerNote: '', lineCount: 1 })
  assert.ok(order)
  await until('the order is here', async () => (await atStation('review')).some(({ parcelId }) => !known.has(parcelId)))
  const parcelId = (await atStation('review')).find((row) => !known.has(row.parcelId))?.parcelId ?? assert.fail('no parcel')
  const stands = async (station: string) => (await atStation(station)).find((row) => row.parcelId === parcelId)
  await day.asOwner('orders.approveForced', { parcelIds: [parcelId], reason: '测试' })
  await day.asOwner('fulfilment.requestWaybills', { parcelIds: [parcelId] })
  await until('it has a number', async () => (await stands('print')) !== undefined)
  await day.asOwner('fulfilment.downloadLabels', { parcelIds: [parcelId], size: '76x130' })
  await day.asOwner('fulfilment.shipParcels', { parcelIds: [parcelId] })
  await until('the platform knows', async () => (await stands('shipped'))?.writeBack === 'confirmed')
  const old = (await stands('shipped'))?.waybillNumber ?? ''

  const { page, complaints } = await day.signIn('warehouseKeeper')
  await page.goto(`${day.url}/parcels/${parcelId}`)
  await page.getByRole('button', { name: '更换运单号' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('新运单号').fill(NUMBER)
  await dialog.getByText('单号填错').click()
  await dialog.getByRole('button', { name: '更换运单号' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText(`${old} → ${NUMBER}`).first().waitFor()
  await until('the platform knows', async () => (await stands('shipped'))?.writeBack === 'confirmed')
  assert.deepEqual(day.sandbox.control.order(order.tid).waybillNumbers, [NUMBER])

  await page.goto(`${day.url}/fulfilment/write-backs?state=confirmed`)
  await page.getByText(`原单号 ${old}`).waitFor()
  assert.equal(await page.getByText('改单号', { exact: true }).count(), 1)
  // The row of the past offers no change any more.
  assert.equal(await page.getByRole('button', { name: '更换运单号' }).count(), 1)
  assert.deepEqual(complaints, [])
})
