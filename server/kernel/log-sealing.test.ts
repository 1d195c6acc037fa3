import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { addSku } from '#modules/catalog/operations/add-sku.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { tellingOf } from './log-receivers.ts'
import { readLogKey, sealLog } from './log-sealer.ts'
import { startLogSealing } from './log-sealing.ts'
import type { Kernel } from './run-operation.ts'
import { splitNotes } from './signed-note.ts'
import { readOutsideCheckpoints, verifyLog } from './verify-log.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'zhanggui-checkpoints-'))
const file = path.join(folder, 'checkpoints.txt')
let t: TestTeam
before(async () => {
  t = await aTeam({ environment: { LOG_CHECKPOINT_FILE: file } })
})
after(async () => {
  await t.drop()
  rmSync(folder, { recursive: true })
})

const notes = () => (existsSync(file) ? readOutsideCheckpoints(file) : [])
let made = 0
async function act() {
  made += 1
  await t.call('owner', addSku, { code: `S${made}`, title: '商品', variant: '', minPriceFen: null, weightGrams: null })
}
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(20)
}
const verdict = (outside: string[]) =>
  verifyLog(t.app.kernel.database, t.merchantId, createPublicKey(readLogKey(t.home)), outside)
const withConfig = (change: Partial<Kernel['world']['config']>): Kernel => {
  const { kernel } = t.app
  return { ...kernel, world: { ...kernel.world, config: { ...kernel.world.config, ...change } } }
}

/** A receiver of LOG_CHECKPOINT_URL that can be down. */
async function aReceiver() {
  const bodies: string[] = []
  const seen: string[] = []
  const state = { isDown: true, refused: 0 }
  const server = createServer(async (request, response) => {
    const body = await text(request)
    seen.push(request.headers.authorization ?? '')
    if (state.isDown) state.refused += 1
    else bodies.push(body)
    response.writeHead(state.isDown ? 503 : 204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    ...{ state, url: `http://shop:s%40fe@127.0.0.1:${(server.address() as AddressInfo).port}/log` },
    notes: () => splitNotes(bodies.join('')),
    authorizations: () => [...new Set(seen)],
    close: () => server.close(),
  }
}

test('each new checkpoint is written outside once, nothing is written while nothing happens, and the file proves a cut log', async () => {
  const stop = startLogSealing(t.app.kernel)
  await until(() => notes().length === 1)
  await act()
  await until(() => notes().length === 2)
  await act()
  await stop()
  assert.equal(notes().length, 3, 'stopping seals what was written last')
  await startLogSealing(t.app.kernel)()
  const written = notes()
  assert.equal(written.length, 3)
  const seen = await verdict(written)
  assert.deepEqual([seen.problem, seen.provedOutside], [null, seen.entries])
  const superuser = new pg.Client(t.address)
  await superuser.connect()
  await superuser.query('create table cut as table log_leaves')
  await superuser.query('create table cut_checkpoints as table log_checkpoints')
  await superuser.query('delete from log_leaves where seq >= (select min(tree_size) from log_checkpoints)')
  await superuser.query('delete from log_checkpoints where tree_size > (select min(tree_size) from log_checkpoints)')
  assert.match((await verdict(written)).problem?.problem ?? '', /was cut/)
  await superuser.query('insert into log_leaves select * from cut except select * from log_leaves')
  await superuser.query('insert into log_checkpoints select * from cut_checkpoints except select * from log_checkpoints')
  await superuser.end()
  assert.equal((await verdict(written)).problem, null)
})

test('a checkpoint made while the one before is being told is told next, not forgotten', async () => {
  const { database, world } = t.app.kernel
  const key = readLogKey(t.home)
  const told: string[] = []
  const telling = tellingOf(
    {
      name: 'slow',
      async deliver(text) {
        told.push(text)
        if (told.length > 1) return
        await act()
        await sealLog(database, t.merchantId, key)
        telling.add([t.merchantId])
      },
    },
    { database, logger: world.logger, publicKey: createPublicKey(key) },
  )
  telling.add([t.merchantId])
  await telling.round(0)
  await telling.round(0)
  const seen = await verdict(splitNotes(told.join('')))
  assert.deepEqual([seen.problem, seen.provedOutside], [null, seen.entries])
})

test('a line that a full disk cut off spoils neither the file nor what is written after it', async () => {
  appendFileSync(file, notes()[0]?.slice(0, -40) ?? '')
  await act()
  await startLogSealing(t.app.kernel)()
  const seen = await verdict(notes())
  assert.deepEqual([seen.problem, seen.provedOutside], [null, seen.entries])
})

test('an address gets every checkpoint in order, also those made while it was down and before it was ever named', async () => {
  const receiver = await aReceiver()
  const kernel = withConfig({ checkpointUrl: receiver.url })
  const stop = startLogSealing(kernel)
  await until(() => receiver.state.refused > 0)
  await act()
  await until(() => notes().length > 5)
  // The file goes on while the address is down.
  await act()
  await stop()
  assert.deepEqual(receiver.notes(), [])
  receiver.state.isDown = false
  await startLogSealing(kernel)()
  const sizes = receiver.notes().map((note) => Number(note.split('\n')[1]))
  assert.deepEqual(
    sizes,
    sizes.toSorted((a, b) => a - b),
  )
  const seen = await verdict(receiver.notes())
  assert.deepEqual([seen.problem, seen.provedOutside, sizes.length], [null, seen.entries, seen.checkpoints])
  await startLogSealing(kernel)()
  assert.equal(receiver.notes().length, seen.checkpoints, 'nothing is told twice')
  assert.deepEqual(receiver.authorizations(), [`Basic ${Buffer.from('shop:s@fe').toString('base64')}`])
  receiver.close()
})

test('a checkpoint file that cannot be written is said at the start, not found missing years later', async () => {
  assert.throws(() => startLogSealing(withConfig({ checkpointFile: folder })), /LOG_CHECKPOINT_FILE=.* cannot be written/)
})
