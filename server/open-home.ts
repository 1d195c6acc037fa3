/** Opens a home: its database (embedded or DATABASE_URL), its keys, the app on it. Every command begins here and closes it at the end. */
import { accessSync, constants, mkdirSync } from 'node:fs'
import path from 'node:path'
import { type Config, ConfigProblem } from '#kernel/config.ts'
import { type DatabaseAddress, openDatabase } from '#kernel/db.ts'
import { createLogger, type Logger } from '#kernel/logger.ts'
import { migrate } from '#kernel/migrate.ts'
import type { OutsideWorld } from '#kernel/outside.ts'
import { readMasterKey } from '#kernel/vault.ts'
import { startEmbeddedPostgres } from '#server/postgres/embedded-postgres.ts'
import { type App, createApp } from './app.ts'
import { requireOutsidePostgres } from './outside-postgres.ts'

export type Home = { app: App; address: DatabaseAddress; logger: Logger; close(): Promise<void> }
export type HomeOptions = { onProgress?: (step: string) => void; demoLogins?: OutsideWorld['demoLogins'] }

/** Throws ConfigProblem, StartupFailure or NewerDatabase: each says in one sentence what to do. Nothing is begun that does not stand. */
export async function openHome(config: Config, options: HomeOptions = {}): Promise<Home> {
  const onProgress = options.onProgress ?? (() => undefined)
  if (config.databaseUrl !== undefined) await requireOutsidePostgres(config.databaseUrl)
  requireWritable(config.home)
  const logger = createLogger(config.logLevel)
  const { address, stop } = await openPostgres(config, onProgress)
  try {
    await migrate(address, (file) => onProgress(`Updating the database: ${file}`))
    let isClosing = false
    const database = openDatabase(address, {
      max: config.databasePool,
      // Only what was said: the error carries the whole connection with all its statements.
      onError: ({ message }) => isClosing || logger.warn({ reason: message }, 'database connection lost'),
    })
    const app = createApp({
      database,
      config,
      logger,
      masterKey: readMasterKey(config.home),
      ...(options.demoLogins ? { demoLogins: options.demoLogins } : {}),
    })
    return {
      app,
      address,
      logger,
      async close() {
        isClosing = true
        await database.close()
        await stop()
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function openPostgres(
  config: Config,
  onProgress: (step: string) => void,
): Promise<{ address: DatabaseAddress; stop(): Promise<void> }> {
  if (config.databaseUrl !== undefined) return { address: { connectionString: config.databaseUrl }, stop: async () => undefined }
  const server = await startEmbeddedPostgres({ dataDir: path.join(config.home, 'postgres'), onProgress })
  return { address: server.connection, stop: () => server.stop() }
}

/** Throws ConfigProblem. */
export function requireWritable(home: string): void {
  try {
    mkdirSync(home, { recursive: true, mode: 0o755 })
    accessSync(home, constants.W_OK)
  } catch (error) {
    const isFull = (error as NodeJS.ErrnoException).code === 'ENOSPC'
    throw new ConfigProblem(
      `Cannot write to ${home}: ${isFull ? 'the disk is full; free some space' : 'no write permission; change its owner or set ZHANGGUI_HOME to a folder you may write'}, then start again.`,
      `无法写入 ${home}：${isFull ? '磁盘已满，请腾出空间' : '没有写入权限，请修改属主，或把 ZHANGGUI_HOME 设为可写的目录'}，然后重新启动。`,
    )
  }
}
