/** Parcels that have left are followed to the door, against the services of the sandbox. */
import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, afterEach, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { sql } from '#kernel/db.ts'
import { addCarrierAccount } from '#modules/fulfilment/operations/add-carrier-account.ts'
import { printParcels } from '#modules/fulfilment/operations/print-parcels.ts'
import { requestWaybills } from '#modules/fulfilment/operations/request-waybills.ts'
import { shipParcels } from '#modules/fulfilment/operations/ship-parcels.ts'
import { sandboxKdniao } from '#sandbox/kdniao/kdniao-service.ts'
import { sandboxKuaidi100 } from '#sandbox/kuaidi100/kuaidi100-service.ts'
import { sandboxSf } from '#sandbox/sf/sf-service.ts'
import { brokenInvariants } from '#server/testing/invariants.ts'
import { aWarehouse, SENDER, type Warehouse } from '#server/testing/warehouse.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { bindService } from './operations/bind-service.ts'
import { closeExceptions } from './operations/close-exceptions.ts'
import { countExceptions } from './operations/count-exceptions.ts'
import { listServices } from './operations/list-services.ts'
import { listTraces } from './operations/list-traces.ts'
import { readParcelTrace } from './operations/read-parcel-trace.ts'
import { unbindService } from './operations/unbind-service.ts'
import { watchJob } from './tracing-jobs.ts'

const HOUR_MS = 3_600_000
const keeper = 'warehouseKeeper'
/** The sandbox and the house share a clock that the test sets ahead. */
let aheadMs = 0
let w: Warehouse
let web: FastifyInstance
let account: string
/** Read from the platform before the clock is set ahead of it. */
let waiting: string[]
before(async () => {
  w = await aWarehouse({ sandbox: { maskReceivers: false, now: () => Date.now() + aheadMs } })
  Object.defineProperty(w.t.clock, 'now', { get: () => new Date(Date.now() + aheadMs) })
  waiting = await w.orders(12)
  web = await aWebServer(w.t.app)
  await web.listen({ port: 0, host: '127.0.0.1' })
  account = (
    await w.t.call('owner', addCarrierAccount, {
      ...{ carrier: 'ZTO', interfaceName: 'kdniao', shopId: null, sender: SENDER, isDefault: false },
      account: { ...sandboxKdniao, customerName: 'K1' },
    })
  ).carrierAccountId
})
after(async () => {
  await web.close()
  await w.drop()
})
afterEach(async () => {
  w.sandbox.control.clearFaults()
  setPublicUrl(undefined)
  assert.deepEqual(await brokenInvariants(w.t.address, w.t.merchantId), [])
})

function setPublicUrl(url: string | undefined): void {
  w.t.app.kernel.world.config.publicUrl = url
}
const ownUrl = () => `http://127.0.0.1:${(web.server.address() as AddressInfo).port}`
/** Jobs wait for the house's clock, which is ahead of the database's. */
const settle = async () => {
  for (let round = 0; round < 4; round++) {
    await w.makeJobsDue()
    await w.work()
  }
}
const watch = async () => {
  await w.t.write((tx) =>
    tx.write(sql`
      insert into jobs (merchant_id, job_id, kind, payload, run_at)
      values (${tx.merchantId}, gen_random_uuid(), ${watchJob.kind}, '{}'::jsonb, now())`),
  )
  await settle()
}
const later = async (hours: number) => {
  aheadMs += hours * HOUR_MS
  await w.t.write((tx) =>
    tx.write(sql`update traces set next_query_at = now() where merchant_id = ${tx.merchantId} and next_query_at is not null`),
  )
  await watch()
}
/** Parcels that left with numbers of the courier; answers them with their numbers. */
async function shipped(count: number): Promise<{ parcelId: string; number: string }[]> {
  const parcelIds = waiting.splice(0, count)
  await w.t.call(keeper, requestWaybills, { parcelIds, carrierAccountId: account })
  await settle()
  await w.t.call(keeper, printParcels, { parcelIds, printerIds: w.printerIds })
  await settle()
  assert.deepEqual((await w.t.call(keeper, shipParcels, { parcelIds })).refused, [])
  await settle()
  return w.rows<{ parcelId: string; number: string }>(sql`
    select parcel_id as "parcelId", waybill_number as number from parcels
    where merchant_id = ${w.t.merchantId} and parcel_id = any(${parcelIds}::uuid[]) order by parcel_id`)
}
const bind = async (service: string, credentials: Record<string, string>) => {
  const known = await serviceRow(service)
  const bound = await w.t.call('owner', bindService, { service, version: known.version, credentials })
  await settle()
  return bound
}
const serviceRow = async (service: string) => {
  const { rows } = await w.t.call('owner', listServices, {})
  return rows.find((row) => row.service === service) ?? assert.fail(service)
}
const unbind = async (service: string) =>
  w.t.call('owner', unbindService, { service, version: (await serviceRow(service)).version })
const traceOf = async (parcelId: string) => {
  const { rows } = await w.t.call(keeper, readParcelTrace, { parcelId })
  return rows[0] ?? assert.fail('no trace')
}
const openKinds = async (parcelIds: string[]) => {
  const { rows } = await w.t.call(keeper, listTraces, { exceptions: true })
  return rows.filter(({ parcelId }) => parcelIds.includes(parcelId)).map(({ exception }) => exception?.kind)
}

test('a parcel that has left is followed from its first scan to the door, though no service pushes', async () => {
  await bind('kuaidi100', sandboxKuaidi100)
  const [parcel] = await shipped(1)
  assert.ok(parcel)
  assert.equal((await traceOf(parcel.parcelId)).state, 'picked_up')
  await later(21)
  assert.equal((await traceOf(parcel.parcelId)).state, 'out_for_delivery')
  await later(4)
  const trace = await traceOf(parcel.parcelId)
  assert.deepEqual(
    [trace.state, trace.events.length, trace.waybillNumber, trace.exception],
    ['delivered', 5, parcel.number, null],
  )
  assert.ok((trace.events[0]?.at ?? '') > (trace.events.at(-1)?.at ?? ''), 'latest first')
  const [due] = await w.rows<{ due: string | null }>(
    sql`select next_query_at as due from traces where merchant_id = ${w.t.merchantId} and parcel_id = ${parcel.parcelId}`,
  )
  assert.equal(due?.due, null, 'nobody is asked about what has arrived')
  await unbind('kuaidi100')
})

test('parcels that left before a service was bound are followed from then on', async () => {
  const [parcel] = await shipped(1)
  assert.ok(parcel)
  assert.equal((await traceOf(parcel.parcelId)).state, 'created')
  await bind('kdniao', sandboxKdniao)
  assert.equal((await traceOf(parcel.parcelId)).state, 'picked_up')
  await unbind('kdniao')
})

test('pushes tell by themselves; a forged one, one to another address and one of a stranger’s number change nothing', async () => {
  setPublicUrl(ownUrl())
  await bind('kuaidi100', sandboxKuaidi100)
  const [parcel, other] = await shipped(2)
  assert.ok(parcel && other)
  aheadMs += 15 * HOUR_MS
  assert.ok((await w.sandbox.control.sendTraces()) >= 2)
  await settle()
  assert.equal((await traceOf(parcel.parcelId)).state, 'in_transit')
  const body = new URLSearchParams({
    param: JSON.stringify({ status: 'polling', lastResult: { state: '3', com: 'zhongtong', nu: parcel.number, data: [] } }),
    sign: 'F'.repeat(32),
  }).toString()
  const push = (path: string) =>
    web.inject({ method: 'POST', url: path, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: body })
  const forged = await push(`/trace/kuaidi100/${w.t.merchantId}`)
  assert.match(forged.body, /"result":false/)
  for (const path of ['/trace/kuaidi100/99999', '/trace/nobody/1', `/trace/sf/${w.t.merchantId}`, '/trace/kuaidi100/x'])
    assert.equal((await push(path)).statusCode, 404, path)
  await settle()
  assert.equal((await traceOf(parcel.parcelId)).state, 'in_transit')
  await unbind('kuaidi100')
})

test('SF pushes to an address that only it was told; the same with another secret is refused', async () => {
  setPublicUrl(ownUrl())
  const { pushUrl } = await bind('sf', sandboxSf)
  assert.ok(pushUrl)
  assert.equal((await serviceRow('sf')).pushUrl, null, 'it is told once')
  const payload = JSON.stringify({ Body: { WaybillRoute: [] } })
  const { pathname, search } = new URL(pushUrl)
  const push = (query: string) =>
    web.inject({ method: 'POST', url: pathname + query, payload, headers: { 'content-type': 'application/json' } })
  assert.match((await push(search)).body, /0000/)
  assert.match((await push('?secret=x')).body, /1000/)
  await unbind('sf')
})

test('a parcel nobody hears of is stuck: told once, counted, and closed by itself when it moves on', async () => {
  await bind('kuaidi100', sandboxKuaidi100)
  const parcels = await shipped(2)
  const [parcel, settled] = parcels
  assert.ok(parcel && settled)
  for (const { number } of parcels) w.sandbox.control.setJourney(number, 'stuck')
  await later(4)
  assert.deepEqual(await openKinds([parcel.parcelId]), [])
  const before = (await w.t.call(keeper, countExceptions, {})).kinds.stuck ?? 0
  await later(60)
  await later(5)
  const { kinds } = await w.t.call(keeper, countExceptions, {})
  assert.equal((kinds.stuck ?? 0) - before, 2)
  const facts = await w.rows<{ ids: string[] }>(
    sql`select ids from events where merchant_id = ${w.t.merchantId} and kind = 'tracing.exceptionsRaised'`,
  )
  assert.equal(facts.filter(({ ids }) => ids.includes(parcel.parcelId)).length, 1, 'told once')

  const exceptionId = (await traceOf(settled.parcelId)).exception?.exceptionId ?? ''
  const close = (ids: string[]) => w.t.call(keeper, closeExceptions, { exceptionIds: ids, note: '已联系快递' })
  assert.deepEqual((await close([exceptionId])).done, [exceptionId])
  assert.deepEqual(
    (await close([exceptionId])).refused.map(({ code }) => code),
    ['exceptionClosed'],
  )
  await later(5)
  assert.deepEqual(await openKinds([settled.parcelId]), [], 'a silence that somebody has looked after is not raised again')

  w.sandbox.control.setJourney(parcel.number, 'good')
  await later(1)
  const trace = await traceOf(parcel.parcelId)
  assert.deepEqual([trace.state, trace.exception], ['delivered', null])
  assert.deepEqual(
    trace.exceptions.map(({ kind, closedBy, closedAt }) => [kind, closedBy, closedAt !== null]),
    [['stuck', '', true]],
  )
  await unbind('kuaidi100')
})

test('refused, on its way back and back again are told one after the other, one open at a time', async () => {
  await bind('kuaidi100', sandboxKuaidi100)
  const [parcel] = await shipped(1)
  assert.ok(parcel)
  w.sandbox.control.setJourney(parcel.number, 'returned')
  const seen: unknown[] = []
  for (const hours of [23, 4, 25]) {
    await later(hours)
    seen.push(...(await openKinds([parcel.parcelId])))
  }
  assert.deepEqual(seen, ['refused', 'returning', 'returned'])
  const { exceptions } = await traceOf(parcel.parcelId)
  assert.deepEqual(
    exceptions.map(({ kind, closedAt }) => [kind, closedAt === null]),
    [
      ['returned', true],
      ['returning', false],
      ['refused', false],
    ],
  )
  await unbind('kuaidi100')
})

test('the list is narrowed by shop, state, courier and number, and shows nobody the parcels of another shop', async () => {
  const [parcel] = await shipped(1)
  assert.ok(parcel)
  const list = async (filter: Parameters<typeof w.t.call<typeof listTraces.input, typeof listTraces.output>>[2]) =>
    (await w.t.call(keeper, listTraces, filter)).rows.map(({ parcelId }) => parcelId)
  assert.deepEqual(await list({ waybillNumber: parcel.number }), [parcel.parcelId])
  assert.ok((await list({ state: 'created', carrier: 'ZTO', shopId: w.shopId })).includes(parcel.parcelId))
  assert.deepEqual(await list({ waybillNumber: parcel.number, carrier: 'SF' }), [])
  const stranger = { accountId: await w.t.staff('别店仓管', [{ role: 'warehouseKeeper', shopIds: [await w.t.shop()] }]) }
  assert.deepEqual((await w.t.call(stranger, listTraces, {})).rows, [])
  assert.equal((await w.t.call(stranger, countExceptions, {})).total, 0)
  await assert.rejects(w.t.call(stranger, readParcelTrace, { parcelId: parcel.parcelId }), /notFound/)
})

test('a service that refuses our account says so in the settings and is not asked again at once', async () => {
  await bind('kuaidi100', { ...sandboxKuaidi100, key: 'wrong' })
  await shipped(1)
  await watch()
  const row = await serviceRow('kuaidi100')
  assert.ok(row.problem !== '' && row.waitUntil !== null)
  await bind('kuaidi100', { key: sandboxKuaidi100.key })
  await settle()
  assert.equal((await serviceRow('kuaidi100')).problem, '', 'the customer number was kept, the key is right')
  await assert.rejects(w.t.call(keeper, listServices, {}), /notPermitted/)
  await unbind('kuaidi100')
})
