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
    const batches = []
    for (const table of tables.added)
      batches.push({
        table,
        columns: await columnsOf(from, table),
        slices: await slicesOf(from, table, batchCount),
      })
    const started = performance.now()
    for (let batch = 0; batch < batchCount; batch += 1) {
      await to.query('begin')
      for (const { table, columns, slices } of batches) {
        const text = `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`
        await to.query({ name: `floor_${table}`, text, values: [slices[batch] ?? '[]'] })
      }
      await to.query('commit')
      // A fresh database needs statistics, or foreign key checks scan: the product takes care of that, so must the floor.
      await to.query('select app.analyze_grown_tables()')
    }
    return (performance.now() - started) / 1000
  } finally {
    await Promise.all([from.end(), to.end()])
    await target.drop()
  }
}

async function copyWhole(from: pg.Client, to: pg.Client, table: string): Promise<void> {
  const columns = await columnsOf(from, table)
  const [slice] = await slicesOf(from, table, 1)
  await to.query(`insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`, [
    slice ?? '[]',
  ])
}

/** By which order a row goes, so that a batch holds whole orders; other tables are cut into equal parts. */
const ORDER_OF: Record<string, string> = {
  orders: 'r.order_id',
  order_lines: 'r.order_id',
  parcel_lines: 'r.order_id',
  parcels: '(select l.order_id from parcel_lines l where l.merchant_id = r.merchant_id and l.parcel_id = r.parcel_id limit 1)',
}

/** The rows of a table as JSON texts, one per batch, in the order they were written. */
async function slicesOf(client: pg.Client, table: string, count: number): Promise<string[]> {
  const order = ORDER_OF[table]
  const text =
    order === undefined
      ? `select tile, jsonb_agg(row)::text as slice from (
           select to_jsonb(r) as row, ntile($1) over (order by r.ctid) as tile from ${table} r) numbered group by tile`
      : `with tiles as (select o.order_id, ntile($1) over (order by o.ctid) as tile from orders o)
         select t.tile, jsonb_agg(to_jsonb(r))::text as slice from ${table} r join tiles t on t.order_id = ${order} group by t.tile`
  const { rows } = await client.query<{ tile: number; slice: string }>(text, [count])
  const slices: string[] = Array.from({ length: count }, () => '[]')
  for (const { tile, slice } of rows) slices[Number(tile) - 1] = slice
  return slices
}
