/** 32 persons take the next parcels at once until none is left: nobody gets another's parcel, none stays behind, nobody waits long. */
import pg from 'pg'
import { readConfig } from '#kernel/config.ts'
import { openDatabase } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { type Kernel, runOperation } from '#kernel/run-operation.ts'
import { claimNext } from '#modules/orders/operations/claim-next.ts'
import { accountCaller } from '#modules/team/identity.ts'
import { aReadyTeam, type ReadyTeam } from './ready-team.ts'
import { type BenchOptions, median, percentile, type Row } from './row.ts'

const PERSONS = 32
/** Parcels per press of the button. */
const AT_ONCE = 10
const ROUNDS = 3
const TARGET_MS = 50
const FAR_FUTURE = new Date('2999-01-01')

/** Takes up to `AT_ONCE` parcels for the person of that number and answers their ids. */
type Take = (person: number) => Promise<readonly string[]>
type Rush = { times: number[]; doubled: number; left: number }

export async function claimBench({ quick }: BenchOptions): Promise<Row[]> {
  const count = quick ? 1000 : 10_000
  const team = await aReadyTeam(count)
  // As many connections as a server has, for both.
  const { databasePool } = readConfig({})
  const database = openDatabase(team.t.address, { max: databasePool, onError: () => undefined })
  const bare = new pg.Pool({ ...team.t.address, max: databasePool })
  try {
    const take = await takingPersons(team, { ...team.t.app.kernel, database })
    const ours: Rush[] = []
    const floors: number[] = []
    // The first round opens the connections and prepares the statements.
    for (let round = -1; round < ROUNDS; round += 1) {
      const floor = await rush(team, bareTake(team, bare))
      const our = await rush(team, take)
      if (round < 0) continue
      floors.push(percentile(floor.times, 0.99))
      ours.push(our)
    }
    return [rowOf(count, ours, median(floors))]
  } finally {
    await Promise.all([database.close(), bare.end()])
    await team.drop()
  }
}

function rowOf(count: number, ours: readonly Rush[], floor: number): Row {
  const value = median(ours.map(({ times }) => percentile(times, 0.99)))
  const doubled = ours.reduce((sum, one) => sum + one.doubled, 0)
  const left = ours.reduce((sum, one) => sum + one.left, 0)
  return {
    name: `${PERSONS} persons claim ${count.toLocaleString('en')} parcels at once, ${AT_ONCE} a time (${doubled} double, ${left} left over), p99`,
    ...{ value, unit: 'ms', floor, ratio: value / floor },
    target: `0 double, 0 left over, p99 ≤ ${TARGET_MS} ms`,
    pass: doubled === 0 && left === 0 && value <= TARGET_MS,
  }
}

async function takingPersons({ t }: ReadyTeam, kernel: Kernel): Promise<Take> {
  const accounts: string[] = []
  for (let n = 0; n < PERSONS; n += 1) accounts.push(await t.staff(`审单${n}`, [{ role: 'orderReviewer', shopIds: null }]))
  return async (person) => {
    const details = { via: 'web', ip: '127.0.0.1', language: 'zh', requestId: newId() } as const
    const caller = accountCaller(t.merchantId, accounts[person] ?? '', details)
    return (await runOperation(kernel, claimNext, { count: AT_ONCE }, caller)).done
  }
}

/** The least SQL that takes parcels: one statement, which is its own transaction. */
const bareTake =
  ({ t }: ReadyTeam, pool: pg.Pool): Take =>
  async (person) => {
    const { rows } = await pool.query<{ parcel_id: string }>({
      name: 'floor_claim',
      text: `update parcels set claimed_by = $2, claimed_name = $2, claimed_until = $3, version = version + 1
        where merchant_id = $1 and parcel_id in (
          select parcel_id from parcels where merchant_id = $1 and review_state = 'awaiting' and claimed_by is null and fulfilment_state <> 'shipped'
          order by ship_by, created_at, parcel_id limit ${AT_ONCE} for update skip locked)
        returning parcel_id`,
      values: [t.merchantId, `person${person}`, FAR_FUTURE],
    })
    return rows.map((row) => row.parcel_id)
  }

/** Everybody takes until he gets nothing. Begins with all parcels free and the table clean. */
async function rush({ owner }: ReadyTeam, take: Take): Promise<Rush> {
  await owner.query(
    'update parcels set claimed_by = null, claimed_name = null, claimed_until = null where claimed_by is not null',
  )
  await owner.query('vacuum (analyze) parcels')
  const times: number[] = []
  const holders = new Map<string, number>()
  const persons = Array.from({ length: PERSONS }, async (_, person) => {
    for (;;) {
      const started = performance.now()
      const taken = await take(person)
      times.push(performance.now() - started)
      if (taken.length === 0) return
      for (const parcelId of taken) holders.set(parcelId, (holders.get(parcelId) ?? 0) + 1)
    }
  })
  await Promise.all(persons)
  const { rows } = await owner.query<{ n: string }>(
    "select count(*) as n from parcels where review_state = 'awaiting' and claimed_by is null",
  )
  return { times, doubled: [...holders.values()].filter((n) => n > 1).length, left: Number(rows[0]?.n) }
}
