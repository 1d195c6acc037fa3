import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { APP_ROLE } from '#kernel/db.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'

let t: TestTeam
let superuser: pg.Client
before(async () => {
  t = await aTeam()
  superuser = new pg.Client(t.address)
  await superuser.connect()
})
after(async () => {
  await superuser.end()
  await t.drop()
})
const column = async (text: string): Promise<string[]> =>
  (await superuser.query(text)).rows.map((row: { name: string }) => row.name)

test('every table belongs to a merchant, in its primary key first, and is closed by row level security, forced', async () => {
  const open = await column(`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not (
      c.relrowsecurity and c.relforcerowsecurity
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'merchant_id' and a.attnotnull)
      and exists (select from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] where i.indrelid = c.oid and i.indisprimary and a.attname = 'merchant_id')
      and exists (select from pg_policy p where p.polrelid = c.oid))`)
  assert.deepEqual(open, [])
})

test('every unique index and every foreign key carries the merchant', async () => {
  assert.deepEqual(
    await column(`
    select i.indexrelid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and i.indisunique and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum = any(i.indkey) and a.attname = 'merchant_id')`),
    [],
  )
  assert.deepEqual(
    await column(`
    select k.conname as name from pg_constraint k where k.contype = 'f' and not exists (
      select from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any(k.conkey) and a.attname = 'merchant_id')`),
    [],
  )
})

test('no table has a trigger and no key sets null', async () => {
  assert.deepEqual(await column(`select tgname as name from pg_trigger where not tgisinternal`), [])
  assert.deepEqual(
    await column(`select conname as name from pg_constraint where contype = 'f' and confdeltype in ('n', 'd')`),
    [],
  )
})

test('the application neither owns a table nor passes row level security', async () => {
  const { rows } = await superuser.query('select rolsuper, rolbypassrls from pg_roles where rolname = $1', [APP_ROLE])
  assert.deepEqual(rows, [{ rolsuper: false, rolbypassrls: false }])
  assert.deepEqual(
    await column(`select tablename as name from pg_tables where schemaname = 'public' and tableowner = '${APP_ROLE}'`),
    [],
  )
})

test('a connection outside of any merchant sees nothing and writes nothing', async () => {
  const { pool } = t.app.kernel.database
  assert.equal((await pool.query('select count(*) as n from accounts')).rows[0].n, '0')
  await assert.rejects(
    pool.query("insert into skus (merchant_id, sku_id, code, title) values ($1, gen_random_uuid(), 'X', 'X')", [t.merchantId]),
    /row-level security/,
  )
})

test('inside one merchant the rows of another cannot be written', async () => {
  const other = await t.anotherMerchant()
  const client = await t.app.kernel.database.pool.connect()
  try {
    await client.query('begin')
    await client.query('select app.enter($1)', [other.merchantId])
    await assert.rejects(
      client.query("insert into skus (merchant_id, sku_id, code, title) values ($1, gen_random_uuid(), 'X', 'X')", [
        t.merchantId,
      ]),
      /row-level security/,
    )
  } finally {
    await client.query('rollback')
    client.release()
  }
})
