import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '#server/postgres/embedded-postgres.ts'
import { identityOf } from '#server/postgres/living-process.ts'
import { removeCluster } from '#server/postgres/place.ts'
import { findPostmaster, shutDown } from '#server/postgres/postmaster.ts'
import { parseServerUrl, prepareTemplate, serverUrl, testServerVariable } from '#tools/test-database.ts'

const prefix = 'zhanggui-tests-'

/**
 * Lends a PostgreSQL and a temporary directory to a run of tests, as environment variables, and removes both in the end however it
 * comes. ZHANGGUI_TEST_DATABASE, when set already, names another PostgreSQL to test on.
 */
export async function withTestServer<T>(signal: AbortSignal, work: (env: Record<string, string>) => Promise<T>): Promise<T> {
  await removeLeftovers()
  const directory = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  chmodSync(directory, 0o711) // the database server may run under another account
  const dataDir = join(directory, 'pg')
  const url = process.env[testServerVariable]
  const prepared = async (address: string) => {
    signal.throwIfAborted()
    await prepareTemplate(parseServerUrl(address))
    return work({ TMPDIR: directory, [testServerVariable]: address })
  }
  try {
    if (url) return await prepared(url)
    const server = await startEmbeddedPostgres({ dataDir, fast: true })
    try {
      return await prepared(serverUrl(server.connection))
    } finally {
      await server.stop()
    }
  } finally {
    removeCluster(dataDir)
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** A run that was killed outright could not clean up. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix) || identityOf(Number.parseInt(name.slice(prefix.length), 10))) continue
    const dataDir = join(tmpdir(), name, 'pg')
    const left = findPostmaster({ cluster: join(dataDir, 'cluster') })
    if (left) await shutDown(left)
    removeCluster(dataDir)
    rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}
