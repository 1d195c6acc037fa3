import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { readXlsx } from 'hucre/xlsx'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { filePath } from '#kernel/files.ts'
import { linkFile } from '#modules/files/operations/link-file.ts'
import { listOrders } from '#modules/orders/operations/list-orders.ts'
import { aLine, aReceiver, aSnapshot, intake } from '#modules/orders/testing/order-samples.ts'
import { freezeStaff } from '#modules/team/operations/freeze-staff.ts'
import { aTeam, type TestTeam, type Who } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { cancelExport } from './operations/cancel-export.ts'
import { exportOrders } from './operations/export-orders.ts'
import { listExports } from './operations/list-exports.ts'

const NAME = '欧阳小满'
const PHONE = '13912345678'
const ADDRESS = '文三路九十号'
let t: TestTeam
let [first, second]: string[] = []
before(async () => {
  t = await aTeam({ startAt: new Date('2026-03-10T00:00:00Z') })
  first = await t.shop('一店')
  second = await t.shop('二店')
  const receiver = aReceiver({ name: NAME, phone: PHONE, address: ADDRESS })
  await intake(
    t,
    first,
    aSnapshot('6001', { receiver, buyerNote: '=HYPERLINK("http://x","点我")', lines: [aLine({ title: '@SUM(A1)' })] }),
    aSnapshot('6002', { receiver, buyerNick: '+cmd|calc', buyerNote: `打${PHONE}`, createdAt: '2026-03-02T02:00:00.000Z' }),
  )
  await intake(t, second, aSnapshot('6003', { receiver, createdAt: '2026-03-03T02:00:00.000Z' }))
})
after(() => t.drop())

const noLimits = { refundPerActFen: null, refundPerDayFen: null, exportsPerDay: null, revealsPerDay: null }
const exporter = async (name: string, exportsPerDay: number | null, shopIds: string[] | null = null) => ({
  accountId: await t.staff(name, [{ role: 'supervisor', shopIds, limits: { ...noLimits, exportsPerDay } }]),
})
const latest = async (who: Who) => (await t.call(who, listExports, {})).rows[0] ?? assert.fail('nothing was exported')
const bytesOf = (fileId: string | null): Buffer => readFileSync(filePath(t.app.kernel.world, t.merchantId, fileId ?? ''))
async function exported(who: Who, format: 'csv' | 'xlsx' = 'csv', filters = {}) {
  await t.call(who, exportOrders, { format, filters })
  await t.runJobs()
  return latest(who)
}
const csvRows = (bytes: Buffer): Record<string, string>[] => parse(bytes, { bom: true, columns: true })
const codeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: unknown) => (error instanceof Failure ? error.definition.code : String(error)),
  )

test('the file holds the filtered list in its order, the receiver masked, and nothing a spreadsheet would run', async () => {
  const row = await exported('owner')
  assert.deepEqual([row.state, row.done, row.total], ['finished', 3, 3])
  const bytes = bytesOf(row.fileId)
  const rows = csvRows(bytes)
  assert.deepEqual(
    rows.map((one) => one.订单号),
    (await t.call('owner', listOrders, {})).rows.map((one) => one.platformOrderId),
  )
  for (const plain of [NAME, PHONE, ADDRESS]) assert.ok(!bytes.includes(plain), plain)
  assert.match(rows[0]?.['收件人（脱敏）'] ?? '', /^欧\*\*, 139\*\*\*\*5678/)
  for (const cell of rows.flatMap((one) => Object.values(one))) assert.doesNotMatch(cell, /^[=+\-@\t\r]/)
  assert.equal(rows[2]?.买家留言, '\'=HYPERLINK("http://x","点我")')
  assert.equal(rows[1]?.买家, "'+cmd|calc")
})

test('as a workbook the same rows come as texts and numbers, no formula among them', async () => {
  const row = await exported('owner', 'xlsx')
  const book = await readXlsx(bytesOf(row.fileId))
  const rows = book.sheets[0]?.rows ?? []
  assert.equal(rows.length, 4)
  const cells = rows.flat()
  assert.ok(cells.includes('=HYPERLINK("http://x","点我")'), 'a text as the buyer wrote it')
  assert.ok(!JSON.stringify(book.sheets[0]).includes('"formula"'))
  assert.ok(!cells.some((cell) => typeof cell === 'string' && [NAME, PHONE, ADDRESS].some((plain) => cell.includes(plain))))
})

test('only the shops one may export are in it, whatever is asked for', async () => {
  const who = await exporter('二店导出', null, [second ?? ''])
  const numbers = async (filters: object) =>
    csvRows(bytesOf((await exported(who, 'csv', filters)).fileId)).map((one) => one.订单号)
  assert.deepEqual(await numbers({}), ['6003'])
  assert.deepEqual(await numbers({ shopIds: [first] }), [])
  await assert.rejects(t.call('orderReviewer', exportOrders, { format: 'csv' }), /notPermitted/)
})

test('it wants a fresh confirmation, counts against the day’s budget, and stands in the log with the number of rows', async () => {
  const who = await exporter('两次', 2)
  assert.equal(await codeOf(t.call(who, exportOrders, { format: 'csv' }, { isConfirmed: false })), 'stepUpRequired')
  assert.deepEqual((await t.call(who, exportOrders, { format: 'csv' })).budget, { used: 1, limit: 2 })
  const { exportId } = await t.call(who, exportOrders, { format: 'csv' })
  await t.runJobs()
  const entries = await t.read((reader) =>
    reader.rows<{ operation: string; rows: number }>(sql`
      select operation, (details->>'rows')::int as rows from log_entries
      where merchant_id = ${reader.merchantId} and kind = 'export' and objects->0->>'id' = ${exportId} order by operation`),
  )
  assert.deepEqual(entries, [
    { operation: 'orders.endExport', rows: 3 },
    { operation: 'orders.exportOrders', rows: 3 },
  ])
  for (let n = 2; n < 10; n += 1) await t.call(who, exportOrders, { format: 'csv' })
  assert.equal(await codeOf(t.call(who, exportOrders, { format: 'csv' })), 'budgetExhausted')
  await t.runJobs()
})

test('who is frozen while the file is made gets none of it; one that is cancelled leaves no file', async () => {
  const who = await exporter('要走的人', null)
  await t.call(who, exportOrders, { format: 'csv' })
  await t.call('owner', freezeStaff, { accountIds: [who.accountId] })
  await t.runJobs()
  const stopped = await t.read((reader) =>
    reader.maybe<{ state: string; problem: string; fileId: string }>(sql`
      select state, problem, file_id as "fileId" from order_exports where merchant_id = ${reader.merchantId} and account_id = ${who.accountId}`),
  )
  assert.deepEqual([stopped?.state, stopped?.problem], ['failed', 'accountFrozen'])
  const { exportId } = await t.call('owner', exportOrders, { format: 'csv' })
  await assert.rejects(t.call('administrator', cancelExport, { exportId }), /notFound/)
  await t.call('owner', cancelExport, { exportId })
  await t.runJobs()
  const cancelled = await latest('owner')
  assert.deepEqual([cancelled.state, cancelled.fileId], ['cancelled', null])
  assert.ok(!existsSync(filePath(t.app.kernel.world, t.merchantId, stopped?.fileId ?? '')))
})

test('the link is good for a minute, without a session, and ends with the account’s rights', async () => {
  const web = await aWebServer(t.app)
  try {
    const who = await exporter('下载的人', null)
    const { fileId } = await exported(who)
    const link = async () => (await t.call(who, linkFile, { fileId: fileId ?? '' })).path
    const get = async (path: string) => {
      const { statusCode, body } = await web.inject({ method: 'GET', url: path })
      return statusCode === 200 ? body.length > 100 : (JSON.parse(body).error.code as string)
    }
    await assert.rejects(t.call('owner', linkFile, { fileId: fileId ?? '' }), /notFound/, 'it is nobody else’s')
    const path = await link()
    assert.equal(await get(path), true)
    assert.equal(await get(path.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))), 'linkExpired')
    assert.equal(await get('/api/downloads?link=nothing.signed'), 'linkExpired')
    t.clock.advance(61_000)
    assert.equal(await get(path), 'linkExpired')
    const next = await link()
    await t.call('owner', freezeStaff, { accountIds: [who.accountId] })
    assert.equal(await get(next), 'accountFrozen')
  } finally {
    await web.close()
  }
})

test('a file is there for a day', async () => {
  const row = await exported('owner')
  const path = filePath(t.app.kernel.world, t.merchantId, row.fileId ?? '')
  t.clock.advance(25 * 3600_000)
  await t.write((tx) =>
    tx.write(sql`
      insert into jobs (merchant_id, job_id, kind, payload, run_at) values (${tx.merchantId}, gen_random_uuid(), 'orders.dropOldExports', '{}', now())`),
  )
  await t.runJobs()
  assert.ok(!existsSync(path))
  assert.deepEqual((await t.call('owner', listExports, {})).rows, [])
})
