/** Intake to reviewed parcel: orders come over the platform's real protocol from the sandbox and end approved, goods reserved. */
import { sql } from '#kernel/db.ts'
import { startWorker } from '#kernel/worker.ts'
import { pullNow } from '#modules/intake/operations/pull-now.ts'
import { jobHandlers } from '#server/app.ts'
import type { TestTeam } from '#server/testing/team.ts'
import { aBenchWorld, countOf } from './bench-world.ts'
import type { BenchOptions, Row } from './row.ts'
import { writeSameRows } from './same-rows.ts'

const TARGET_PER_SECOND = 1500
const TARGET_RATIO = 0.2
/** Our own batch: one page of the platform. */
const PAGE = 100
export const BASE = ['accounts', 'warehouses', 'shops', 'skus', 'stock']
/** Tables that an order from a platform adds to. */
export const ADDED = [
  'intake_messages',
  'orders',
  'order_lines',
  'parcels',
  'parcel_lines',
  'stock_moves',
  'events',
  'log_entries',
  'log_objects',
]

export async function intakeBench({ quick }: BenchOptions): Promise<Row[]> {
  const count = quick ? 1000 : 10_000
  const world = await aBenchWorld()
  try {
    await world.createOrders(count)
    const seconds = await pullAll(world.t, [world.shopId], count)
    const floorSeconds = await writeSameRows(world.t.address, { base: BASE, added: ADDED }, Math.ceil(count / PAGE))
    const value = count / seconds
    const floor = count / floorSeconds
    const ratio = value / floor
    return [
      {
        name: 'intake',
        value,
        unit: 'orders/s',
        floor,
        ratio,
        target: `≥ ${TARGET_PER_SECOND} orders/s and ≥ ${TARGET_RATIO} of the floor`,
        pass: value >= TARGET_PER_SECOND && ratio >= TARGET_RATIO,
      },
    ]
  } finally {
    await world.stop()
  }
}

const reviewed = sql`select count(*) as n from parcels where review_state in ('approved', 'held', 'awaiting', 'stopped')`

/** Seconds from the order to pull until every order of these shops is a reviewed parcel. */
export async function pullAll(t: TestTeam, shopIds: string[], count: number): Promise<number> {
  const worker = startWorker(t.app.kernel, jobHandlers(), { concurrency: 8 })
  t.app.onWake(worker.wake)
  try {
    // The sandbox dates orders a few seconds back; a window is read once its last second is over.
    t.clock.now = new Date(Date.now() + 2000)
    const started = performance.now()
    await t.call('owner', pullNow, { shopIds })
    while ((await countOf(t, reviewed)) < count) {
      if (performance.now() - started > 300_000) throw new Error(`only ${await countOf(t, reviewed)} of ${count} orders arrived`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    return (performance.now() - started) / 1000
  } finally {
    await worker.stop()
  }
}
