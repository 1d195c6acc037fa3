/** A receiver that the platform masks is shown in plain a moment after somebody asked; when the day is spent, the page says so. */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { aWorkingDay, journey, savePictures, until, type WorkingDay } from './a-working-day.ts'

let day: WorkingDay
before(async () => {
  day = await aWorkingDay()
})
after(() => day.stop())

type ParcelRow = { parcelId: string; number: string }
const waiting = async (): Promise<ParcelRow[]> =>
  (await day.asOwner<{ rows: ParcelRow[] }>('orders.listParcels', { filters: { stations: ['review'] } })).rows
async function aParcel(): Promise<{ parcelId: string; name: string; address: string }> {
  const known = new Set((await waiting()).map(({ parcelId }) => parcelId))
  const [order] = day.sandbox.control.createOrders(1, { buyer: '买家', buyerNote: '', lineCount: 1 })
  assert.ok(order)
  const fresh = async () => (await waiting()).find(({ parcelId }) => !known.has(parcelId))
  await until('the order is here', async () => (await fresh()) !== undefined)
  return { parcelId: (await fresh())?.parcelId ?? '', name: order.receiver.name, address: order.receiver.address }
}

journey('the platform is asked, and what it told stands on the page; a spent day is a sentence', async () => {
  const first = await aParcel()
  const second = await aParcel()
  const { page } = await day.signIn('owner')
  const look = async (): Promise<void> => {
    await page.getByRole('button', { name: '查看明文' }).click()
    await page.getByRole('button', { name: /^查\s?看$/ }).click()
  }
  await page.goto(`${day.url}/parcels/${first.parcelId}`)
  await look()
  await page.getByText(first.name).first().waitFor()
  await page.getByText(first.address).first().waitFor()
  if (process.env.PICTURES) savePictures([{ name: 'receiver-revealed', picture: await page.screenshot() }])
  day.sandbox.control.setFault({ kind: 'decryptQuota', receiversPerDay: 0 })
  await page.goto(`${day.url}/parcels/${second.parcelId}`)
  await look()
  await page.getByText(/解密额度暂时用完了/).waitFor()
  if (process.env.PICTURES) savePictures([{ name: 'receiver-ration-spent', picture: await page.screenshot() }])
})
