/** Approving, asking for waybills, shipping: each act apart, in batches of 1,000, turn by turn with the least SQL for the same rows. */
import { aReadyTeam, type ReadyTeam } from './ready-team.ts'
import { type BenchOptions, median, type Row } from './row.ts'
import { approveAct, runBare, type StationAct, shipAct, waybillAct } from './station-acts.ts'

const TARGET_PER_SECOND = 5000
const TARGET_RATIO = 0.3
const ROUNDS = 5
/** PostgreSQL settles on a plan after five runs of a statement: both sides are warm before the clock starts. */
const WARM_UP_ROUNDS = 6
/** Of twelve parcels in a row each goes to another batch, so that all batches hold the same kinds. */
const BATCHES = 12
/** Where both write rows; how many each wrote is compared. */
const TABLES =
  'stock_moves, waybills, write_backs, batches, batch_items, log_entries, log_objects, log_pending, events, jobs'.split(', ')

export const approveBench = (options: BenchOptions): Promise<Row[]> => stationBench('approve', approveAct, options)
export const waybillBench = (options: BenchOptions): Promise<Row[]> => stationBench('ask for waybills', waybillAct, options)
export const shipBench = (options: BenchOptions): Promise<Row[]> => stationBench('ship', shipAct, options)

async function stationBench(name: string, act: StationAct, { quick }: BenchOptions): Promise<Row[]> {
  const size = quick ? 100 : 1000
  const team = await aReadyTeam(BATCHES * size)
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

/** Seconds per batch. Both have fresh parcels in every round. */
async function takeTurns(team: ReadyTeam, act: StationAct, size: number): Promise<{ ours: number[]; floors: number[] }> {
  const batches = Array.from({ length: BATCHES }, (_, n) => team.parcelIds.filter((_id, k) => k % BATCHES === n))
  const batchAt = (n: number): string[] => batches[n] ?? []
  const product = (parcelIds: string[]) => secondsOf(() => act.product(team, parcelIds))
  const floor = async (parcelIds: string[]): Promise<number> => {
    const statements = await act.floor(team, parcelIds)
    return secondsOf(() => runBare(team.owner, statements))
  }
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) {
    const [from, to] = [(round * size) / 10, ((round + 1) * size) / 10]
    await product(batchAt(2 * ROUNDS).slice(from, to))
    await floor(batchAt(2 * ROUNDS + 1).slice(from, to))
  }
  const [ours, floors]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = await rowCounts(team)
    ours.push(await product(batchAt(2 * round)))
    const between = await rowCounts(team)
    floors.push(await floor(batchAt(2 * round + 1)))
    expectSameRows(before, between, await rowCounts(team))
  }
  return { ours, floors }
}

function expectSameRows(before: readonly number[], between: readonly number[], after: readonly number[]): void {
  const [ours, floors] = [between.map((n, k) => n - (before[k] ?? 0)), after.map((n, k) => n - (between[k] ?? 0))]
  if (ours.join() !== floors.join())
    throw new Error(`not the same rows in ${TABLES.join()}: ${ours.join()} by the product, ${floors.join()} by the floor`)
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
