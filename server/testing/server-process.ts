/** A whole server (web, worker, event bridge) in a process of its own, on a test's database and home. Started by fork() with ZHANGGUI_TEST_ADDRESS (JSON). */
import { readConfig } from '#kernel/config.ts'
import { openDatabase } from '#kernel/db.ts'
import { createLogger } from '#kernel/logger.ts'
import { readMasterKey } from '#kernel/vault.ts'
import { createApp } from '#server/app.ts'
import { serve } from '#server/serve.ts'

const config = readConfig(process.env)
const logger = createLogger(config.logLevel)
const address = JSON.parse(process.env.ZHANGGUI_TEST_ADDRESS ?? '{}') as Parameters<typeof openDatabase>[0]
const database = openDatabase(address, { max: 10, onError: (error) => logger.error({ err: error }) })
const app = createApp({ database, config, logger, masterKey: readMasterKey(config.home) })
const { url, stop } = await serve({ app, address, logger, close: () => database.close() }, 'all')

process.on('disconnect', () => process.exit(0))
process.on('message', async () => {
  await stop()
  await database.close()
  process.exit(0)
})
process.send?.({ url })
