/**
 * 200 orders go from review to the platform's confirmation while the process is killed (SIGKILL) at every failpoint of the way:
 * before and after every commit and every call that leaves the house. Nothing may be lost and nothing may happen twice.
 */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { createVault, readMasterKey } from '#kernel/vault.ts'
import { freezeStaff } from '#modules/team/operations/freeze-staff.ts'
import { brokenInvariants } from '#server/testing/invariants.ts'
import { type Act, type Killable, killable } from '#server/testing/killable.ts'
import { aWarehouse, type Warehouse } from '#server/testing/warehouse.ts'
import { fulfilmentModule } from './fulfilment-module.ts'
import { requestWaybills } from './operations/request-waybills.ts'
import { aDesk, killedWhileGivingUp, killedWhileStopping } from './testing/desk-deaths.ts'

const ORDERS = 200
const acts = [
  'orders.claimParcels',
  'orders.approveParcels',
  ...['requestWaybills', 'voidWaybills', 'printParcels', 'printDocuments', 'shipParcels', 'changeShipment'].map(
    (name) => `fulfilment.${name}`,
  ),
]

/** Every place in the pipeline where the process can die, read from the sources and the module itself. */
function allFailpoints(): string[] {
  const sources = globSync('*.ts', { cwd: import.meta.dirname }).filter((file) => !file.endsWith('.test.ts'))
  const calls = sources.flatMap((file) => [
    ...readFileSync(path.join(import.meta.dirname, file), 'utf8').matchAll(/outsideCall\(\s*'([\w.]+)'/g),
  ])
  const machines = fulfilmentModule.operations.filter(
    (operation) => operation.kind === 'command' && operation.access.permission === 'system.jobs',
  )
  return [
    ...calls.flatMap(([, name]) => [`${name}.beforeCall`, `${name}.afterCall`]),
    ...[...acts, ...machines.map(({ name }) => name)].flatMap((name) => [`${name}.beforeCommit`, `${name}.afterCommit`]),
    ...(fulfilmentModule.jobs ?? []).map(({ kind }) => `job.${kind}.beforeFinish`),
  ]
}

let w: Warehouse
let k: Killable
let left: string[]
const died = new Set<string>()
before(async () => {
  w = await aWarehouse({
    sandbox: { printComponents: { cainiao: 0 } },
    automaticReview: false,
    vaultOf: (t) => createVault(readMasterKey(t.home)),
  })
  k = killable(w)
  left = await w.orders(ORDERS)
})
after(async () => {
  await k.stop()
  await w.drop()
})

/** Parcels at a station, oldest first. */
async function at(station: string): Promise<string[]> {
  const rows = await w.rows<{ id: string }>(
    sql`select parcel_id as id from parcels where merchant_id = ${w.t.merchantId} and station = ${station} order by parcel_id`,
  )
  return rows.map(({ id }) => id)
}
/** Dies at each of these in turn, each time with a few more parcels on their way. */
async function dieAtEach(failpoints: readonly string[], act: () => Act | undefined): Promise<void> {
  for (const [index, failpoint] of failpoints.entries()) {
    await k.dieAt(failpoint, await act(), failpoints[index + 1])
    died.add(failpoint)
  }
}
const bothSides = (name: string, side: 'Call' | 'Commit') => [`${name}.before${side}`, `${name}.after${side}`]
const act = (operation: string, parcelIds: string[], more: Record<string, unknown> = {}): Act => ({
  operation,
  input: { parcelIds, ...more },
})

/** Takes the list from the front, piece by piece. */
function taker(list: readonly string[]): (count: number) => string[] {
  let from = 0
  return (count) => {
    from += count
    return list.slice(from - count, from)
  }
}

test('a batch of 200 survives kill -9 at every failpoint: nothing lost, nothing twice', async () => {
  await review()
  await number()
  await takeBackSome()
  await print()
  await ship()
  await everythingHappenedOnce()
})

test('a number that is changed after shipping stands on the platform once, wherever the process dies', async () => {
  const parcelIds = await w.orders(6)
  await k.live(act('orders.approveForced', parcelIds, { reason: '测试' }))
  await k.live(act('fulfilment.requestWaybills', parcelIds))
  await k.live(act('fulfilment.downloadLabels', parcelIds, { size: '76x130' }))
  await k.live(act('fulfilment.shipParcels', parcelIds))
  const parcels = await w.rows<{ id: string; number: string }>(
    sql`select parcel_id as id, waybill_number as number from parcels where merchant_id = ${w.t.merchantId} and parcel_id = any(${parcelIds}::uuid[])`,
  )
  const changes = parcels.map(({ id, number }, index) => ({ id, replaces: number, waybillNumber: `YT880000000000${index}` }))
  const places = [
    ...bothSides('fulfilment.changeShipment', 'Commit'),
    ...bothSides('fulfilment.changeShipment', 'Call'),
    ...bothSides('fulfilment.recordWriteBacks', 'Commit'),
  ]
  const wish = ({ id, replaces, waybillNumber }: (typeof changes)[number]): Act => ({
    operation: 'fulfilment.changeShipment',
    input: { parcelId: id, replaces, waybillNumber, carrier: 'YTO', giveBack: false, reason: '面单打错' },
  })
  const take = [...changes]
  await dieAtEach(places, () => {
    const change = take.shift()
    return change && wish(change)
  })
  await k.live()
  assert.deepEqual(await brokenInvariants(w.t.address, w.t.merchantId), [])
  const standing = await w.rows<{ id: string; number: string; tid: string; write_back: string }>(
    sql`select parcel_id as id, waybill_number as number, platform_order_ids as tid, write_back from parcels where merchant_id = ${w.t.merchantId}`,
  )
  const { control } = w.sandbox
  for (const { id, waybillNumber } of changes) {
    const parcel = standing.find((row) => row.id === id) ?? assert.fail('the parcel is gone')
    assert.deepEqual([parcel.number, parcel.write_back], [waybillNumber, 'confirmed'])
    assert.deepEqual(control.order(parcel.tid).waybillNumbers, [waybillNumber])
    const told = control.ships().filter((ship) => ship.waybillNumber === waybillNumber && ship.refusal === '')
    assert.equal(told.length, 1)
  }
})

test('a packing desk whose server is killed prints every label once', async () => {
  const desk = await aDesk(w)
  const parcelIds = await w.orders(8)
  // By a process: orders are sealed with the key of the home.
  await k.live(act('orders.approveForced', parcelIds, { reason: '测试' }))
  await k.live(act('fulfilment.requestWaybills', parcelIds))
  await killedWhileGivingUp(desk, k, dieAtEach, parcelIds.slice(0, 6))
  await killedWhileStopping(desk, k, dieAtEach, parcelIds.slice(6))
  assert.deepEqual(await brokenInvariants(w.t.address, w.t.merchantId), [])
})

test('a pick list whose server is killed comes out of the printer once', async () => {
  const parcelIds = await w.orders(3)
  await k.live(act('orders.approveForced', parcelIds, { reason: '测试' }))
  const names = () =>
    w.sandbox.control.printerNames().flatMap((name) => w.sandbox.control.printerJobs(name).map((job) => job.name))
  const before = new Set(names())
  const places = [
    ...bothSides('fulfilment.printDocuments', 'Commit'),
    ...bothSides('fulfilment.advanceSheets', 'Commit'),
    ...bothSides('fulfilment.printSheet', 'Call'),
  ]
  const input = { document: 'pickList', printerId: w.printerIds[0] }
  await dieAtEach(places, () => act('fulfilment.printDocuments', parcelIds, input))
  await k.live()
  const documents = await w.rows<{ number: string; state: string }>(
    sql`select number || ' ' || document_id as number, state from printed_documents where merchant_id = ${w.t.merchantId}`,
  )
  assert.deepEqual([documents.length, documents.every(({ state }) => state === 'printed')], [places.length, true])
  const papers = names().filter((name) => !before.has(name))
  assert.deepEqual(papers.sort(), documents.map(({ number }) => number).sort())
})

test('there is no place on the way where the process was not killed', () => {
  assert.deepEqual(
    allFailpoints().filter((failpoint) => !died.has(failpoint)),
    [],
  )
})

async function review(): Promise<void> {
  for (const operation of ['orders.claimParcels', 'orders.approveParcels']) {
    const take = taker(left)
    await dieAtEach(bothSides(operation, 'Commit'), () => act(operation, take(5)))
    await k.live(act(operation, take(ORDERS)))
  }
  assert.equal((await at('waybill')).length, ORDERS)
}

async function number(): Promise<void> {
  const take = taker(left)
  const next = () => act('fulfilment.requestWaybills', take(5))
  await dieAtEach(
    [
      ...bothSides('fulfilment.requestWaybills', 'Commit'),
      ...bothSides('fulfilment.takeWaybills', 'Commit'),
      ...bothSides('fulfilment.requestWaybills', 'Call'),
      ...bothSides('fulfilment.findWaybill', 'Call'),
      ...bothSides('fulfilment.completeWaybill', 'Call'),
      ...bothSides('fulfilment.recordWaybills', 'Commit'),
      'job.fulfilment.fetchWaybills.beforeFinish',
    ],
    next,
  )
  await k.live(act('fulfilment.requestWaybills', take(ORDERS)))
  assert.equal((await at('print')).length, ORDERS)
}

async function takeBackSome(): Promise<void> {
  const take = taker(left)
  const next = () => act('fulfilment.voidWaybills', take(2), { reason: '换快递' })
  await dieAtEach(
    [
      ...bothSides('fulfilment.voidWaybills', 'Commit'),
      ...bothSides('fulfilment.cancelWaybill', 'Call'),
      ...bothSides('fulfilment.recordCancellations', 'Commit'),
      'job.fulfilment.cancelWaybills.beforeFinish',
    ],
    next,
  )
  // Whoever began these is frozen before anything of it is done.
  for (const [index, failpoint] of bothSides('fulfilment.stopLostBatches', 'Commit').entries()) {
    const accountId = await w.t.staff(`离岗${index}`, [{ role: 'warehouseKeeper' }])
    await w.t.call({ accountId }, requestWaybills, { parcelIds: (await at('waybill')).slice(0, 2) })
    await w.t.call('owner', freezeStaff, { accountIds: [accountId] })
    await dieAtEach([failpoint], () => undefined)
  }
  await k.live(act('fulfilment.requestWaybills', await at('waybill')))
  assert.equal((await at('print')).length, ORDERS)
}

async function print(): Promise<void> {
  const take = taker(left)
  const { printerIds } = w
  const next = (count = 6) => act('fulfilment.printParcels', take(count), { printerIds })
  await k.live(next(4))
  await dieAtEach(
    [
      ...bothSides('fulfilment.printParcels', 'Commit'),
      ...bothSides('fulfilment.advanceSheets', 'Commit'),
      ...bothSides('fulfilment.printSheet', 'Call'),
      ...bothSides('fulfilment.findJob', 'Call'),
    ],
    () => next(),
  )
  // A sheet that was marked but never handed over: the printer does not know it and proves that it remembers others.
  for (const failpoint of bothSides('fulfilment.readOldJob', 'Call')) {
    await k.dieAt('fulfilment.printSheet.beforeCall', next())
    await dieAtEach([failpoint], () => undefined)
  }
  await dieAtEach(
    [
      ...bothSides('fulfilment.readJob', 'Call'),
      ...bothSides('fulfilment.readPrinter', 'Call'),
      'job.fulfilment.drivePrinter.beforeFinish',
    ],
    () => next(),
  )
  await k.live(next(left.length))
  assert.equal((await at('ship')).length, ORDERS)
  // The state of a printer is written down when it has changed.
  w.sandbox.control.setFault({ kind: 'printerPaperOut', target: 'label-1' })
  const check = (): Act => ({ operation: 'fulfilment.checkPrinter', input: { printerId: printerIds[0] } })
  await dieAtEach([...bothSides('fulfilment.notePrinter', 'Commit'), 'job.fulfilment.checkPrinter.beforeFinish'], check)
  w.sandbox.control.clearFaults()
}

async function ship(): Promise<void> {
  const take = taker(left)
  const next = () => act('fulfilment.shipParcels', take(5))
  await dieAtEach(
    [
      ...bothSides('fulfilment.shipParcels', 'Commit'),
      ...bothSides('fulfilment.reportShipment', 'Call'),
      ...bothSides('fulfilment.recordWriteBacks', 'Commit'),
      'job.fulfilment.writeBack.beforeFinish',
    ],
    next,
  )
  await k.live(act('fulfilment.shipParcels', take(ORDERS)))
  assert.equal((await at('shipped')).length, ORDERS)
}

async function everythingHappenedOnce(): Promise<void> {
  assert.deepEqual(await brokenInvariants(w.t.address, w.t.merchantId), [])
  const { control } = w.sandbox
  const parcels = await w.rows<{ tid: string; number: string; write_back: string }>(
    sql`select platform_order_ids as tid, waybill_number as number, write_back from parcels where merchant_id = ${w.t.merchantId}`,
  )
  // The courier made one number per parcel, besides those that were given back, and it is the parcel's.
  const living = control.waybills().filter((waybill) => !waybill.isCancelled)
  assert.deepEqual(living.map(({ waybillNumber }) => waybillNumber).sort(), parcels.map(({ number }) => number).sort())
  // The platform accepted each order once, with our number.
  const accepted = control.ships().filter(({ refusal }) => refusal === '')
  assert.deepEqual(
    accepted.map(({ tid, waybillNumber }) => `${tid} ${waybillNumber}`).sort(),
    parcels.map(({ tid, number }) => `${tid} ${number}`).sort(),
  )
  assert.ok(parcels.every(({ write_back }) => write_back === 'confirmed'))
  // Each label came out of a printer once.
  const printed = control.printerNames().flatMap((name) => control.printerJobs(name).map((job) => job.name.split(' ')[0]))
  assert.deepEqual(printed.sort(), parcels.map(({ number }) => number).sort())
}
