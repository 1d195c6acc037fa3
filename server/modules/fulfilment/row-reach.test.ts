import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { may, type Principal } from '#kernel/access.ts'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { aReachTeam, type ParcelFacts, type ReachTeam, someGrants } from '#modules/orders/testing/reach-samples.ts'
import type { TestTeam } from '#server/testing/team.ts'
import { listBatches } from './operations/list-batches.ts'
import { listPrintJobs } from './operations/list-print-jobs.ts'
import { listSheets } from './operations/list-sheets.ts'
import { listWriteBacks } from './operations/list-write-backs.ts'
import { readBatch } from './operations/read-batch.ts'
import { retryWriteBacks } from './operations/retry-write-backs.ts'
import { settleSheets } from './operations/settle-sheets.ts'
import { voidWaybills } from './operations/void-waybills.ts'

type Traces = { batchId: string; printJobId: string }

/** Every parcel was refused in one batch, has a sheet of unknown fate in one print job; the shipped ones were not taken by their platform. */
async function leaveTraces(t: TestTeam): Promise<Traces> {
  const [batchId, printJobId, accountId] = [newId(), newId(), newId()]
  const merchant = t.merchantId
  await t.write(async (tx) => {
    await tx.write(sql`
      insert into carrier_accounts (merchant_id, carrier_account_id, carrier, interface_name, sender, is_default)
      values (${merchant}, ${accountId}, 'YTO', 'cainiao', '{}', true)`)
    await tx.write(sql`
      insert into batches (merchant_id, batch_id, kind, total, started_by, created_at) values (${merchant}, ${batchId}, 'waybill', 0, 'x', now())`)
    await tx.write(sql`
      insert into batch_items (merchant_id, batch_id, parcel_id, shop_id, state, code)
      select ${merchant}, ${batchId}, p.parcel_id, p.shop_id, 'refused', 'notApproved' from parcels p where p.merchant_id = ${merchant}`)
    await tx.write(sql`
      insert into print_jobs (merchant_id, print_job_id, with_delivery_note, is_reprint, started_by, created_at)
      values (${merchant}, ${printJobId}, false, false, 'x', now())`)
    await tx.write(sql`
      insert into waybills (merchant_id, waybill_id, parcel_id, shop_id, carrier_account_id, carrier, request_key, state, waybill_number, requested_at)
      select ${merchant}, p.parcel_id, p.parcel_id, p.shop_id, ${accountId}, 'YTO', p.parcel_id::text, 'issued', 'W' || p.number, now()
      from parcels p where p.merchant_id = ${merchant}`)
    await tx.write(sql`
      insert into sheets (merchant_id, sheet_id, print_job_id, parcel_id, parcel_number, shop_id, waybill_id, waybill_number, place, copy, state)
      select ${merchant}, p.parcel_id, ${printJobId}, p.parcel_id, p.number, p.shop_id, p.parcel_id, 'W' || p.number, 1, 1, 'unknown'
      from parcels p where p.merchant_id = ${merchant}`)
    await tx.write(sql`
      insert into write_backs (merchant_id, write_back_id, parcel_id, parcel_number, order_id, shop_id, platform_order_id, platform_line_ids, carrier,
        waybill_number, state, created_at)
      select distinct on (p.parcel_id) ${merchant}::bigint, p.parcel_id, p.parcel_id, p.number, pl.order_id, p.shop_id, p.platform_order_ids, '[]'::jsonb,
        'YTO', '', 'failed', now()
      from parcels p join parcel_lines pl on pl.merchant_id = ${merchant} and pl.parcel_id = p.parcel_id
      where p.merchant_id = ${merchant} and p.station = 'shipped'`)
  })
  return { batchId, printJobId }
}

test('whatever the grants: batches, sheets and write-backs show what belongs to the parcels one reaches, and no act goes beyond them', async () => {
  const team = await aReachTeam(36)
  try {
    const traces = await leaveTraces(team.t)
    await fc.assert(
      fc.asyncProperty(someGrants(team), async ({ grants, departmentId }) => {
        const who = await team.actor(grants, departmentId)
        const principal = await team.t.principalOf(who)
        const parcels = await team.parcels()
        if (principal.grants.some((grant) => grant.permissions.has('fulfilment.view')))
          await listsAre(
            team.t,
            who,
            traces,
            parcels.filter((row) => may(principal, 'fulfilment.view', row)),
          )
        await actsReach(team, who, principal, parcels)
      }),
      { numRuns: 12 },
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
    assert.deepEqual(unknown.sort(), sorted(rows.filter((row) => !may(principal, permission, row))))
  }
}
