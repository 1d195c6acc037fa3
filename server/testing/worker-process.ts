/**
 * A process of its own that works on a test's database and home, so that a test can kill it: a worker, and acts of persons that
 * the parent sends. Started by fork() with ZHANGGUI_TEST_ADDRESS (JSON) and, to die somewhere, ZHANGGUI_FAILPOINT.
 */
import { readConfig } from '#kernel/config.ts'
import { openDatabase } from '#kernel/db.ts'
import { merchantId } from '#kernel/ids.ts'
import { createLogger } from '#kernel/logger.ts'
import type { Command, Query } from '#kernel/operation.ts'
import { runOperation } from '#kernel/run-operation.ts'
import { readMasterKey } from '#kernel/vault.ts'
import { startWorker } from '#kernel/worker.ts'
import { accountCaller } from '#modules/team/identity.ts'
import { createApp, jobHandlers } from '#server/app.ts'

/** `work`: begin to run jobs. `act`: run an operation as a person; its answer comes back as `{ answer }`. */
export type Order =
  | { kind: 'work'; merchantId: string }
  | { kind: 'act'; merchantId: string; accountId: string; operation: string; input: unknown; key: string }

const config = readConfig(process.env)
const logger = createLogger(config.logLevel)
const address = JSON.parse(process.env.ZHANGGUI_TEST_ADDRESS ?? '{}') as Parameters<typeof openDatabase>[0]
const database = openDatabase(address, { max: 12, onError: (error) => logger.error({ err: error }) })
const app = createApp({ database, config, logger, masterKey: readMasterKey(config.home) })

process.on('message', (order: Order) => {
  const merchant = merchantId(order.merchantId)
  if (order.kind === 'work') {
    const worker = startWorker(app.kernel, jobHandlers(), { concurrency: 8 })
    app.onWake(worker.wake)
    worker.wake(merchant)
    return
  }
  const operation = app.operations.get(order.operation) as Command | Query
  const caller = accountCaller(merchant, order.accountId, { via: 'api', ip: '127.0.0.1', language: 'zh', requestId: order.key })
  runOperation(app.kernel, operation, order.input, caller, { idempotencyKey: order.key }).then(
    (answer) => process.send?.({ answer }),
    (error: Error) => process.send?.({ error: error.message }),
  )
})
process.on('disconnect', () => process.exit(0))
process.send?.({ ready: true })
