/**
 * The only way to the database. `inMerchant` opens a transaction whose row level security context is one merchant, and hands
 * out a `Reader` (queries) or a `Tx` (commands). Nobody else gets a connection.
 */
import { createHash } from 'node:crypto'
import pg from 'pg'
import sqlTag, { empty, join, type Sql } from 'sql-template-tag'
import type { MerchantId } from './ids.ts'

/** Every value inside becomes a parameter; nest fragments freely. */
export const sql = sqlTag
/** Joins fragments: `joinSql([a, b], ' and ')`. */
export const joinSql = join
export const nothingSql = empty
export type { Sql }

pg.types.setTypeParser(pg.types.builtins.INT8, (text) => text)
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString())
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

export type Reader = {
  readonly merchantId: MerchantId
  rows<R>(query: Sql): Promise<R[]>
  /** The first row, or undefined when there is none. */
  maybe<R>(query: Sql): Promise<R | undefined>
}

/**
 * Statements by one plan for all values: planning them anew would cost as much as running them. `ask` sends all of them at once, without
 * waiting for the first.
 */
export async function byOnePlan<T>(reader: Reader, ask: () => Promise<T>): Promise<T> {
  const [, answer] = await Promise.all([
    reader.rows(sql`set local plan_cache_mode = force_generic_plan`),
    ask(),
    reader.rows(sql`set local plan_cache_mode = auto`),
  ])
  return answer
}

declare const writes: unique symbol
export type Tx = Reader & {
  /** Runs a writing statement; answers the number of rows it touched. */
  write(query: Sql): Promise<number>
  /** One item of many: what it did is undone when it throws, and the transaction goes on. */
  attempt<T>(work: () => Promise<T>): Promise<T>
  /** Runs this work, answers what it says, and undoes all it wrote: to see what would be. */
  rolledBack<T>(work: () => Promise<T>): Promise<T>
  readonly [writes]: true
}

export type Database = {
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** Where and as whom to connect. `role` is taken on at once so that row level security holds even for an owner's login. */
export type DatabaseAddress = { connectionString?: string; host?: string; port?: number; user?: string; database?: string }

export const APP_ROLE = 'zhanggui_app'

type PipelinedConfig = pg.PoolConfig & { pipeline?: boolean }

export function openDatabase(address: DatabaseAddress, options: { max: number; onError: (error: Error) => void }): Database {
  const config: PipelinedConfig = {
    ...address,
    max: options.max,
    pipeline: true,
    options: `-c role=${APP_ROLE} -c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000`,
    application_name: 'zhanggui',
  }
  const pool = new pg.Pool(config)
  pool.on('error', options.onError)
  return { pool, close: () => pool.end() }
}

const statementNames = new Map<string, string>()

/** Statements are prepared under a name made from their text; dynamic list queries stay below the cap. */
function nameOf(text: string): string | undefined {
  const known = statementNames.get(text)
  if (known !== undefined) return known
  if (statementNames.size >= 1000) return undefined
  const name = createHash('sha1').update(text).digest('hex').slice(0, 20)
  statementNames.set(text, name)
  return name
}

function send(client: pg.ClientBase, query: Sql): Promise<pg.QueryResult> {
  const text = query.text
  const name = nameOf(text)
  return client.query(name === undefined ? { text, values: query.values } : { name, text, values: query.values })
}

function handleOn(client: pg.ClientBase, merchantId: MerchantId): Tx {
  return {
    merchantId,
    rows: async <R>(query: Sql) => (await send(client, query)).rows as R[],
    maybe: async <R>(query: Sql) => (await send(client, query)).rows[0] as R | undefined,
    write: async (query: Sql) => (await send(client, query)).rowCount ?? 0,
    attempt: async <T>(work: () => Promise<T>) => {
      await client.query('savepoint attempt')
      try {
        const done = await work()
        await client.query('release savepoint attempt')
        return done
      } catch (error) {
        await client.query('rollback to savepoint attempt')
        await client.query('release savepoint attempt')
        throw error
      }
    },
    rolledBack: async <T>(work: () => Promise<T>) => {
      await client.query('savepoint what_if')
      try {
        return await work()
      } finally {
        await client.query('rollback to savepoint what_if')
        await client.query('release savepoint what_if')
      }
    },
  } as Tx
}

const beginnings = {
  read: 'begin isolation level read committed read only',
  write: 'begin',
  /** All its statements see the same moment: for checks and exports of whole tables. */
  snapshot: 'begin isolation level repeatable read read only',
}

/**
 * Runs `work` in one transaction of one merchant. BEGIN and the context are sent ahead without waiting, so they cost no
 * round trip of their own; `after` is sent together with COMMIT.
 */
export async function inMerchant<T>(
  database: Database,
  merchant: MerchantId,
  mode: keyof typeof beginnings,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const client = await database.pool.connect()
  let broken: Error | undefined
  const opening = Promise.all([
    client.query(beginnings[mode]),
    client.query({ name: 'app_enter', text: 'select app.enter($1::bigint)', values: [merchant] }),
  ])
  // A failure to open also fails the statements behind it; this one is reported by the first of them.
  opening.catch((error: Error) => {
    broken = error
  })
  try {
    const result = await work(handleOn(client, merchant))
    await opening
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/** Runs against the shared directory tables (sign-in names, merchants): they belong to no merchant and hold no business data. */
export async function inDirectory<T>(database: Database, work: (directory: Directory) => Promise<T>): Promise<T> {
  const client = await database.pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work({
      rows: async <R>(query: Sql) => (await send(client, query)).rows as R[],
      maybe: async <R>(query: Sql) => (await send(client, query)).rows[0] as R | undefined,
      write: async (query: Sql) => (await send(client, query)).rowCount ?? 0,
    })
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError
    })
    throw error
  } finally {
    client.release(broken)
  }
}

export type Directory = Omit<Tx, 'merchantId' | 'attempt' | 'rolledBack' | 'texts' | typeof writes>

/** Bulk rows as one JSON parameter for `jsonb_to_recordset`: the fastest form that keeps types readable. */
export const recordset = (rows: readonly object[]): string => JSON.stringify(rows)
