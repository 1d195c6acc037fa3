import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { FULFILMENT_STATES, REVIEW_STATES, STATIONS } from '#contract/orders.ts'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import {
  FULFILMENT_EVENTS,
  FULFILMENT_MOVES,
  nextState,
  REVIEW_EVENTS,
  REVIEW_MOVES,
  statesBefore,
  stationOf,
} from './order-states.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

function reachable<S extends string, E extends string>(
  moves: Record<S, Partial<Record<E, S>>>,
  events: readonly E[],
  first: S,
): Set<S> {
  const found = new Set<S>([first])
  for (const state of found)
    for (const event of events) {
      const next = nextState(moves, state, event)
      if (next) found.add(next)
    }
  return found
}

test('every review state and every fulfilment state can be reached from a new parcel', () => {
  assert.deepEqual([...reachable(REVIEW_MOVES, REVIEW_EVENTS, 'unpaid')].sort(), [...REVIEW_STATES].sort())
  assert.deepEqual([...reachable(FULFILMENT_MOVES, FULFILMENT_EVENTS, 'none')].sort(), [...FULFILMENT_STATES].sort())
})

test('a shipped parcel never moves again, and only a printed one is shipped', () => {
  for (const event of FULFILMENT_EVENTS) assert.equal(nextState(FULFILMENT_MOVES, 'shipped', event), undefined)
  assert.deepEqual(statesBefore(FULFILMENT_MOVES, 'ship'), ['printed'])
})

test('a stopped parcel comes back to be looked at, never straight into shipping', () => {
  assert.equal(nextState(REVIEW_MOVES, 'stopped', 'allow'), undefined)
  assert.equal(nextState(REVIEW_MOVES, 'stopped', 'alert'), 'awaiting')
})

test('the database and the program agree on the station of every combination of states, and every station is used', async () => {
  const shopId = await t.shop()
  const stations = await t.write(async (tx) => {
    const rows = REVIEW_STATES.flatMap((review) =>
      FULFILMENT_STATES.map((fulfilment) => ({ review, fulfilment, parcel_id: newId() })),
    )
    await tx.write(sql`
      insert into parcels (merchant_id, parcel_id, shop_id, number, review_state, fulfilment_state, platform_order_ids, buyer_key, buyer_nick,
        receiver_key, receiver_text, province, lines_text, pieces, paid_fen, has_buyer_note, has_seller_memo, seller_flag, created_at, approved_at, waybill_number)
      select ${tx.merchantId}, r.parcel_id, ${shopId}, r.parcel_id::text, r.review, r.fulfilment, '', '', '', '', '', '', '', 1, 0, false, false, 0, now(), now(), 'Y1'
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(parcel_id uuid, review text, fulfilment text)`)
    return tx.rows<{
      review_state: (typeof REVIEW_STATES)[number]
      fulfilment_state: (typeof FULFILMENT_STATES)[number]
      station: string
    }>(sql`
      select review_state, fulfilment_state, station from parcels where merchant_id = ${tx.merchantId}`)
  })
  assert.equal(stations.length, REVIEW_STATES.length * FULFILMENT_STATES.length)
  for (const row of stations) assert.equal(stationOf(row.review_state, row.fulfilment_state), row.station, JSON.stringify(row))
  assert.deepEqual([...new Set(stations.map((row) => row.station))].sort(), [...STATIONS].sort())
})
