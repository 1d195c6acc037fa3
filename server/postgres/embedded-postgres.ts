import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCluster } from './create-cluster.ts'
import { withFileLock } from './file-lock.ts'
import { identityOf, isAlive } from './living-process.ts'
import { choosePlace, linkCluster, type Place, prepareDirectory, removeFarSocket } from './place.ts'
import { findPostmaster, launch, type Postmaster, shutDown, untilReady } from './postmaster.ts'
import { explain, otherVersion } from './startup-failure.ts'

export type EmbeddedPostgresOptions = {
  /** A directory of its own below ZHANGGUI_HOME: the cluster, its socket and its log lie in it. */
  dataDir: string
  /** One sentence per step, in English, for the terminal. */
  onProgress?: (sentence: string) => void
  /** More server settings, such as `{ work_mem: '32MB' }`. They count only when this call starts the server. */
  settings?: Record<string, string>
  /** Gives up safety for speed (fsync off): for databases of tests, which are thrown away. */
  fast?: boolean
}

export type EmbeddedPostgres = {
  /** `host` is the directory of the Unix socket; there is no TCP port and no password: the operating system vouches for the account. */
  connection: { host: string; port: number; user: 'postgres'; database: 'postgres' }
  /** True when the server was already running: another process started it, or left it behind when it was killed. */
  attached: boolean
  /** Leaves the server. The last of the processes that use it stops it, whoever started it: no order of leaving cuts anybody off. */
  stop(): Promise<void>
}

const watchEveryMs = 1000
let ticketCount = 0

/**
 * Starts the PostgreSQL that npm installed, or joins the one that already runs on `dataDir`. While this process uses it, a server that
 * dies is started again within seconds. Throws StartupFailure.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const wasThere = existsSync(options.dataDir)
  try {
    return await start(options)
  } catch (error) {
    const failure = explain(error, options.dataDir, join(options.dataDir, 'postgres.log'))
    if (!wasThere && failure.code !== 'postgres.failed') rmSync(options.dataDir, { recursive: true, force: true })
    throw failure
  }
}

async function start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const say = options.onProgress ?? (() => undefined)
  const paths = prepareDirectory(options.dataDir)
  const exclusively = <T>(work: () => Promise<T>) =>
    withFileLock(paths.lock, work, () => say('Waiting for another process that is starting the database'))

  const { place, running, ticket } = await exclusively(async () => {
    const place = choosePlace(paths)
    if (!existsSync(join(place.cluster, 'PG_VERSION'))) {
      await createCluster(place, options.fast ?? false, say)
      linkCluster(paths, place)
    }
    return { place, running: await ensureRunning(place, options, say), ticket: takeTicket(paths.joined) }
  })

  const watch = setInterval(
    () => void restartIfDead().catch((error) => say(`PostgreSQL could not be started again: ${error}`)),
    watchEveryMs,
  ).unref()
  let restarting: Promise<void> | undefined
  const restartIfDead = async () => {
    if (restarting || findPostmaster(place)) return
    say('PostgreSQL has ended unexpectedly')
    restarting = exclusively(async () => void (await ensureRunning(place, options, say))).finally(() => {
      restarting = undefined
    })
    await restarting
  }

  return {
    connection: { host: running.postmaster.socket, port: running.postmaster.port, user: 'postgres', database: 'postgres' },
    attached: running.attached,
    async stop() {
      clearInterval(watch)
      await restarting?.catch(() => undefined)
      await withFileLock(paths.lock, async () => {
        rmSync(ticket, { force: true })
        const last = othersJoined(paths.joined) ? undefined : findPostmaster(place)
        if (!last) return
        await shutDown(last)
        removeFarSocket(place)
      })
    },
  }
}

async function ensureRunning(
  place: Place,
  options: EmbeddedPostgresOptions,
  say: (sentence: string) => void,
): Promise<{ postmaster: Postmaster; attached: boolean }> {
  const found = readFileSync(join(place.cluster, 'PG_VERSION'), 'utf8').trim()
  if (found !== place.binaries.major) throw otherVersion(place.cluster, found, place.binaries.major)
  const living = await untilReady(place, say)
  return living ? { postmaster: living, attached: true } : { postmaster: await launch(place, options, say), attached: false }
}

/** A file named after this process says that it uses the server; a dead process's file counts for nothing. */
function takeTicket(joined: string): string {
  const ticket = join(joined, `${identityOf(process.pid)}-${++ticketCount}`)
  writeFileSync(ticket, '')
  return ticket
}

function othersJoined(joined: string): boolean {
  const identities = readdirSync(joined).map((name) => ({ name, isLiving: isAlive(name.slice(0, name.lastIndexOf('-'))) }))
  for (const { name } of identities.filter(({ isLiving }) => !isLiving)) rmSync(join(joined, name), { force: true })
  return identities.some(({ isLiving }) => isLiving)
}
