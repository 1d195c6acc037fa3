/** Approving, asking for waybills, shipping: each act apart, in batches of 1,000, turn by turn with the least SQL for the same rows. */
import { aReadyTeam, type ReadyTeam } from './ready-team.ts'
import { type BenchOptions, median, type Row } from './row.ts'
import { approveAct, runBare, type StationAct, shipAct, waybillAct } from './station-acts.ts'

const TARGET_PER_SECOND = 5000
const TARGET_RATIO = 0.3
const ROUNDS = 5
/** Where both write rows; how many each wrote is compared. */
const TABLES =
  'stock_moves, waybills, write_backs, batches, batch_items, log_entries, log_objects, log_pending, events, jobs'.split(', ')

export const approveBench = (options: BenchOptions): Promise<Row[]> => stationBench('approve', approveAct, options)
export const waybillBench = (options: BenchOptions): Promise<Row[]> => stationBench('ask for waybills', waybillAct, options)
export const shipBench = (options: BenchOptions): Promise<Row[]> => stationBench('ship', shipAct, options)

async function stationBench(name: string, act: StationAct, { quick }: BenchOptions): Promise<Row[]> {
  const size = quick ? 100 : 1000
  const team = await aReadyTeam(2 * ROUNDS * size)
  try {
    await act.prepare(team)
    const { ours, floors } = await takeTurns(team, act, size)
    const [value, floor] = [size / median(ours), size / median(floors)]
    const ratio = value / floor
    return [
      {
        ...{ name: `${name}, batches of ${size.toLocaleString('en')}`, value, unit: 'parcels/s', floor, ratio },
        target: `≥ ${TARGET_PER_SECOND.toLocaleString('en')} parcels/s and ≥ ${TARGET_RATIO} of the floor`,
        pass: value >= TARGET_PER_SECOND && ratio >= TARGET_RATIO,
      },
    ]
  } finally {
    await team.drop()
  }
}

/** Seconds per batch. Both have fresh parcels in every round, every other one of the same list. */
async function takeTurns(team: ReadyTeam, act: StationAct, size: number): Promise<{ ours: number[]; floors: number[] }> {
  const [ours, floors]: [number[], number[]] = [[], []]
  const written = ['', '']
  const batches = Array.from({ length: 2 * ROUNDS }, (_, n) => team.parcelIds.filter((_id, k) => k % (2 * ROUNDS) === n))
  for (const [n, parcelIds] of batches.entries()) {
    if (parcelIds.length !== size) throw new Error(`a batch of ${parcelIds.length}`)
    const before = await rowCounts(team)
    if (n % 2 === 0) ours.push(await secondsOf(() => act.product(team, parcelIds)))
    else {
      const statements = await act.floor(team, parcelIds)
      floors.push(await secondsOf(() => runBare(team.owner, statements)))
    }
    const after = await rowCounts(team)
    written[n % 2] = after.map((count, k) => count - (before[k] ?? 0)).join()
    if (n % 2 === 1 && written[0] !== written[1])
      throw new Error(`not the same rows in ${TABLES}: ${written[0]} by the product, ${written[1]} by the floor`)
  }
  return { ours, floors }
}

async function rowCounts({ owner }: ReadyTeam): Promise<number[]> {
  const { rows } = await owner.query<{ counts: string[] }>(
    `select array[${TABLES.map((table) => `(select count(*) from ${table})`).join()}] as counts`,
  )
  return (rows[0]?.counts ?? []).map(Number)
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}
