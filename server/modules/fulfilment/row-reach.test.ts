import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Principal } from '#kernel/access.ts'
import { may, rightsOf } from '#kernel/rights.ts'
import { aReachTeam, everyLimit, type ParcelFacts, type ReachTeam, someGrants } from '#modules/orders/testing/reach-samples.ts'
import type { TestTeam } from '#server/testing/team.ts'
import { explainCourier } from './operations/explain-courier.ts'
import { listBatches } from './operations/list-batches.ts'
import { listPrintJobs } from './operations/list-print-jobs.ts'
import { listSheets } from './operations/list-sheets.ts'
import { listWriteBacks } from './operations/list-write-backs.ts'
import { readBatch } from './operations/read-batch.ts'
import { retryWriteBacks } from './operations/retry-write-backs.ts'
import { settleSheets } from './operations/settle-sheets.ts'
import { voidWaybills } from './operations/void-waybills.ts'
import { leaveTraces, type Traces } from './testing/traces.ts'

test('whatever the grants: batches, sheets and write-backs show what belongs to the parcels one reaches, and no act goes beyond them', async () => {
  const team = await aReachTeam(36)
  try {
    const traces = await leaveTraces(team.t)
    await fc.assert(
      fc.asyncProperty(someGrants(team), async ({ grants, departmentId }) => {
        const who = await team.actor(grants, departmentId)
        const principal = await team.t.principalOf(who)
        const parcels = await team.parcels()
        if (principal.grants.some((grant) => grant.permissions.has('fulfilment.view'))) {
          const [seen, hidden] = partition(parcels, (row) => may(rightsOf(principal), 'fulfilment.view', row))
          await listsAre(team.t, who, traces, seen)
          await couriersAreExplained(team.t, who, seen, hidden)
        }
        await actsReach(team, who, principal, parcels)
      }),
      { numRuns: 12, examples: everyLimit(team) },
    )
  } finally {
    await team.drop()
  }
})

const isShipped = (row: ParcelFacts): boolean => row.station === 'shipped'
const sorted = (rows: readonly ParcelFacts[]): string[] => rows.map((row) => row.parcelId).sort()

async function listsAre(t: TestTeam, who: { accountId: string }, traces: Traces, rows: readonly ParcelFacts[]): Promise<void> {
  const { batchId, printJobId } = traces
  const seen = sorted(rows)
  const [sheets, writeBacks, batches, jobs] = [
    await t.call(who, listSheets, { printJobId }),
    await t.call(who, listWriteBacks, {}),
    await t.call(who, listBatches, {}),
    await t.call(who, listPrintJobs, {}),
  ]
  assert.deepEqual(sheets.rows.map((row) => row.parcelId).sort(), seen)
  assert.deepEqual(writeBacks.rows.map((row) => row.parcelId).sort(), sorted(rows.filter(isShipped)))
  assert.deepEqual(
    batches.rows.map((row) => row.total),
    seen.length === 0 ? [] : [seen.length],
  )
  assert.deepEqual(
    jobs.rows.map((row) => row.total),
    seen.length === 0 ? [] : [seen.length],
  )
  const batch = await t.call(who, readBatch, { batchId }).catch(() => undefined)
  assert.deepEqual(batch?.refused.map((item) => item.id) ?? [], seen)
}

function partition<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))]
}

async function couriersAreExplained(
  t: TestTeam,
  who: { accountId: string },
  seen: readonly ParcelFacts[],
  hidden: readonly ParcelFacts[],
): Promise<void> {
  if (seen.length > 0) {
    const { rows } = await t.call(who, explainCourier, { parcelIds: sorted(seen) })
    assert.deepEqual(rows.map(({ parcelId }) => parcelId).sort(), sorted(seen))
  }
  for (const row of hidden.slice(0, 4))
    await assert.rejects(t.call(who, explainCourier, { parcelIds: sorted([...seen, row]) }), /notFound/)
}

/** What is outside is refused as unknown; what is inside may be refused for reasons of its own. */
async function actsReach(
  { t }: ReachTeam,
  who: { accountId: string },
  principal: Principal,
  parcels: readonly ParcelFacts[],
): Promise<void> {
  const ids = sorted(parcels)
  const shipped = parcels.filter(isShipped)
  const acts = [
    ['fulfilment.retryWriteBack', shipped, () => t.call(who, retryWriteBacks, { writeBackIds: sorted(shipped) })],
    ['fulfilment.reprint', parcels, () => t.call(who, settleSheets, { sheetIds: ids, isPrinted: false, reason: 'x' })],
    ['fulfilment.waybill', parcels, () => t.call(who, voidWaybills, { parcelIds: ids, reason: 'x' })],
  ] as const
  for (const [permission, rows, act] of acts) {
    if (!principal.grants.some((grant) => grant.permissions.has(permission))) continue
    const { refused } = await act()
    const unknown = refused.filter((item) => item.code === 'notFound').map((item) => item.id)
    assert.deepEqual(unknown.sort(), sorted(rows.filter((row) => !may(rightsOf(principal), permission, row))))
  }
}
