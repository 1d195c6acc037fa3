import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'
import { identityOf } from './living-process.ts'
import { removeCluster } from './place.ts'
import { StartupFailure } from './startup-failure.ts'

const home = mkdtempSync(join(tmpdir(), 'zhanggui-pg-'))
chmodSync(home, 0o755)
const dataDir = join(home, 'postgres')
const start = (directory = dataDir) =>
  startEmbeddedPostgres({ dataDir: directory, fast: true, settings: { synchronous_commit: 'on' } })
after(() => {
  removeCluster(dataDir)
  rmSync(home, { recursive: true, force: true })
})

async function query<T extends pg.QueryResultRow>({ connection }: EmbeddedPostgres, text: string): Promise<T[]> {
  const client = new pg.Client(connection)
  client.on('error', () => undefined)
  await client.connect()
  const { rows } = await client.query<T>(text)
  await client.end()
  return rows
}

const postmasterPid = () => Number(readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])

async function untilDead(pid: number): Promise<void> {
  while (identityOf(pid)) await wait(20)
}

/** A process that uses the server and stops only when it is killed. */
async function startElsewhere() {
  const program = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(join(import.meta.dirname, 'embedded-postgres.ts'))})
    const { attached } = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, fast: true })
    console.log(attached ? 'attached' : 'started')
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [word] = await once(child.stdout, 'data')
  return {
    isAttached: String(word).trim() === 'attached',
    async kill() {
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    },
  }
}

test('the database knows Chinese letters, sorts by code point and can be reached only through its socket', async () => {
  const server = await start()
  await query(server, 'create extension pg_trgm')
  const [found] = await query(server, "select cardinality(show_trgm('订单退款')) as count, '掌柜' < '订单' as sorted")
  const [settings] = await query(server, "select current_setting('listen_addresses') as addresses, inet_server_addr() as address")
  await server.stop()
  assert.deepEqual(found, { count: 5, sorted: true })
  assert.deepEqual(settings, { addresses: '', address: null })
})

test('three commands started at the same moment share one server, and the last to leave stops it', async () => {
  const servers = await Promise.all([start(), start(), start()])
  assert.deepEqual(servers.map(({ attached }) => attached).sort(), [false, true, true])
  const [first, second, third] = servers.sort((a, b) => Number(a.attached) - Number(b.attached))
  assert.ok(first && second && third)
  await first.stop()
  await second.stop()
  assert.deepEqual(await query(third, 'select 1 as one'), [{ one: 1 }])
  await third.stop()
  assert.ok(!existsSync(join(dataDir, 'cluster', 'postmaster.pid')))
  assert.deepEqual(readdirSync(join(dataDir, 'joined')), [])
})

test('after the program was killed, the next start joins the server it left behind and stops it in the end', async () => {
  const other = await startElsewhere()
  assert.ok(!other.isAttached)
  await other.kill()
  const pid = postmasterPid()
  const server = await start()
  assert.ok(server.attached)
  await server.stop()
  assert.equal(identityOf(pid), undefined)
})

test('when the database is killed, it comes back by itself with everything that was committed', async () => {
  const server = await start()
  await query(server, 'create table kept (id int)')
  await query(server, 'insert into kept values (1)')
  const pid = postmasterPid()
  process.kill(pid, 'SIGKILL')
  await untilDead(pid)
  while (!existsSync(join(server.connection.host, '.s.PGSQL.5432')) || postmasterPid() === pid) await wait(20)
  const second = await start()
  assert.deepEqual(await query(second, 'select id from kept'), [{ id: 1 }])
  await second.stop()
  await server.stop()
})

test('a lock file whose process number now belongs to another program does not keep the database from starting', async () => {
  const other = await startElsewhere()
  await other.kill()
  const pid = postmasterPid()
  process.kill(pid, 'SIGKILL')
  await untilDead(pid)
  const file = join(dataDir, 'cluster', 'postmaster.pid')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, '1'))
  const server = await start()
  assert.ok(!server.attached)
  await server.stop()
})

test('what an interrupted first start left behind is cleared away', async () => {
  const directory = join(home, 'interrupted')
  mkdirSync(join(directory, 'cluster.new-1'), { recursive: true })
  writeFileSync(join(directory, 'lock'), '999999-1 1')
  const server = await start(directory)
  await server.stop()
  const left = readdirSync(directory)
  removeCluster(directory)
  assert.deepEqual(left.sort(), ['cluster', 'joined', 'postgres.log', 'socket'])
})

test('a path too long for a socket still works', async () => {
  const directory = join(home, 'a-folder-with-a-long-name'.repeat(5))
  const server = await start(directory)
  assert.deepEqual(await query(server, 'select 1 as one'), [{ one: 1 }])
  await server.stop()
  removeCluster(directory)
})

test('a database of another PostgreSQL version is refused with a sentence and left as it is', async () => {
  const file = join(dataDir, 'cluster', 'PG_VERSION')
  const before = readFileSync(file, 'utf8')
  writeFileSync(file, '15\n')
  await assert.rejects(
    start(),
    (error) => error instanceof StartupFailure && error.code === 'postgres.otherVersion' && /PostgreSQL 15/.test(error.zh),
  )
  writeFileSync(file, before)
})

test('a folder that cannot be made is refused with a sentence and nothing is left of it', async () => {
  const directory = join(home, 'a-file', 'postgres')
  writeFileSync(join(home, 'a-file'), '')
  await assert.rejects(
    start(directory),
    (error) => error instanceof StartupFailure && error.code === 'postgres.noPermission' && error.zh.includes(directory),
  )
  assert.ok(!existsSync(directory))
})
