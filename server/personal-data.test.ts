/**
 * Canaries: receivers whose name, phone and street stand nowhere else in the world go through everything the house does with them, and
 * through what goes wrong on the way; then every place is searched in which they must not be.
 */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { Writable } from 'node:stream'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { sql } from '#kernel/db.ts'
import type { EventFact } from '#kernel/events.ts'
import { storeEvents } from '#kernel/events.ts'
import { filePath } from '#kernel/files.ts'
import { newId } from '#kernel/ids.ts'
import { storeJobs } from '#kernel/jobs.ts'
import { storeCases } from '#modules/after-sales/operations/store-cases.ts'
import { addFile } from '#modules/files/operations/add-file.ts'
import { messagesReceived } from '#modules/intake/intake-events.ts'
import { readMessage } from '#modules/intake/operations/read-message.ts'
import { revealMessage } from '#modules/intake/operations/reveal-message.ts'
import { storeMessages } from '#modules/intake/public.ts'
import { exportOrders } from '#modules/orders/export/operations/export-orders.ts'
import { previewImport } from '#modules/orders/import/operations/preview-import.ts'
import { startImport } from '#modules/orders/import/operations/start-import.ts'
import { claimNext } from '#modules/orders/operations/claim-next.ts'
import { holdParcels } from '#modules/orders/operations/hold-parcels.ts'
import { listOrders } from '#modules/orders/operations/list-orders.ts'
import { listParcels } from '#modules/orders/operations/list-parcels.ts'
import { readParcel } from '#modules/orders/operations/read-parcel.ts'
import { recheckParcels } from '#modules/orders/operations/recheck-parcels.ts'
import { revealReceiver } from '#modules/orders/operations/reveal-receiver.ts'
import { aSession, ask } from './testing/sessions.ts'
import { aTeam, type TestTeam } from './testing/team.ts'
import { aWebServer } from './testing/web-server.ts'

const NAME = '欧阳沉鱼'
const PHONE = '13987650123'
const STREET = '落雁路七十七号'
const CANARIES = [NAME, PHONE, STREET] as const
/** Where receivers may stand in plain: what came in, exactly as it came, behind a right of its own. */
const MAY_HOLD = ['intake_messages.body']
/** The log’s own numbers of its levels. */
const [WARN, ERROR] = [40, 50]

let t: TestTeam
let web: FastifyInstance
let written = ''
const heard: EventFact[] = []
before(async () => {
  const log = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk)
      done()
    },
  })
  t = await aTeam({ log })
  web = await aWebServer(t.app)
  t.app.kernel.hub.listen((_merchant, facts) => void heard.push(...facts))
})
after(async () => {
  await web.close()
  await t.drop()
})

/** One canary, or the place where it was found. */
const foundIn = (text: string): string | undefined => CANARIES.find((canary) => text.includes(canary))
const assertClean = (what: string, text: string): void => assert.equal(foundIn(text), undefined, `${what}: ${text.slice(0, 500)}`)

const trade = (tid: string, more: object = {}) => ({
  tid_str: tid,
  status: 'WAIT_SELLER_SEND_GOODS',
  created: '2026-03-01 10:00:00',
  pay_time: '2026-03-01 10:01:00',
  modified: '2026-03-01 10:01:00',
  payment: '9.90',
  total_fee: '9.90',
  buyer_nick: `买家${tid}`,
  receiver_name: NAME,
  receiver_mobile: PHONE,
  receiver_state: '浙江省',
  receiver_city: '杭州市',
  receiver_district: '西湖区',
  receiver_address: STREET,
  orders: {
    order: [
      {
        oid: `${tid}1`,
        num: 1,
        price: '9.90',
        payment: '9.90',
        title: '茶杯',
        outer_sku_id: 'CUP',
        refund_status: 'NO_REFUND',
        status: 'WAIT_SELLER_SEND_GOODS',
      },
    ],
  },
  ...more,
})

/** Sound messages and broken ones: no JSON, a receiver that is no text, a character the database cannot hold. */
const BODIES: [tid: string, body: string][] = [
  ['9001', JSON.stringify(trade('9001'))],
  ['9002', JSON.stringify(trade('9002', { buyer_message: '请尽快' }))],
  ['9003', `${JSON.stringify(trade('9003')).slice(0, -30)}`],
  ['9004', JSON.stringify(trade('9004', { receiver_name: { text: NAME } }))],
  ['9005', JSON.stringify(trade('9005', { receiver_address: `${STREET}\u0000` }))],
  ['9006', JSON.stringify(trade('9006', { payment: PHONE }))],
]
async function messagesCome(shopId: string, bodies = BODIES): Promise<string[]> {
  return t.write(async (tx) => {
    const messages = bodies.map(([platformOrderId, body]) => ({ platformOrderId, version: '2026-03-01T02:01:00.000Z', body }))
    const ids = await storeMessages(tx, shopId, messages, t.clock.now)
    const facts = messagesReceived(shopId, ids)
    await storeEvents(tx, facts, t.clock.now)
    await storeJobs(tx, [{ kind: 'orders.applyMessages', payload: { messageIds: ids } }], t.clock.now)
    return ids
  })
}

async function fileComes(shopId: string): Promise<void> {
  const rows = ['order,state,placed,paid at,sku,title,qty,price,name,phone,address']
  rows.push(`F1,paid,2026-03-01 10:00:00,2026-03-01 10:05:00,A,杯,1,9.90,${NAME},${PHONE},浙江省杭州市西湖区${STREET}`)
  // Shifted by a cell, so that the phone stands where an amount, and the name where a number of pieces should be.
  rows.push(`F2,paid,2026-03-01 10:00:00,2026-03-01 10:05:00,A,杯,1,${PHONE},${NAME},${PHONE},浙江省杭州市西湖区${STREET}`)
  rows.push(`F3,paid,2026-03-01 10:00:00,2026-03-01 10:05:00,A,杯,${NAME},9.90,${NAME},${PHONE},浙江省杭州市西湖区${STREET}`)
  const { fileId } = await t.call('owner', addFile, { name: 'orders.csv', contentType: 'text/csv' })
  writeFileSync(filePath(t.app.kernel.world, t.merchantId, fileId), rows.join('\n'))
  const mapping = {
    ...{
      version: 1,
      kind: 'orders',
      name: 'own',
      title: { zh: '自有', en: 'Own' },
      recognise: ['order', 'state'],
      zone: 'Asia/Shanghai',
    },
    rows: 'linePerRow',
    order: {
      ...{ platformOrderId: 'order', status: 'state', createdAt: 'placed', paidAt: 'paid at' },
      receiver: { name: 'name', phone: 'phone', address: 'address' },
      paid: { sumOfRows: { times: ['price', 'qty'] } },
    },
    line: { merchantSku: 'sku', title: 'title', quantity: 'qty', price: 'price' },
  }
  await t.call('owner', previewImport, { fileId, mapping } as never).catch(() => undefined)
  await t.call('owner', startImport, { fileId, shopId, mapping } as never)
}

/** Requests of buyers: one that is read, with a number in its reason, and some that cannot be. */
async function refundsAsked(shopId: string): Promise<void> {
  const refund = {
    ...{
      refund_id: '9501',
      tid: '9001',
      oid: '90011',
      status: 'WAIT_SELLER_AGREE',
      refund_fee: '9.90',
      reason: `请联系${PHONE}`,
    },
    ...{ created: '2026-03-01 10:00:00', modified: '2026-03-01 10:00:00', buyer_nick: NAME, address: STREET },
  }
  const bodies = [
    refund,
    { ...refund, refund_id: '9502', status: 'A_NEW_WORD' },
    { ...refund, refund_id: '9503', refund_fee: PHONE },
  ]
  const cases = bodies.map((body) => ({ afterSaleId: body.refund_id, version: '', body: JSON.stringify(body) }))
  const broken = { afterSaleId: '9504', version: '', body: JSON.stringify(refund).slice(0, -20) }
  const stored = await t.callAsSystem(storeCases, { shopId, cases: [...cases, broken], read: null })
  assert.deepEqual(stored, { changed: 1, unread: 3 })
}

test('receivers go through the house and stand in plain nowhere but where they came in', async (suite) => {
  const shopId = await t.shop('淘宝店', 'taobao')
  const messageIds = await messagesCome(shopId)
  await fileComes(await t.shop('文件店'))
  await refundsAsked(shopId)
  await t.runJobs()
  const { rows } = await t.call('owner', listParcels, {})
  assert.ok(rows.length >= 2, `${rows.length} parcels came of it`)
  const parcelIds = rows.map((row) => row.parcelId)

  await suite.test('lists, pages and masked messages show none of it', async () => {
    assertClean('the list of parcels', JSON.stringify(rows))
    assertClean('the list of orders', JSON.stringify(await t.call('owner', listOrders, {})))
    for (const parcelId of parcelIds)
      assertClean('the page of a parcel', JSON.stringify(await t.call('owner', readParcel, { parcelId })))
    for (const messageId of messageIds)
      assertClean('a raw message', JSON.stringify(await t.call('owner', readMessage, { messageId })))
  })

  await suite.test('as many looks as were had stand in the log', async () => {
    const plain = JSON.stringify(await t.call('owner', revealReceiver, { parcelId: parcelIds[0] ?? '', reason: '买家来电' }))
    assert.equal(foundIn(plain), NAME)
    await t.call('owner', revealMessage, { messageId: messageIds[0] ?? '' })
    await t.call('supervisor', revealReceiver, { parcelId: parcelIds[1] ?? '' }, { idempotencyKey: newId() })
    await assert.rejects(t.call('orderReviewer', revealReceiver, { parcelId: parcelIds[1] ?? '' }))
    const counts = await t.read((reader) =>
      reader.maybe<{ logged: number; spent: number }>(sql`
        select (select count(*)::int from log_entries l where l.merchant_id = ${reader.merchantId} and l.kind = 'reveal') as logged,
          (select sum(amount)::int from spent_budgets b where b.merchant_id = ${reader.merchantId} and b.kind = 'reveals') as spent`),
    )
    assert.deepEqual(counts, { logged: 3, spent: 3 })
  })

  await suite.test('work, searches, exports and wrong calls leave none of it behind', async () => {
    await t.call('owner', recheckParcels, { parcelIds })
    await t.call('orderReviewer', claimNext, { count: 5 })
    await t.call('supervisor', holdParcels, { parcelIds: parcelIds.slice(0, 1), reason: '等回复' }).catch(() => undefined)
    for (const search of CANARIES) assert.deepEqual((await t.call('owner', listParcels, { filters: { search } })).rows, [])
    await t.call('owner', exportOrders, { format: 'csv', filters: { search: PHONE } })
    await t.call('owner', exportOrders, { format: 'xlsx' })
    await t.runJobs()
    for (const payload of [`{"parcelId":"${NAME}"}`, `{"parcelId":"${PHONE}"`, `{"${NAME}":1}`]) {
      const answer = await web.inject({
        method: 'POST',
        url: '/api/call/orders.readParcel',
        headers: { 'content-type': 'application/json' },
        payload,
      })
      assert.ok(answer.statusCode >= 400)
    }
  })

  await suite.test('what breaks is written to the server’s log, whatever the database says about the row', async () => {
    // This log holds all that production's does and more. A failing cast is an error in which the database repeats the value.
    await superuser(
      "alter table orders add constraint orders_canary check (platform_order_id <> '9101' or buyer_note::int is not null)",
    )
    await messagesCome(shopId, [['9101', JSON.stringify(trade('9101', { buyer_message: CANARIES.join(' ') }))]])
    await t.runJobs()
    await superuser('alter table orders drop constraint orders_canary')
    const cookie = await aSession(t, t.ownerId)
    const search = { filters: { search: PHONE } }
    assert.equal((await ask(web, { cookie }, 'orders.listParcels', search)).status, 200)
    await superuser('alter table parcels rename to parcels_away')
    const broken = await ask(web, { cookie }, 'orders.listParcels', search)
    await superuser('alter table parcels_away rename to parcels')
    assert.deepEqual([broken.status, broken.code], [500, 'internal'])
    assertClean('the answer', JSON.stringify(broken.body))
    t.app.kernel.world.logger.info({ receiver: { phone: PHONE }, job: { phone: PHONE } }, 'a line that says too much')
    const told = written
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { level: number; msg: string })
    const has = (level: number, msg: string): boolean => told.some((line) => line.level === level && line.msg === msg)
    assert.ok(has(WARN, 'message quarantined') && has(ERROR, 'request failed'), JSON.stringify(told))
  })

  await suite.test('nothing of it is in the server’s log, the metrics or the facts told to pages', async () => {
    assert.ok(written.length > 0)
    assertClean('the server log', written)
    assertClean('the metrics', (await web.inject({ method: 'GET', url: '/metrics' })).body)
    assert.ok(heard.length > 0)
    assertClean('the facts', JSON.stringify(heard))
  })

  await suite.test('nothing of it is in any table but that of the raw messages', async () => {
    assert.deepEqual(await columnsHolding(CANARIES), MAY_HOLD)
  })
})

/** The database’s owner breaks what a disk or a wrong hand would break. */
async function superuser(statement: string): Promise<void> {
  const client = new pg.Client(t.address)
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

/** Every column of every table of the database in which one of these texts stands, as the owner of the database sees it. */
async function columnsHolding(texts: readonly string[]): Promise<string[]> {
  const client = new pg.Client(t.address)
  await client.connect()
  try {
    const { rows: columns } = await client.query<{ table: string; column: string }>(`
      select c.table_schema || '.' || c.table_name as table, c.column_name as column from information_schema.columns c
      join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
      where c.table_schema in ('public', 'directory', 'app') order by 1, 2`)
    const holding: string[] = []
    for (const { table, column } of columns) {
      const { rows } = await client.query<{ found: boolean }>(
        `select exists (select from ${table} r, unnest($1::text[]) as wanted(text) where position(wanted.text in r."${column}"::text) > 0) as found`,
        [texts],
      )
      if (rows[0]?.found) holding.push(`${table.replace(/^public\./, '')}.${column}`)
    }
    return holding
  } finally {
    await client.end()
  }
}
