/** A merchant's day without a browser: every step is a command of its own, on one home, beside a server that runs. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import pg from 'pg'
import { createTestDatabase, type TestDatabase } from '#tools/test-database.ts'
import { aShell, type Shell } from './testing/a-shell.ts'

const scratch = mkdtempSync(path.join(tmpdir(), 'zhanggui-day-'))
const home = path.join(scratch, 'home')
const orderFile = path.join(scratch, 'orders.csv')
let database: TestDatabase
let zhanggui: Shell
let merchantId = ''
let shopId = ''
before(async () => {
  writeFileSync(
    orderFile,
    [
      '订单号,商品ID,商品名称,订购数量,下单时间,订单金额,客户姓名,客户地址,联系电话,京东价,订单状态',
      'JD1001,P1,杯子,2,2026-11-01 10:00:00,20.00,张三,浙江省杭州市西湖区一路1号,13800000001,10.00,等待出库',
      'JD1002,P2,盘子,1,2026-11-01 10:05:00,15.00,李四,浙江省杭州市西湖区一路2号,13800000002,15.00,等待出库',
    ].join('\n'),
  )
  database = await createTestDatabase()
  zhanggui = aShell(home, database)
  const password = 'a long enough password\n'
  const made = await zhanggui(['init', '--merchant', '掌柜', '--owner', 'boss', '--password-stdin', '--json'], {}, password)
  merchantId = JSON.parse(made.out).merchantId
  shopId = (await call('shops.addShop', { platform: 'file', name: '自有商城' })).shopId
})
after(async () => {
  await database.drop()
  rmSync(scratch, { recursive: true, force: true })
})

const words = (operation: string, input: object, more: string[]) => [
  ...['call', operation, '--input', JSON.stringify(input), '--json'],
  ...more,
]
async function call(operation: string, input: object, ...more: string[]) {
  const { code, out, err } = await zhanggui(words(operation, input, more))
  assert.equal(code, 0, err)
  return JSON.parse(out)
}

test('a call waits for the import it starts and works it off without a server; with --no-wait it leaves at once', async () => {
  const startImport = async (...more: string[]) => {
    const { fileId } = await call('files.addFile', { name: 'orders.csv', contentType: 'text/csv' })
    mkdirSync(path.join(home, 'files', merchantId), { recursive: true })
    copyFileSync(orderFile, path.join(home, 'files', merchantId, fileId))
    return call('orders.startImport', { fileId, shopId }, ...more)
  }
  const left = await startImport('--no-wait')
  assert.deepEqual(Object.keys(left), ['importId'])
  const waited = await startImport()
  assert.deepEqual([waited.state, waited.counters.orders], ['finished', 2])
  assert.equal((await call('orders.readImport', { importId: left.importId })).state, 'finished')
})

test('a call waits for the batch it starts and tells what was refused; the same key does not start it again', async () => {
  await zhanggui(['import', 'orders', orderFile, '--shop', shopId])
  const { rows } = await call('orders.listParcels', {})
  const parcelIds = rows.map((row: { parcelId: string }) => row.parcelId)
  const first = await call('fulfilment.requestWaybills', { parcelIds }, '--key', 'once')
  const again = await call('fulfilment.requestWaybills', { parcelIds }, '--key', 'once')
  assert.deepEqual([first.state, first.total, first.refusedCount], ['finished', 2, 2])
  assert.deepEqual(again, first)
})

test('with --json every refusal is JSON, and one who may not is told so', async () => {
  await call('team.createStaff', {
    subName: 'ad',
    name: '推广',
    password: 'a long enough password',
    grants: [{ role: 'marketer', shopIds: null }],
  })
  const ends = await Promise.all([
    zhanggui(['call', 'shops.addShop', '--input', '{"platform":', '--json']),
    zhanggui(words('shops.addShop', { platform: 'file', name: 'x', extra: 1 }, [])),
    zhanggui(words('team.listStaff', {}, ['--as', 'boss:ad'])),
    zhanggui(words('team.readMe', {}, ['--as', 'nobody'])),
  ])
  assert.deepEqual(
    ends.map(({ code, err }) => [code, JSON.parse(err).error.code]),
    [
      [1, 'invalidInput'],
      [1, 'invalidInput'],
      [1, 'notPermitted'],
      [1, 'setUp'],
    ],
  )
})

test('Ctrl-C ends a server with 0; what it sealed is proved by its checkpoints, and a changed entry ends verify-log with 1', async () => {
  const checkpoints = path.join(scratch, 'checkpoints.txt')
  const { child, ended } = zhanggui.start(['serve'], { PORT: '0', LOG_CHECKPOINT_FILE: checkpoints })
  await new Promise((resolve) => child.stdout?.once('data', resolve))
  child.kill('SIGINT')
  assert.deepEqual([(await ended).code, (await ended).err], [0, ''])
  const verify = () => zhanggui(['verify-log', '--checkpoints', checkpoints])
  assert.match(
    (await verify()).out,
    /[1-9]\d* entries, [1-9]\d* checkpoints, 0 not sealed yet: all good; [1-9]\d* entries proved by checkpoints outside/,
  )
  const exported = path.join(scratch, 'log.jsonl')
  assert.match((await zhanggui(['export-log', '--out', exported])).err, /^\d+ entries → /)
  const standalone = path.join(import.meta.dirname, '..', '..', 'tools', 'verify-log-standalone.mjs')
  const outsider = await promisify(execFile)(process.execPath, [standalone, 'export', exported, '--checkpoints', checkpoints])
  assert.match(outsider.stdout, /[1-9]\d* checkpoints, 1 not sealed yet: all good/)
  const client = new pg.Client(database.address)
  await client.connect()
  await client.query("update log_entries set actor_name = 'nobody' where operation = 'shops.addShop'")
  await client.end()
  const { code, out } = await verify()
  assert.equal(code, 1)
  assert.match(out, /BAD at \d+ \(entry [0-9a-f-]+\): the entry was changed after it was sealed/)
  assert.match(
    (await zhanggui(['verify-log', '--checkpoints', path.join(scratch, 'none')])).err,
    /--checkpoints .* cannot be read/,
  )
})
