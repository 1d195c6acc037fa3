import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { createTestDatabase, parseServerUrl, serverUrl } from '#tools/test-database.ts'

test('every test file gets a migrated database that no other test file sees', async () => {
  const [ours, theirs] = await Promise.all([createTestDatabase(), createTestDatabase()])
  const client = new pg.Client(ours.address)
  await client.connect()
  const { rows } = await client.query('select count(*)::int as count from app.migrations')
  await client.query('create table only_ours (id int)')
  const other = new pg.Client(theirs.address)
  await other.connect()
  const seen = await other.query("select to_regclass('only_ours') as found")
  await Promise.all([client.end(), other.end()])
  await Promise.all([ours.drop(), theirs.drop()])
  assert.ok(rows[0].count > 0)
  assert.equal(seen.rows[0].found, null)
})

test('the server address survives being handed to another process as a URL', () => {
  const connection = { host: '/tmp/a b/socket', port: 5432, user: 'postgres', database: 'postgres' } as const
  assert.deepEqual(parseServerUrl(serverUrl(connection)), connection)
  assert.deepEqual(parseServerUrl('postgres://me:p%40ss@db.example:6543/test'), {
    host: 'db.example',
    port: 6543,
    user: 'me',
    password: 'p@ss',
    database: 'test',
  })
})
