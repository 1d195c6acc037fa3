import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { filePath } from '#kernel/files.ts'
import { addFile } from '#modules/files/operations/add-file.ts'
import { jobContext } from '#modules/intake/testing/job-context.ts'
import { freezeStaff } from '#modules/team/operations/freeze-staff.ts'
import { setGrants } from '#modules/team/operations/set-grants.ts'
import { aTeam, type TestTeam, wholeGrant } from '#server/testing/team.ts'
import { readImport } from './operations/read-import.ts'
import { startImport } from './operations/start-import.ts'
import { runImport } from './run-import.ts'

let t: TestTeam
let shopId: string
before(async () => {
  t = await aTeam()
  shopId = await t.shop()
})
after(() => t.drop())

const mapping = {
  ...{ version: 1, kind: 'orders', name: 'own-site', title: { zh: '自有站导出', en: 'Own site' }, zone: 'Asia/Shanghai' },
  ...{ recognise: ['order', 'state', 'placed', 'sku', 'qty', 'price'], rows: 'linePerRow' },
  order: {
    ...{ platformOrderId: 'order', status: 'state', createdAt: 'placed', paidAt: 'placed' },
    receiver: { name: 'name', phone: 'phone', address: 'address' },
    paid: { sumOfRows: { times: ['price', 'qty'] } },
  },
  line: { merchantSku: 'sku', title: 'sku', quantity: 'qty', price: 'price' },
}
const rowsOf = (name: string, count: number): string =>
  ['order,state,placed,sku,qty,price,name,phone,address']
    .concat(
      Array.from({ length: count }, (_, n) =>
        [
          `${name}${n}`,
          'paid',
          '2026-03-01 10:00:00',
          'A-1',
          '1',
          '9.90',
          `收件人${n}`,
          `138${String(n).padStart(8, '0')}`,
          `某路${n}号`,
        ].join(','),
      ),
    )
    .join('\n')

/** Imports 1,200 orders as this person, who loses something behind the first stretch. */
async function importedWhile(accountId: string, lose: () => Promise<unknown>) {
  const { fileId } = await t.call({ accountId }, addFile, { name: 'orders.csv', contentType: 'text/csv' })
  writeFileSync(filePath(t.app.kernel.world, t.merchantId, fileId), rowsOf(accountId.slice(-6), 1200))
  const { importId } = await t.call({ accountId }, startImport, { fileId, shopId, mapping })
  let stretches = 0
  const context = jobContext(t, async (operation) => {
    if (operation !== 'orders.applyImportChunk') return
    stretches += 1
    if (stretches === 2) await lose()
  })
  await runImport(context, importId)
  return t.call('owner', readImport, { importId })
}
const importer = (name: string) => t.staff(name, [{ role: 'orderReviewer', shopIds: [shopId] }])

const ways: [string, (accountId: string) => Promise<unknown>][] = [
  ['is frozen', (accountId) => t.call('owner', freezeStaff, { accountIds: [accountId] })],
  ['loses the right', (accountId) => t.call('owner', setGrants, { accountId, version: 1, grants: [] })],
  [
    'loses the shop',
    async (accountId) => {
      const grants = [wholeGrant({ role: 'orderReviewer', shopIds: [await t.shop()] })]
      return t.call('owner', setGrants, { accountId, version: 1, grants })
    },
  ],
]
for (const [how, lose] of ways)
  test(`an import whose starter ${how} stops behind the stretch that is done and says why`, async () => {
    const accountId = await importer(`导入${how}`)
    const run = await importedWhile(accountId, () => lose(accountId))
    assert.equal(run.state, 'cancelled')
    assert.match(run.problem ?? '', /已无权继续/)
    assert.equal(run.counters.created, 500)
    const known = await t.read((reader) =>
      reader.maybe<{ n: number }>(sql`
        select count(*)::int as n from orders where merchant_id = ${reader.merchantId} and platform_order_id like ${`${accountId.slice(-6)}%`}`),
    )
    assert.equal(known?.n, 500)
  })

test('an import of somebody who keeps his rights is done to its end', async () => {
  const run = await importedWhile(await importer('照旧'), async () => undefined)
  assert.deepEqual([run.state, run.counters.created], ['finished', 1200])
})
