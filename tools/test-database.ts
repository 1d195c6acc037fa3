import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { DatabaseAddress } from '#kernel/db.ts'
import { migrate } from '#kernel/migrate.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#server/postgres/embedded-postgres.ts'
import { identityOf } from '#server/postgres/living-process.ts'

export type TestDatabase = {
  /** The database's owner: it may migrate and look at every merchant. `openDatabase(address)` takes on the app's own role. */
  address: { host: string; port: number; user: string; password?: string; database: string }
  drop(): Promise<void>
}

/** The server on which tests make their databases; the test command sets it, and a person may, to try another PostgreSQL. */
export const testServerVariable = 'ZHANGGUI_TEST_DATABASE'
const testDatabasePrefix = 'zhanggui_test_'
const migrations = join(import.meta.dirname, '..', 'server', 'migrations')

let shared: Promise<EmbeddedPostgres> | undefined
let openCount = 0

/**
 * A fresh, migrated database for one test file, in about 0.1 s. Without the test command, a server in the temporary directory is
 * started or joined; it stops when the last database is dropped.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  openCount += 1
  const server = await testServer()
  const database = `${testDatabasePrefix}${process.pid}_${randomUUID().slice(0, 8)}`
  await cloneTemplate(server, database)
  return {
    address: { ...server, database },
    async drop() {
      await asAdmin(server, (client) => client.query(`drop database if exists ${database} with (force)`))
      openCount -= 1
      if (openCount > 0 || !shared) return
      const last = shared
      shared = undefined
      await (await last).stop()
    },
  }
}

/** Makes the migrated template now, so that the first test files do not wait for each other. */
export async function prepareTemplate(server: TestDatabase['address']): Promise<void> {
  const template = templateName()
  await asAdmin(server, async (client) => {
    // held until the connection closes: only one process makes the template
    await client.query("select pg_advisory_lock(hashtext('zhanggui test template'))")
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [template])
    if (rowCount) return
    await client.query(`drop database if exists ${template}_unfinished with (force)`)
    await client.query(`create database ${template}_unfinished`)
    await migrate({ ...server, database: `${template}_unfinished` })
    await client.query(`alter database ${template}_unfinished rename to ${template}`)
  })
}

/** `postgres://user@%2Fsocket%2Fdirectory:5432/postgres` or an ordinary URL. */
export function parseServerUrl(url: string): TestDatabase['address'] {
  const { hostname, port, username, password, pathname } = new URL(url)
  return {
    host: decodeURIComponent(hostname),
    port: Number(port || 5432),
    user: decodeURIComponent(username) || 'postgres',
    database: pathname.slice(1) || 'postgres',
    ...(password ? { password: decodeURIComponent(password) } : {}),
  }
}

export function serverUrl({ host, port, user, database }: EmbeddedPostgres['connection']): string {
  return `postgres://${user}@${encodeURIComponent(host)}:${port}/${database}`
}

async function testServer(): Promise<TestDatabase['address']> {
  const url = process.env[testServerVariable]
  if (url) return parseServerUrl(url)
  shared ??= startShared()
  return (await shared).connection
}

async function startShared(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({
    dataDir: join(tmpdir(), `zhanggui-shared-${process.getuid?.() ?? 0}`),
    fast: true,
  })
  if (!server.attached) await asAdmin(server.connection, dropLeftovers)
  return server
}

/** What killed test runs left behind, and templates of migrations that have changed since. */
async function dropLeftovers(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "select datname as name from pg_database where datname like 'zhanggui\\_t%'",
  )
  const isLeft = (name: string) => {
    if (!name.startsWith(testDatabasePrefix)) return !name.startsWith(templateName())
    return identityOf(Number(name.slice(testDatabasePrefix.length).split('_')[0])) === undefined
  }
  for (const { name } of rows.filter(({ name }) => isLeft(name)))
    await client.query(`drop database if exists ${name} with (force)`)
}

async function cloneTemplate(server: TestDatabase['address'], database: string): Promise<void> {
  const clone = () => asAdmin(server, (client) => client.query(`create database ${database} template ${templateName()}`))
  try {
    await clone()
  } catch (error) {
    const isMissing = error instanceof pg.DatabaseError && error.code === '3D000'
    if (!isMissing) throw error
    await prepareTemplate(server)
    await clone()
  }
}

/** Named after the migrations, so that a changed migration never meets an old template. */
function templateName(): string {
  const sum = createHash('sha256')
  for (const file of readdirSync(migrations).sort()) sum.update(file).update(readFileSync(join(migrations, file)))
  return `zhanggui_template_${sum.digest('hex').slice(0, 12)}`
}

async function asAdmin<T>(server: DatabaseAddress, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...server, application_name: 'zhanggui-test' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
