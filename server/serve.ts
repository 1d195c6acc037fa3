/** Runs the web server, the worker, or both, on an open home. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { type Config, ConfigProblem } from '#kernel/config.ts'
import { openEventBridge } from '#kernel/event-bridge.ts'
import { createWebServer } from '#kernel/http.ts'
import { merchantId } from '#kernel/ids.ts'
import { startLogSealing } from '#kernel/log-sealing.ts'
import { mcpMount } from '#kernel/mcp.ts'
import { originOf } from '#kernel/own-address.ts'
import { startRecurring } from '#kernel/recurring.ts'
import { startWorker } from '#kernel/worker.ts'
import { bearerCaller, touchBearers } from '#modules/apps/bearer.ts'
import { oauthMount } from '#modules/apps/oauth/oauth-mount.ts'
import { downloadMount } from '#modules/files/download-mount.ts'
import { addFile } from '#modules/files/operations/add-file.ts'
import { readFile } from '#modules/files/operations/read-file.ts'
import { sessionCaller, touchSessions } from '#modules/team/identity.ts'
import { writeUses } from '#modules/team/least-privilege/use-store.ts'
import { readToken } from '#modules/team/sign-in/session-token.ts'
import { ACCOUNT_CHANGED } from '#modules/team/team-events.ts'
import { backgroundWork, jobHandlers, recurringJobs } from './app.ts'
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
  // First, because it alone can refuse to start.
  const stopSealing = startLogSealing(kernel)
  const worker = startWorker(kernel, jobHandlers(), { concurrency: kernel.world.config.workerConcurrency })
  home.app.onWake(worker.wake)
  const stopRecurring = startRecurring(kernel, recurringJobs(), worker.wake)
  const stops = backgroundWork().map((begin) => begin(kernel))
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
    await stopRecurring()
    await worker.stop()
    await stopSealing()
  }
}

async function startWeb(home: Home): Promise<{ url: string; stop(): Promise<void> }> {
  const { kernel, operations, routes, documents, rawRoutes } = home.app
  const { config } = kernel.world
  const used = new Set<string>()
  const web = await createWebServer({
    kernel,
    operations,
    routes,
    documents,
    rawRoutes,
    addFile: addFile as never,
    readFile: readFile as never,
    callerOf: sessionCaller,
    callerOfBearer: bearerCaller,
    onTokenUsed: (token) => void used.add(token),
    mounts: [downloadMount(kernel), oauthMount(kernel), mcpMount({ kernel, operations, issuer: (base) => `${base}/oauth` })],
    recheckSocketsOn: ACCOUNT_CHANGED,
    webFolder: path.join(import.meta.dirname, '..', 'dist', 'web'),
  })
  const touch = () => Promise.all([touchUsed(home, used), noteUses(home)])
  const touching = setInterval(() => void touch(), TOUCH_EVERY_MS)
  touching.unref()
  await listen(web, config.host, config.port)
  return {
    url: originOf(web, config),
    async stop() {
      clearInterval(touching)
      await web.close()
      await touch()
    },
  }
}

async function listen(web: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await web.listen({ host, port })
  } catch (error) {
    throw explainPort(error as Error, host, port)
  }
}

/** Asked before anything else is begun. Throws ConfigProblem. */
export async function requireFreePort({ host, port }: Config): Promise<void> {
  const probe = createServer()
  try {
    probe.listen({ host, port })
    await once(probe, 'listening')
  } catch (error) {
    throw explainPort(error as Error, host, port)
  } finally {
    probe.close()
  }
}

function explainPort(error: Error, host: string, port: number): Error {
  const { code } = error as { code?: string }
  if (code === 'EADDRINUSE')
    return new ConfigProblem(
      `Port ${port} is taken. Stop the other program or choose another port: PORT=${port + 1}`,
      `端口 ${port} 已被占用。请停止占用它的程序，或换一个端口：PORT=${port + 1}`,
    )
  if (code === 'EACCES')
    return new ConfigProblem(
      `Port ${port} needs more rights. Choose one above 1023: PORT=3000`,
      `端口 ${port} 需要更高的权限。请选择 1023 以上的端口：PORT=3000`,
    )
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new ConfigProblem(
      `HOST=${host}: this machine has no such address. Use 127.0.0.1, or 0.0.0.0 for all`,
      `HOST=${host}：本机没有这个地址。请用 127.0.0.1，或用 0.0.0.0 表示全部`,
    )
  return error
}

async function noteUses({ app, logger }: Home): Promise<void> {
  await writeUses(app.kernel.database, app.takeUses(), new Date()).catch((error: Error) =>
    logger.warn({ err: error }, 'could not note which rights were used'),
  )
}

async function touchUsed(home: Home, used: Set<string>): Promise<void> {
  const tokens = [...used]
  used.clear()
  const sessions = Map.groupBy(
    tokens.map(readToken).filter((token) => token !== undefined),
    (token) => token.merchantId,
  )
  const { database, world } = home.app.kernel
  const now = world.now()
  const complain = (error: Error): void => home.logger.warn({ err: error }, 'could not note the use of a token')
  await touchBearers(database, tokens, now).catch(complain)
  for (const [merchant, own] of sessions) {
    const hashes = own.map((token) => token.tokenHash)
    await touchSessions(database, merchantId(merchant), hashes, now).catch(complain)
  }
}
