/** Waybills from a courier that takes 50 ms for a call of up to ten: from the request of a batch to the last number stored. */
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { partsOf } from '#kernel/parts.ts'
import { startWorker } from '#kernel/worker.ts'
import { addCarrierAccount } from '#modules/fulfilment/operations/add-carrier-account.ts'
import { requestWaybills } from '#modules/fulfilment/operations/request-waybills.ts'
import { approveForced } from '#modules/orders/operations/approve-forced.ts'
import { labelFacts } from '#modules/orders/public.ts'
import { DEFAULT_SESSION, sandboxApp } from '#sandbox/shops.ts'
import { jobHandlers } from '#server/app.ts'
import { cainiao } from '#server/carriers/cainiao/cainiao.ts'
import type { CarrierConnection, WaybillRequest } from '#server/carriers/carrier.ts'
import { interfaceNamed } from '#server/carriers/registry.ts'
import { aBenchWorld, type BenchWorld, countOf } from './bench-world.ts'
import { pullAll } from './intake.bench.ts'
import { sender } from './ready-team.ts'
import type { BenchOptions, Row } from './row.ts'

const COURIER_DELAY_MS = 50
const TARGET_PER_SECOND = 500
const BATCH = 1000
const CALLS_AT_ONCE = 10
const PATIENCE_MS = 300_000

export async function courierBench({ quick }: BenchOptions): Promise<Row[]> {
  const count = quick ? 1000 : 10_000
  const world = await aBenchWorld({ courierDelayMs: COURIER_DELAY_MS })
  try {
    await world.createOrders(count)
    await pullAll(world.t, [world.shopId], count)
    const parcelIds = await approvedParcels(world)
    const floor = parcelIds.length / (await callAlone(world, parcelIds))
    const value = parcelIds.length / (await fetchAll(world, parcelIds))
    return [
      {
        ...{ name: `waybills from a courier that takes ${COURIER_DELAY_MS} ms for ten`, value, unit: 'waybills/s', floor },
        ...{ ratio: value / floor, target: `≥ ${TARGET_PER_SECOND} waybills/s`, pass: value >= TARGET_PER_SECOND },
      },
    ]
  } finally {
    await world.stop()
  }
}

/** What the checks leave to a person is approved by a supervisor. */
async function approvedParcels({ t }: BenchWorld): Promise<string[]> {
  const idsOf = async (states: readonly string[]): Promise<string[]> =>
    (
      await t.read((reader) =>
        reader.rows<{ id: string }>(
          sql`select parcel_id as id from parcels where merchant_id = ${reader.merchantId} and review_state = any(${states}::text[]) order by 1`,
        ),
      )
    ).map(({ id }) => id)
  for (const parcelIds of partsOf(await idsOf(['awaiting', 'held']), BATCH))
    await t.call('owner', approveForced, { parcelIds: parcelIds, reason: 'bench' })
  return idsOf(['approved'])
}

async function fetchAll({ t }: BenchWorld, parcelIds: string[]): Promise<number> {
  await t.call('owner', addCarrierAccount, { carrier: 'YTO', interfaceName: 'cainiao', shopId: null, sender, isDefault: true })
  // The clock of a bench world stands still; the pace of calls and waiting times want one that goes on.
  Object.defineProperty(t.clock, 'now', { get: () => new Date() })
  const worker = startWorker(t.app.kernel, jobHandlers(), { concurrency: 8 })
  t.app.onWake(worker.wake)
  try {
    const started = performance.now()
    for (const batch of partsOf(parcelIds, BATCH)) await t.call('owner', requestWaybills, { parcelIds: batch })
    for (;;) {
      const open = await countOf(t, sql`select count(*) as n from waybills where state = 'requested'`)
      if (open === 0) break
      if (performance.now() - started > PATIENCE_MS) throw new Error(`${open} waybills are still open`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const seconds = (performance.now() - started) / 1000
    const issued = await countOf(t, sql`select count(*) as n from waybills where state = 'issued'`)
    if (issued !== parcelIds.length) throw new Error(`${issued} of ${parcelIds.length} waybills were issued`)
    return seconds
  } finally {
    await worker.stop()
  }
}

/** The floor: the same calls over the same protocol, as many at once as the courier allows, nothing read and nothing stored. */
async function callAlone({ t, gatewayUrl, platformShopId }: BenchWorld, parcelIds: string[]): Promise<number> {
  const facts = await t.read((reader) => labelFacts(reader, t.app.kernel.world.vault, parcelIds))
  const requests = facts.map(
    ({ orders, platform, receiver, receiverMasked, receiverKey, lines }): WaybillRequest => ({
      requestKey: newId(),
      platformOrderIds: orders.map((order) => order.platformOrderId),
      ...{ platform, sender, receiver, receiverKey: receiverMasked ? receiverKey : '' },
      items: lines.map((line) => ({ name: line.title, count: line.quantity })),
      weightGrams: 300,
    }),
  )
  const connection: CarrierConnection = {
    ...{ gatewayUrl, ...sandboxApp, accessToken: DEFAULT_SESSION, carrier: 'YTO', account: {}, platformUserId: platformShopId },
    ...{ templateUrl: interfaceNamed('cainiao')?.templateUrl ?? '', now: Date.now },
  }
  const calls = partsOf(requests, cainiao.batchSize).values()
  const started = performance.now()
  const lane = async (): Promise<void> => {
    for (const call of calls) await cainiao.requestWaybills(connection, [...call])
  }
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, lane))
  return (performance.now() - started) / 1000
}
