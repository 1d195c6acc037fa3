/** Runs the web server, the worker, or both, on an open home. */
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { ConfigProblem } from '#kernel/config.ts'
import { openEventBridge } from '#kernel/event-bridge.ts'
import { createWebServer } from '#kernel/http.ts'
import { merchantId } from '#kernel/ids.ts'
import { startLogSealing } from '#kernel/log-sealing.ts'
import { startRecurring } from '#kernel/recurring.ts'
import { startWorker } from '#kernel/worker.ts'
import { addFile } from '#modules/files/operations/add-file.ts'
import { readFile } from '#modules/files/operations/read-file.ts'
import { sessionCaller, touchSessions } from '#modules/team/identity.ts'
import { readToken } from '#modules/team/session-token.ts'
import { ACCOUNT_CHANGED } from '#modules/team/team-events.ts'
import { jobHandlers, recurringJobs } from './app.ts'
import type { Home } from './open-home.ts'

export type Role = 'web' | 'worker' | 'all'
export type Serving = { url: string | undefined; stop(): Promise<void> }
const TOUCH_EVERY_MS = 30_000

/** Throws ConfigProblem when the port is taken. */
export async function serve(home: Home, role: Role): Promise<Serving> {
  const { kernel } = home.app
  const bridge = await openEventBridge(home.address, kernel.hub, home.logger)
  const stops: (() => Promise<void>)[] = [() => bridge.close()]
  let url: string | undefined
  try {
    if (role !== 'web') stops.unshift(startBackground(home))
    if (role !== 'worker') {
      const web = await startWeb(home)
      stops.unshift(web.stop)
      url = web.url
    }
  } catch (error) {
    for (const stop of stops) await stop()
    throw error
  }
  return {
    url,
    async stop() {
      for (const stop of stops) await stop()
    },
  }
}

function startBackground(home: Home): () => Promise<void> {
  const { kernel } = home.app
  const worker = startWorker(kernel, jobHandlers(), { concurrency: kernel.world.config.workerConcurrency })
  home.app.onWake(worker.wake)
  const stopRecurring = startRecurring(kernel, recurringJobs(), worker.wake)
  const stopSealing = startLogSealing(kernel)
  return async () => {
    stopRecurring()
    await worker.stop()
    await stopSealing()
  }
}

async function startWeb(home: Home): Promise<{ url: string; stop(): Promise<void> }> {
  const { kernel, operations } = home.app
  const { config } = kernel.world
  const used = new Set<string>()
  const web = await createWebServer({
    kernel,
    operations,
    addFile: addFile as never,
    readFile: readFile as never,
    callerOf: sessionCaller,
    onSessionUsed: (token) => void used.add(token),
    recheckSocketsOn: ACCOUNT_CHANGED,
    webFolder: path.join(import.meta.dirname, '..', 'dist', 'web'),
  })
  const touching = setInterval(() => void touchUsed(home, used), TOUCH_EVERY_MS)
  touching.unref()
  await listen(web, config.host, config.port)
  const address = web.server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  return {
    url: config.publicUrl ?? `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${port}`,
    async stop() {
      clearInterval(touching)
      await web.close()
    },
  }
}

async function listen(web: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await web.listen({ host, port })
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'EADDRINUSE')
      throw new ConfigProblem(`Port ${port} is taken. Stop the other program or choose another port: PORT=${port + 1} npm start`)
    if (code === 'EACCES') throw new ConfigProblem(`Port ${port} needs more rights. Choose one above 1023: PORT=3000 npm start`)
    throw error
  }
}

async function touchUsed(home: Home, used: Set<string>): Promise<void> {
  const byMerchant = Map.groupBy(
    [...used].map(readToken).filter((token) => token !== undefined),
    (token) => token.merchantId,
  )
  used.clear()
  for (const [merchant, tokens] of byMerchant) {
    const hashes = tokens.map((token) => token.tokenHash)
    await touchSessions(home.app.kernel.database, merchantId(merchant), hashes, new Date()).catch((error: Error) =>
      home.logger.warn({ err: error }, 'could not note session use'),
    )
  }
}
