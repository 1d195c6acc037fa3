/** The acts of the stations, each as the product does it and as the least SQL that leaves the same rows. */
import type pg from 'pg'
import { newId } from '#kernel/ids.ts'
import { requestWaybills } from '#modules/fulfilment/operations/request-waybills.ts'
import { shipParcels } from '#modules/fulfilment/operations/ship-parcels.ts'
import { approveParcels } from '#modules/orders/operations/approve-parcels.ts'
import type { ReadyTeam } from './ready-team.ts'

/** Statements of one transaction, all sent at once and prepared by name, values ready. */
export type BareStatement = { name: string; text: string; values: unknown[] }
export type StationAct = {
  /** Brings parcels that await review to where the act finds them. Outside of the clock. */
  prepare(team: ReadyTeam): Promise<void>
  /** As a person of the team, through the runner. Throws when a parcel was refused. */
  product(team: ReadyTeam, parcelIds: string[]): Promise<void>
  /** Reads what the least SQL needs to know beforehand. */
  floor(team: ReadyTeam, parcelIds: string[]): Promise<BareStatement[]>
}

type Content = {
  parcel_id: string
  number: string
  order_id: string
  platform_order_id: string
  sku_id: string
  quantity: number
}
const contentsOf = async ({ owner }: ReadyTeam, parcelIds: readonly string[]): Promise<Content[]> =>
  (
    await owner.query<Content>(
      `select p.parcel_id, p.number, o.order_id, o.platform_order_id, k.sku_id, l.quantity
       from parcels p join parcel_lines l using (merchant_id, parcel_id) join orders o using (merchant_id, order_id)
       join order_lines ol using (merchant_id, line_id) join skus k on k.merchant_id = p.merchant_id and k.code = ol.merchant_sku
       where p.parcel_id = any($1::uuid[]) order by p.parcel_id`,
      [parcelIds],
    )
  ).rows

export const approveAct: StationAct = {
  prepare: async () => undefined,
  product: async (team, parcelIds) => expectAll(await team.t.call('orderReviewer', approveParcels, { parcelIds }), parcelIds),
  async floor(team, parcelIds) {
    const contents = await contentsOf(team, parcelIds)
    const { merchantId } = team.t
    return [
      {
        name: 'floor_approve',
        text: `update parcels set review_state = 'approved', findings = '[]', flags = '', approved_at = $3, approved_by = '审单', version = version + 1
          where merchant_id = $1 and parcel_id = any($2::uuid[])`,
        values: [merchantId, parcelIds, new Date()],
      },
      ...stockStatements(merchantId, 'reserve', contents),
      ...noteStatements(team, 'orders.approveParcels', parcelIds, ['orders.parcelsChanged', 'orders.parcelsApproved'], []),
    ]
  },
}

export const waybillAct: StationAct = {
  prepare: approveEverything,
  product: async (team, parcelIds) => void (await team.t.call('warehouseKeeper', requestWaybills, { parcelIds })),
  async floor(team, parcelIds) {
    const { merchantId } = team.t
    const batchId = newId()
    const account = (await team.owner.query<{ id: string }>('select carrier_account_id as id from carrier_accounts')).rows[0]?.id
    const waybillIds = parcelIds.map(() => newId())
    return [
      {
        name: 'floor_waybills',
        text: `insert into waybills (merchant_id, waybill_id, parcel_id, shop_id, carrier_account_id, via_shop_id, batch_id, carrier, request_key, state, requested_at)
          select $1, w.id, w.parcel_id, $4, $5, $4, $6, 'YTO', w.id::text, 'requested', $7 from unnest($2::uuid[], $3::uuid[]) as w(id, parcel_id)`,
        values: [merchantId, waybillIds, parcelIds, team.shopId, account, batchId, new Date()],
      },
      {
        name: 'floor_batch',
        text: "insert into batches (merchant_id, batch_id, kind, total, started_by, created_at) values ($1, $2, 'waybill', $3, '仓管', $4)",
        values: [merchantId, batchId, parcelIds.length, new Date()],
      },
      {
        name: 'floor_items',
        text: "insert into batch_items (merchant_id, batch_id, parcel_id, shop_id, state) select $1, $2, unnest($3::uuid[]), $4, 'waiting'",
        values: [merchantId, batchId, parcelIds, team.shopId],
      },
      ...noteStatements(
        team,
        'fulfilment.requestWaybills',
        parcelIds,
        ['fulfilment.batchChanged'],
        ['fulfilment.fetchWaybills'],
        {
          kind: 'batch',
          id: batchId,
        },
      ),
    ]
  },
}

export const shipAct: StationAct = {
  async prepare(team) {
    await approveEverything(team)
    await team.owner.query(
      `update parcels set fulfilment_state = 'printed', printed_count = 1, carrier = 'YTO', waybill_number = 'YT' || right(platform_order_ids, 13)`,
    )
    await team.owner.query('vacuum (analyze) parcels')
  },
  product: async (team, parcelIds) => expectAll(await team.t.call('warehouseKeeper', shipParcels, { parcelIds }), parcelIds),
  async floor(team, parcelIds) {
    const contents = await contentsOf(team, parcelIds)
    const { merchantId } = team.t
    const reports = [...Map.groupBy(contents, (one) => one.parcel_id).values()].flatMap(([first]) => first ?? [])
    return [
      {
        name: 'floor_ship',
        text: `update parcels set fulfilment_state = 'shipped', shipped_at = $3, write_back = 'waiting', version = version + 1
          where merchant_id = $1 and parcel_id = any($2::uuid[])`,
        values: [merchantId, parcelIds, new Date()],
      },
      ...stockStatements(merchantId, 'ship', contents),
      {
        name: 'floor_write_backs',
        text: `insert into write_backs (merchant_id, write_back_id, parcel_id, parcel_number, order_id, shop_id, platform_order_id, platform_line_ids, carrier, waybill_number, next_attempt_at, created_at)
          select $1, w.id, w.parcel_id, w.number, w.order_id, $8, w.platform_order_id, '[]', 'YTO', w.waybill, $9, $9
          from unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[]) as w(id, parcel_id, number, order_id, platform_order_id, waybill)`,
        values: [
          merchantId,
          reports.map(() => newId()),
          reports.map((one) => one.parcel_id),
          reports.map((one) => one.number),
          reports.map((one) => one.order_id),
          reports.map((one) => one.platform_order_id),
          reports.map((one) => `YT${one.platform_order_id.slice(-13)}`),
          team.shopId,
          new Date(),
        ],
      },
      ...noteStatements(
        team,
        'fulfilment.shipParcels',
        parcelIds,
        ['fulfilment.parcelsMoved', 'fulfilment.parcelsShipped'],
        ['fulfilment.writeBack', 'tracing.followParcels'],
      ),
    ]
  },
}

async function approveEverything(team: ReadyTeam): Promise<void> {
  for (let from = 0; from < team.parcelIds.length; from += 1000)
    await approveAct.product(team, team.parcelIds.slice(from, from + 1000))
  await team.owner.query('vacuum (analyze)')
}

function expectAll({ done, refused }: { done: string[]; refused: unknown[] }, parcelIds: readonly string[]): void {
  if (done.length !== parcelIds.length)
    throw new Error(`${done.length} of ${parcelIds.length} done: ${JSON.stringify(refused[0])}`)
}

/** The ledger and the balances; goods that many parcels share are summed here. */
function stockStatements(merchantId: string, kind: 'reserve' | 'ship', contents: readonly Content[]): BareStatement[] {
  const sums = new Map<string, number>()
  for (const { sku_id, quantity } of contents) sums.set(sku_id, (sums.get(sku_id) ?? 0) + quantity)
  const skuIds = [...sums.keys()].sort()
  const [onHand, reserved] = kind === 'ship' ? [-1, -1] : [0, 1]
  return [
    {
      name: 'floor_moves',
      text: `insert into stock_moves (merchant_id, move_id, sku_id, at, kind, on_hand_change, reserved_change, parcel_id, actor_name)
        select $1, m.id, m.sku_id, $6, $7, $8::int * m.quantity, $9::int * m.quantity, m.parcel_id, '仓管'
        from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::int[]) as m(id, sku_id, parcel_id, quantity)`,
      values: [
        merchantId,
        contents.map(() => newId()),
        contents.map((one) => one.sku_id),
        contents.map((one) => one.parcel_id),
        contents.map((one) => one.quantity),
        ...[new Date(), kind, onHand, reserved],
      ],
    },
    {
      name: 'floor_stock',
      text: `update stock s set on_hand = s.on_hand + $4::int * d.quantity, reserved = s.reserved + $5::int * d.quantity, updated_at = $6
        from unnest($2::uuid[], $3::int[]) as d(sku_id, quantity) where s.merchant_id = $1 and s.sku_id = d.sku_id`,
      values: [merchantId, skuIds, skuIds.map((id) => sums.get(id)), onHand, reserved, new Date()],
    },
  ]
}

/** The log entry with its objects, the facts and the jobs. */
function noteStatements(
  { t, shopId }: ReadyTeam,
  operation: string,
  parcelIds: readonly string[],
  facts: readonly string[],
  jobs: readonly string[],
  ...others: { kind: string; id: string }[]
): BareStatement[] {
  const { merchantId } = t
  const entryId = newId()
  const objects = [...others, ...parcelIds.map((id) => ({ kind: 'parcel', id }))]
  return [
    {
      name: 'floor_entry',
      text: `insert into log_entries (merchant_id, entry_id, version, at, kind, operation, outcome, actor_kind, actor_id, actor_name, via, ip, request_id, why, objects, details)
        values ($1, $2, 2, $3, 'command', $4, 'done', 'person', $5, '仓管', 'api', '', $7, '[]', $6, '{}')`,
      values: [merchantId, entryId, new Date(), operation, t.ownerId, JSON.stringify(objects), newId()],
    },
    {
      name: 'floor_objects',
      text: 'insert into log_objects (merchant_id, object_kind, object_id, entry_id) select $1, o.kind, o.id, $4 from unnest($2::text[], $3::text[]) as o(kind, id)',
      values: [merchantId, objects.map(({ kind }) => kind), objects.map(({ id }) => id), entryId],
    },
    {
      name: 'floor_pending',
      text: 'insert into log_pending (merchant_id, entry_id) values ($1, $2)',
      values: [merchantId, entryId],
    },
    ...facts.map((kind) => ({
      name: 'floor_event',
      text: "insert into events (merchant_id, event_id, at, kind, permission, shop_ids, ids) values ($1, $2, $3, $4, 'orders.view', $5, $6)",
      values: [merchantId, newId(), new Date(), kind, JSON.stringify([shopId]), JSON.stringify(parcelIds)],
    })),
    ...jobs.map((kind) => ({
      name: 'floor_job',
      text: 'insert into jobs (merchant_id, job_id, kind, payload, job_group, run_at) values ($1, $2, $3, $4, $3, $5)',
      values: [merchantId, newId(), kind, JSON.stringify({ shopId }), new Date()],
    })),
  ]
}

export async function runBare(client: pg.Client, statements: readonly BareStatement[]): Promise<void> {
  await Promise.all([client.query('begin'), ...statements.map((statement) => client.query(statement)), client.query('commit')])
}
