import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { OrdersMapping } from '#contract/import.ts'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { filePath } from '#kernel/files.ts'
import { addFile } from '#modules/files/operations/add-file.ts'
import { jobContext } from '#modules/intake/testing/job-context.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { cancelImport } from './operations/cancel-import.ts'
import { deleteMapping } from './operations/delete-mapping.ts'
import { listImports } from './operations/list-imports.ts'
import { listMappings } from './operations/list-mappings.ts'
import { previewImport } from './operations/preview-import.ts'
import { readImport } from './operations/read-import.ts'
import { readImportReport } from './operations/read-import-report.ts'
import { saveMapping } from './operations/save-mapping.ts'
import { startImport } from './operations/start-import.ts'
import { runImport } from './run-import.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

const refusedWith = (code: string) => (error: unknown) => error instanceof Failure && error.definition.code === code

/** A shop's own export: one row per line, changed at the last of its times. */
const mapping = {
  version: 1,
  kind: 'orders',
  name: 'own-site',
  title: { zh: '自有站导出', en: 'Own site' },
  recognise: ['order', 'state', 'placed', 'sku', 'qty', 'price'],
  zone: 'Asia/Shanghai',
  rows: 'linePerRow',
  refuse: [{ when: { column: 'qty', atMost: 0 }, code: 'quantityNotPositive' }],
  order: {
    platformOrderId: 'order',
    status: 'state',
    createdAt: 'placed',
    paidAt: 'paid at',
    receiver: { name: 'name', phone: 'phone', address: 'address' },
    paid: { sumOfRows: { times: ['price', 'qty'] } },
  },
  line: { merchantSku: 'sku', title: 'title', quantity: 'qty', price: 'price' },
} as const satisfies Record<string, unknown> & { kind: OrdersMapping['kind'] }

/** Everybody lives somewhere else, as in a real shop. */
const receiverOf = (order: string): string[] => [
  `收件人${order}`,
  `138${order.slice(-6).padStart(8, '0')}`,
  `浙江省杭州市余杭区某路${order}号`,
]
type Row = { order: string; state?: string; placed?: string; paidAt?: string; sku?: string; title?: string; qty?: string }
const csv = (rows: readonly Row[]): string =>
  ['order,state,placed,paid at,sku,title,qty,price,name,phone,address']
    .concat(
      rows.map(({ order, state = 'paid', placed = '2026-03-01 10:00:00', paidAt = '2026-03-01 10:05:00', ...line }) => {
        const { sku = 'A-1', title = '示例商品', qty = '1' } = line
        return [order, state, placed, paidAt, sku, title, qty, '9.90', ...receiverOf(order)].join(',')
      }),
    )
    .join('\n')
const manyOrders = (count: number, change: Partial<Row> = {}): Row[] =>
  Array.from({ length: count }, (_, index) => ({ order: `W${String(index).padStart(6, '0')}`, ...change }))

async function upload(content: string | Buffer, name = 'orders.csv', who: 'owner' | { accountId: string } = 'owner') {
  const { fileId } = await t.call(who, addFile, { name, contentType: 'text/csv' })
  writeFileSync(filePath(t.app.kernel.world, t.merchantId, fileId), content)
  return fileId
}
async function started(content: string | Buffer, shopId: string, name?: string) {
  const fileId = await upload(content, name)
  return (await t.call('owner', startImport, { fileId, shopId, mapping: { ...mapping } })).importId
}
async function imported(content: string | Buffer, shopId: string, name?: string) {
  const importId = await started(content, shopId, name)
  await runImport(jobContext(t), importId)
  return t.call('owner', readImport, { importId })
}
const ordersOf = (shopId: string) =>
  t.read((reader) =>
    reader.rows<{ id: string; status: string; pieces: number }>(sql`
      select platform_order_id as id, status, pieces from orders where merchant_id = ${reader.merchantId} and shop_id = ${shopId} order by 1`),
  )

test('a file becomes orders, and what is no sale is reported with its row', async () => {
  const shopId = await t.shop()
  const run = await imported(
    csv([{ order: 'A' }, { order: 'A', sku: 'A-2' }, { order: 'B', qty: '-1' }, { order: 'C', state: 'gone' }]),
    shopId,
  )
  assert.equal(run.state, 'finished')
  const { rows, orders, created, updated, unchanged } = run.counters
  assert.deepEqual({ rows, orders, created, updated, unchanged }, { rows: 4, orders: 3, created: 1, updated: 0, unchanged: 0 })
  assert.deepEqual(
    run.refused.map(({ row, code }) => [row, code]),
    [
      [4, 'quantityNotPositive'],
      [5, 'statusUnknown'],
    ],
  )
  assert.deepEqual(await ordersOf(shopId), [{ id: 'A', status: 'paid', pieces: 2 }])
})

test('the same file a second time changes nothing', async () => {
  const shopId = await t.shop()
  const content = csv(manyOrders(520))
  const first = await imported(content, shopId)
  assert.equal(first.counters.created, 520)
  const before = await ordersOf(shopId)
  const second = await imported(gzipSync(content), shopId, 'orders.csv.gz')
  const { created, updated, unchanged } = second.counters
  assert.deepEqual({ created, updated, unchanged }, { created: 0, updated: 0, unchanged: 520 })
  assert.deepEqual(await ordersOf(shopId), before)
})

test('a newer export moves orders on, an older one never moves them back', async () => {
  const shopId = await t.shop()
  const older = csv(manyOrders(3, { state: 'unpaid', paidAt: '' }))
  const newer = csv(manyOrders(3))
  await imported(newer, shopId)
  const back = await imported(older, shopId)
  assert.deepEqual([back.counters.updated, back.counters.unchanged], [0, 3])
  assert.ok((await ordersOf(shopId)).every((order) => order.status === 'paid'))
  const other = await t.shop()
  await imported(older, other)
  assert.equal((await imported(newer, other)).counters.updated, 3)
})

test('an import that is killed between two chunks goes on behind the last commit, and every counter is as if it had not been', async () => {
  const content = csv([...manyOrders(1050), ...manyOrders(20, { qty: '0' }).map((row) => ({ ...row, order: `R${row.order}` }))])
  const whole = await imported(content, await t.shop())
  for (const killAt of ['orders.applyImportChunk', 'orders.endImport']) {
    const shopId = await t.shop()
    const importId = await started(content, shopId)
    let calls = 0
    const killed = jobContext(t, (operation) => {
      if (operation === killAt && ++calls === (killAt === 'orders.endImport' ? 1 : 2)) throw new Error('killed')
    })
    await assert.rejects(runImport(killed, importId), /killed/)
    assert.equal((await t.call('owner', readImport, { importId })).state, 'running')
    await runImport(jobContext(t), importId)
    const run = await t.call('owner', readImport, { importId })
    assert.equal(run.state, 'finished')
    assert.deepEqual(run.counters, whole.counters)
    assert.deepEqual(run.refused, whole.refused)
    assert.equal((await ordersOf(shopId)).length, 1050)
  }
})

test('two workers with the same import do its work once', async () => {
  const shopId = await t.shop()
  const importId = await started(csv(manyOrders(550)), shopId)
  await Promise.all([runImport(jobContext(t), importId), runImport(jobContext(t), importId)])
  const run = await t.call('owner', readImport, { importId })
  assert.deepEqual([run.state, run.counters.created, run.counters.unchanged], ['finished', 550, 0])
})

test('a file whose numbers Excel has destroyed leaves nothing behind', async () => {
  const shopId = await t.shop()
  const destroyed = csv([...manyOrders(600), { order: '2.34567E+17' }, { order: '2.34567E+17' }])
  const run = await imported(destroyed, shopId)
  assert.equal(run.state, 'refused')
  assert.match(run.problem ?? '', /Excel/)
  assert.deepEqual(await ordersOf(shopId), [])
})

test('a damaged archive and an unknown format leave nothing behind', async () => {
  const shopId = await t.shop()
  const cut = gzipSync(csv(manyOrders(600)))
  const damaged = await imported(cut.subarray(0, cut.length - 200), shopId, 'orders.csv.gz')
  assert.deepEqual([damaged.state, damaged.counters.created], ['refused', 0])
  const fileId = await upload('colour,size\nred,1\n')
  const { importId } = await t.call('owner', startImport, { fileId, shopId })
  await runImport(jobContext(t), importId)
  const unknown = await t.call('owner', readImport, { importId })
  assert.equal(unknown.state, 'refused')
  assert.ok(unknown.problem)
  assert.deepEqual(await ordersOf(shopId), [])
})

test('a cancelled import stops behind what is done', async () => {
  const shopId = await t.shop()
  const importId = await started(csv(manyOrders(1050)), shopId)
  let chunks = 0
  const context = jobContext(t)
  const call = context.call as (operation: { name: string }, input: unknown) => Promise<unknown>
  const cancelling = {
    ...context,
    call: (async (operation: { name: string }, input: unknown) => {
      if (operation.name === 'orders.applyImportChunk' && ++chunks === 2) await t.call('owner', cancelImport, { importId })
      return call(operation, input)
    }) as never,
  }
  await runImport(cancelling, importId)
  const run = await t.call('owner', readImport, { importId })
  assert.deepEqual([run.state, run.counters.created], ['cancelled', 500])
  await assert.rejects(t.call('owner', cancelImport, { importId }), refusedWith('jobNotCancellable'))
})

test('the report can be opened in a spreadsheet without running anything', async () => {
  const shopId = await t.shop()
  const run = await imported(
    csv([{ order: '=HYPERLINK("http://x")'.replaceAll(',', ''), state: '=cmd()' }, { order: 'B' }]),
    shopId,
  )
  const { csv: report, fileName } = await t.call('owner', readImportReport, { importId: run.importId })
  assert.equal(fileName, 'orders-未导入.csv')
  assert.ok(report.startsWith('\uFEFF行号,'))
  assert.doesNotMatch(report, /(^|,)"?[=+\-@]/m)
})

test('a preview shows what the first rows would become, and keeps nothing', async () => {
  const shopId = await t.shop()
  const fileId = await upload(csv(manyOrders(3)))
  const { preview } = await t.call('owner', previewImport, { fileId, mapping: { ...mapping } })
  assert.equal((preview.entries as unknown[]).length, 3)
  const unmapped = await t.call('owner', previewImport, { fileId })
  assert.equal(unmapped.preview.mapping, null)
  await assert.rejects(t.call('owner', previewImport, { fileId, mapping: { version: 2 } }), refusedWith('importRefused'))
  assert.deepEqual(await ordersOf(shopId), [])
})

test('a saved mapping recognises its files from then on, and can be named', async () => {
  const shopId = await t.shop()
  const { mappingId } = await t.call('owner', saveMapping, { name: '自有站', mapping: { ...mapping } })
  assert.deepEqual(
    (await t.call('owner', listMappings, {})).rows.map(({ name }) => name),
    ['自有站'],
  )
  for (const choice of [{}, { preset: '自有站' }, { preset: 'own-site' }]) {
    const fileId = await upload(csv(manyOrders(2)))
    const { importId } = await t.call('owner', startImport, { fileId, shopId, ...choice })
    await runImport(jobContext(t), importId)
    assert.equal((await t.call('owner', readImport, { importId })).state, 'finished')
  }
  await t.call('owner', deleteMapping, { mappingId })
  const fileId = await upload(csv(manyOrders(2)))
  await assert.rejects(t.call('owner', startImport, { fileId, shopId, preset: '自有站' }), refusedWith('invalidInput'))
  await assert.rejects(t.call('owner', saveMapping, { name: 'x', mapping: { version: 1 } }), refusedWith('importRefused'))
})

test('imports, files and shops of others do not exist', async () => {
  const mine = await t.shop()
  const other = await t.shop()
  const reviewer = { accountId: await t.staff('小店审单', [{ role: 'orderReviewer', shopIds: [mine] }]) }
  const ownFile = await upload(csv(manyOrders(1)), 'own.csv', reviewer)
  const notFound = refusedWith('notFound')
  await assert.rejects(t.call(reviewer, startImport, { fileId: ownFile, shopId: other }), notFound)
  const ownersFile = await upload(csv(manyOrders(1)))
  await assert.rejects(t.call(reviewer, startImport, { fileId: ownersFile, shopId: mine }), notFound)
  await assert.rejects(t.call(reviewer, previewImport, { fileId: ownersFile }), notFound)
  const { importId } = await imported(csv(manyOrders(1)), other)
  await assert.rejects(t.call(reviewer, readImport, { importId }), notFound)
  await assert.rejects(t.call(reviewer, readImportReport, { importId }), notFound)
  await assert.rejects(t.call(reviewer, cancelImport, { importId }), notFound)
  assert.deepEqual((await t.call(reviewer, listImports, {})).rows, [])
})

test('orders are imported only into shops that live from files', async () => {
  const taobao = await t.shop('淘宝', 'taobao')
  const fileId = await upload(csv(manyOrders(1)))
  await assert.rejects(t.call('owner', startImport, { fileId, shopId: taobao }), refusedWith('notOffered'))
})
