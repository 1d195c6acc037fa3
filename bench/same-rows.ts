/**
 * A floor for acts that only add rows: the very rows the product wrote, written again by the least SQL there is (one prepared
 * insert per table and batch, one transaction per batch), into a second database of the same shape, with nothing around it.
 */
import pg from 'pg'
import { createTestDatabase } from '#tools/test-database.ts'

/** Tables in an order that satisfies the foreign keys. `base` rows are there before the clock starts. */
export type FloorTables = { base: readonly string[]; added: readonly string[] }

const columnsOf = async (client: pg.Client, table: string): Promise<string> => {
  const { rows } = await client.query<{ columns: string }>(
    `select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  )
  return rows[0]?.columns ?? ''
}

/** Seconds that writing all `added` rows takes in `batchCount` transactions. */
export async function writeSameRows(
  source: { host: string; port: number; user: string; database: string },
  tables: FloorTables,
  batchCount: number,
): Promise<number> {
  const target = await createTestDatabase()
  const from = new pg.Client(source)
  const to = new pg.Client(target.address)
  await Promise.all([from.connect(), to.connect()])
  try {
    await to.query('insert into directory.merchants select generate_series(1, 50), $1', ['floor'])
    for (const table of tables.base) await copyWhole(from, to, table)
    const inserts: { name: string; text: string; table: string }[] = []
    for (const table of tables.added) {
      await sliceUp(from, table, batchCount)
      inserts.push({ name: `floor_${table}`, text: await insertOf(from, table), table })
    }
    let spentMs = 0
    for (let batch = 1; batch <= batchCount; batch += 1) {
      const statements: pg.QueryConfig[] = []
      for (const { name, text, table } of inserts) statements.push({ name, text, values: [await sliceOf(from, table, batch)] })
      const started = performance.now()
      await to.query('begin')
      for (const statement of statements) await to.query(statement)
      await to.query('commit')
      // A fresh database needs statistics, or foreign key checks scan: the product takes care of that, so must the floor.
      await to.query('select app.analyze_grown_tables()')
      spentMs += performance.now() - started
    }
    return spentMs / 1000
  } finally {
    await Promise.all([from.end(), to.end()])
    await target.drop()
  }
}

const insertOf = async (client: pg.Client, table: string): Promise<string> => {
  const columns = await columnsOf(client, table)
  return `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`
}

async function copyWhole(from: pg.Client, to: pg.Client, table: string): Promise<void> {
  await sliceUp(from, table, 1)
  await to.query(await insertOf(from, table), [await sliceOf(from, table, 1)])
}

/** By which order a row goes, so that a batch holds whole orders; other tables are cut into equal parts. */
const ORDER_OF: Record<string, string> = {
  orders: 'r.order_id',
  order_lines: 'r.order_id',
  parcel_lines: 'r.order_id',
  parcels: '(select l.order_id from parcel_lines l where l.merchant_id = r.merchant_id and l.parcel_id = r.parcel_id limit 1)',
}

/** Cuts the rows of a table into JSON texts, one per batch, in the order they were written; they wait in the database they come from. */
async function sliceUp(client: pg.Client, table: string, count: number): Promise<void> {
  const order = ORDER_OF[table]
  const rows =
    order === undefined
      ? `select r.ctid, ntile(${count}) over (order by r.ctid) as tile from ${table} r`
      : `select r.ctid, t.tile from ${table} r
         join (select o.order_id, ntile(${count}) over (order by o.ctid) as tile from orders o) t on t.order_id = ${order}`
  await client.query(`create temporary table "slices of ${table}" as
    select numbered.tile::int as tile, jsonb_agg(to_jsonb(r) order by r.ctid)::text as slice
    from (${rows}) numbered join ${table} r on r.ctid = numbered.ctid group by numbered.tile`)
}

async function sliceOf(client: pg.Client, table: string, batch: number): Promise<string> {
  const { rows } = await client.query<{ slice: string }>(`select slice from "slices of ${table}" where tile = $1`, [batch])
  return rows[0]?.slice ?? '[]'
}
