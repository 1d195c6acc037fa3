/** What rights cost a list: the same pages as the owner sees them and as people see them whose grants reach a part, in the same minutes. */
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { countStations } from '#modules/orders/operations/count-stations.ts'
import { listOrders } from '#modules/orders/operations/list-orders.ts'
import { listParcels } from '#modules/orders/operations/list-parcels.ts'
import { addWarehouse } from '#modules/shops/operations/add-warehouse.ts'
import { aTeam, type TestTeam, type Who } from '#server/testing/team.ts'
import { SHOP_SHARES, seedOrders } from './lists-seed.ts'
import { type BenchOptions, median, type Row } from './row.ts'

const TARGET = 1.3
type Ask = { name: string; run(t: TestTeam, who: Who): Promise<unknown> }
type Person = { name: string; who: Who }

/** What people look at all day. */
const asks: readonly Ask[] = [
  { name: 'orders, newest', run: (t, who) => t.call(who, listOrders, {}) },
  {
    name: 'orders, to be shipped',
    run: (t, who) => t.call(who, listOrders, { filters: { statuses: ['paid', 'partly_shipped'] } }),
  },
  { name: 'parcels, newest', run: (t, who) => t.call(who, listParcels, {}) },
  {
    name: 'parcels, to be reviewed',
    run: (t, who) => t.call(who, listParcels, { filters: { stations: ['review'] }, sort: 'deadline' }),
  },
  {
    name: 'parcels, to be printed',
    run: (t, who) => t.call(who, listParcels, { filters: { stations: ['print'] }, sort: 'deadline' }),
  },
  { name: 'parcels, shipped', run: (t, who) => t.call(who, listParcels, { filters: { stations: ['shipped'] } }) },
  { name: 'stations, counted', run: (t, who) => t.call(who, countStations, {}) },
]

export async function listFilterBench({ quick }: BenchOptions): Promise<Row[]> {
  return (await measureFilters(quick)).rows
}

async function measureFilters(quick: boolean) {
  const count = quick ? 100_000 : 1_000_000
  const t = await aTeam({ environment: { NODE_ENV: 'production' } })
  try {
    const people = await somePeople(t, count)
    const owner = { name: 'owner', who: 'owner' as const }
    const times = new Map<string, number[]>()
    for (let round = -6; round < (quick ? 25 : 40); round++)
      for (const ask of asks)
        for (const { name, who } of [owner, ...people]) {
          const startedAt = performance.now()
          await ask.run(t, who)
          const key = `${ask.name}|${name}`
          if (round >= 0) times.set(key, [...(times.get(key) ?? []), performance.now() - startedAt])
        }
    const ms = (ask: Ask, { name }: Person): number => median(times.get(`${ask.name}|${name}`) ?? [])
    const byAsk = asks.map((ask) => ({
      name: ask.name,
      ...Object.fromEntries([owner, ...people].map((person) => [person.name, ms(ask, person)])),
    }))
    const sum = (person: Person): number => asks.reduce((total, ask) => total + ms(ask, person), 0)
    const rows = people.map((person) => filterRow(count, person, sum(person), sum(owner)))
    return { rows, byAsk }
  } finally {
    await t.drop()
  }
}

const filterRow = (count: number, { name }: Person, ms: number, floor: number): Row => ({
  name: `lists at ${count.toLocaleString('en')} orders, seen with grants over ${name}, against the owner's`,
  ...{ value: ms / asks.length, unit: 'ms', floor: floor / asks.length, ratio: ms / floor },
  ...{ target: `≤ ${TARGET} × of unfiltered`, pass: ms / floor <= TARGET },
})

/** A third of the parcels lies in a second warehouse; reviewers have some of what waits in their hands. */
async function somePeople(t: TestTeam, count: number): Promise<Person[]> {
  const shopIds: string[] = []
  for (const n of SHOP_SHARES.keys()) shopIds.push(await t.shop(`店铺${n}`))
  const { warehouseId } = await t.call('owner', addWarehouse, { name: '东仓' })
  const departmentId = newId()
  await t.write((tx) =>
    tx.write(sql`
      insert into departments (merchant_id, department_id, name, path) values (${tx.merchantId}, ${departmentId}, '审单', ${[departmentId]}::uuid[])`),
  )
  const holder = await t.staff('领单人', [], departmentId)
  await seedOrders(t.address, { merchantId: t.merchantId, accountId: holder, shopIds, otherWarehouseId: warehouseId }, count)
  const staff = async (name: string, grants: Parameters<TestTeam['staff']>[1], where?: string): Promise<Person> => ({
    name,
    who: { accountId: await t.staff(name, grants, where) },
  })
  const role = 'orderReviewer' as const
  return [
    await staff('every shop, named one by one', [{ role, shopIds }]),
    await staff('four of seven shops', [{ role, shopIds: shopIds.slice(0, 4) }]),
    await staff('one warehouse', [{ role, warehouseIds: [warehouseId] }]),
    await staff('own work', [{ role, range: 'own' }], departmentId),
    await staff('pairs of shops, warehouses and a department', [
      { role, shopIds: shopIds.slice(0, 2), warehouseIds: [warehouseId] },
      { role, shopIds: shopIds.slice(2), range: 'department', departmentId },
    ]),
  ]
}

if (import.meta.main) {
  const { rows, byAsk } = await measureFilters(process.argv.includes('--quick'))
  console.table(byAsk)
  console.table(rows)
}
