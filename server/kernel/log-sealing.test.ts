import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { addSku } from '#modules/catalog/operations/add-sku.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { readLogKey } from './log-sealer.ts'
import { startLogSealing } from './log-sealing.ts'
import { readOutsideCheckpoints, verifyLog } from './verify-log.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'zhanggui-checkpoints-'))
const file = path.join(folder, 'checkpoints.jsonl')
let t: TestTeam
before(async () => {
  t = await aTeam({ environment: { LOG_CHECKPOINT_FILE: file } })
})
after(async () => {
  await t.drop()
  rmSync(folder, { recursive: true })
})

const lines = () => (existsSync(file) ? readOutsideCheckpoints(file) : [])
const act = (code: string) => t.call('owner', addSku, { code, title: '商品', variant: '', minPriceFen: null, weightGrams: null })
async function untilLines(count: number): Promise<void> {
  while (lines().length < count) await wait(20)
}

test('each new checkpoint is written outside once, nothing is written while nothing happens, and the file proves a cut log', async () => {
  const stop = startLogSealing(t.app.kernel)
  await act('A')
  await untilLines(1)
  await act('B')
  await untilLines(2)
  await stop()
  await startLogSealing(t.app.kernel)()
  const written = lines()
  assert.equal(written.length, 2)
  const key = createPublicKey(readLogKey(t.home))
  const verdict = () => verifyLog(t.app.kernel.database, t.merchantId, key, written)
  assert.equal((await verdict()).problem, null)
  const superuser = new pg.Client(t.address)
  await superuser.connect()
  await superuser.query('delete from log_leaves where seq >= (select min(tree_size) from log_checkpoints)')
  await superuser.query('delete from log_checkpoints where tree_size > (select min(tree_size) from log_checkpoints)')
  await superuser.end()
  assert.match((await verdict()).problem?.problem ?? '', /was cut/)
})

test('a checkpoint file that cannot be written is said at the start, not found missing years later', async () => {
  const kernel = {
    ...t.app.kernel,
    world: { ...t.app.kernel.world, config: { ...t.app.kernel.world.config, checkpointFile: folder } },
  }
  assert.throws(() => startLogSealing(kernel), /LOG_CHECKPOINT_FILE=.* cannot be written/)
})
