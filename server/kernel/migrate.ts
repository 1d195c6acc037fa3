/**
 * Forward-only migrations: server/migrations/NNNN-name.sql, statements divided by lines holding only `--;`, sent one by one
 * (several statements in one string are not portable to a distributed PostgreSQL). Each file is one transaction.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import type { DatabaseAddress } from './db.ts'

const FOLDER = path.join(import.meta.dirname, '..', 'migrations')

class NewerDatabase extends Error {
  override readonly name = 'NewerDatabase'
}

export type Migration = { version: number; file: string; statements: string[] }

function readMigrations(folder = FOLDER): Migration[] {
  const files = readdirSync(folder)
    .filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file))
    .sort()
  const twin = files.find((file, place) => file.slice(0, 4) === files[place + 1]?.slice(0, 4))
  // The second of the two would never be applied.
  if (twin) throw new Error(`two migrations have the number ${twin.slice(0, 4)}`)
  return files.map((file) => ({
    version: Number(file.slice(0, 4)),
    file,
    statements: readFileSync(path.join(folder, file), 'utf8')
      .split(/^--;\s*$/m)
      .map((text) => text.trim())
      .filter((text) => text.replace(/^--.*$/gm, '').trim() !== ''),
  }))
}

/**
 * Brings the database to this program's version; answers the files applied. Two starters at once: the second waits on the
 * lock. Throws NewerDatabase when the database was made by a newer program.
 */
export async function migrate(address: DatabaseAddress, onFile: (file: string) => void = () => undefined): Promise<string[]> {
  const client = new pg.Client({ ...address, application_name: 'zhanggui-migrate' })
  await client.connect()
  try {
    await client.query('create schema if not exists app')
    await client.query(
      'create table if not exists app.migrations (version int primary key, file text not null, applied_at timestamptz not null default now())',
    )
    await client.query('begin')
    await client.query('lock table app.migrations in exclusive mode')
    const { rows } = await client.query<{ version: number }>('select version from app.migrations')
    const applied = new Set(rows.map((row) => row.version))
    await client.query('commit')
    const known = readMigrations()
    const newest = Math.max(0, ...known.map((migration) => migration.version))
    const foreign = [...applied].find((version) => version > newest)
    if (foreign !== undefined)
      throw new NewerDatabase(
        `The database is at version ${foreign}, this program knows up to ${newest}. Start the newer program, or point DATABASE_URL or ZHANGGUI_HOME to another database.`,
      )
    const done: string[] = []
    for (const migration of known) {
      if (applied.has(migration.version)) continue
      onFile(migration.file)
      if (await applyMigration(client, migration)) done.push(migration.file)
    }
    return done
  } finally {
    await client.end()
  }
}

async function applyMigration(client: pg.Client, migration: Migration): Promise<boolean> {
  try {
    await client.query('begin')
    await client.query("set local lock_timeout = '10s'")
    await client.query('lock table app.migrations in exclusive mode')
    const { rowCount } = await client.query('select 1 from app.migrations where version = $1', [migration.version])
    if (rowCount === 0) {
      for (const statement of migration.statements) await client.query(statement)
      await client.query('insert into app.migrations (version, file) values ($1, $2)', [migration.version, migration.file])
    }
    await client.query('commit')
    return rowCount === 0
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${migration.file}: ${(error as Error).message}`, { cause: error })
  }
}
