/** One working day: orders come in, one person reviews, another ships, a third may do neither, and the owner can read who did what. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import path from 'node:path'
import { after, before } from 'node:test'
import { promisify } from 'node:util'
import type { Locator, Page } from 'playwright-core'
import { JOB_STATE } from '#sandbox/printer.ts'
import { aWorkingDay, journey, type Person, until, type WorkingDay } from './a-working-day.ts'

type LogRow = {
  entryId: string
  operation: string
  outcome: string
  actorName: string
  at: string
  why: { role: string }[]
  objects: { kind: string; id: string }[]
  details: Record<string, unknown>
}
type ParcelRow = { parcelId: string; number: string; waybillNumber: string; station: string }

const ORDERS = 8
const HOLD_REASON = '买家要求下周再发'
let day: WorkingDay
let reviewer: Person
let heldNumber: string
let shipped: ParcelRow[]

before(async () => {
  day = await aWorkingDay()
})
after(() => day.stop())

const parcels = async (stations: string[]): Promise<ParcelRow[]> => {
  const { rows } = await day.asOwner<{ rows: ParcelRow[] }>('orders.listParcels', { filters: { stations }, sort: 'deadline' })
  return rows
}

journey('orders of the platform reach the reviewer, who approves with the keyboard and holds one with a reason', async () => {
  reviewer = await day.signIn('orderReviewer')
  const { page } = reviewer
  await page.getByRole('link', { name: '审单', exact: true }).click()
  await page.getByText('没有等待审核的包裹').waitFor()
  for (let n = 0; n < ORDERS; n++) day.sandbox.control.createOrders(1, { buyer: `买家${n}`, buyerNote: '', lineCount: 1 })
  const rows = page.getByRole('option')
  await rows.nth(ORDERS - 1).waitFor()

  await page.keyboard.press('c')
  await page.getByText(`已领取 ${ORDERS} 个`).waitFor()
  await page.getByText(`我领的 ${ORDERS}`).waitFor()
  await page.keyboard.press('a')
  await rows.nth(ORDERS - 1).waitFor({ state: 'detached' })

  heldNumber = (await page.locator('.review-side > header strong').textContent()) ?? ''
  await page.keyboard.press('h')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('原因').fill(HOLD_REASON)
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  await rows.nth(ORDERS - 2).waitFor({ state: 'detached' })

  await page.keyboard.press(' ')
  await page.keyboard.press('j')
  await page.keyboard.press(' ')
  await page.getByText('已选 2 个').waitFor()
  await page.keyboard.press('a')
  await rows.nth(ORDERS - 4).waitFor({ state: 'detached' })

  await page.keyboard.press('Control+a')
  await page.getByRole('button', { name: '通过', exact: false }).click()
  await page.getByText('您还没有领单').waitFor()
  await page.getByText('已挂起 1').click()
  await rows.first().waitFor()
  assert.equal(await page.locator('.review-side > header strong').textContent(), heldNumber)
  assert.deepEqual(reviewer.complaints, [])
})

journey('the warehouse keeper gets waybills, prints on two printers and ships, each sheet exactly once', async () => {
  const keeper = await day.signIn('warehouseKeeper')
  const { page } = keeper
  const count = ORDERS - 1
  await page.getByRole('link', { name: '取号', exact: true }).click()
  await selectAll(page, count)
  await page.getByRole('button', { name: '获取面单' }).click()
  await page.getByText('没有等待取号的包裹').waitFor()

  await page.getByRole('link', { name: '打印', exact: true }).click()
  await selectAll(page, count)
  await page.getByRole('button', { name: '打印面单' }).click()
  const dialog = page.getByRole('dialog')
  for (const name of ['面单机 1', '面单机 2']) await dialog.getByRole('checkbox', { name }).check()
  await dialog.getByRole('button', { name: '开始打印' }).click()
  await page.getByText('没有等待打印的面单').waitFor()

  shipped = await parcels(['ship'])
  const jobs = await until('all sheets are printed', () => {
    const all = ['label-1', 'label-2'].map((name) => day.sandbox.control.printerJobs(name))
    return all.flat().filter((job) => job.state === JOB_STATE.completed).length === count && all
  })
  const sheets = jobs.flat().map((job) => job.name.split(' ')[0])
  assert.deepEqual(sheets.sort(), shipped.map((parcel) => parcel.waybillNumber).sort())
  assert.deepEqual(jobs.map((ofPrinter) => ofPrinter.length).sort(), [Math.floor(count / 2), Math.ceil(count / 2)])

  await page.getByRole('link', { name: '发货', exact: true }).click()
  await selectAll(page, count)
  await page.getByRole('button', { name: '确认发货' }).click()
  await page
    .getByRole('tooltip')
    .getByRole('button', { name: /OK|确定/ })
    .click()
  await page.getByText('没有等待发货的包裹').waitFor()
  assert.deepEqual(keeper.complaints, [])
})

journey('the platform hears the waybill numbers of exactly these orders', async () => {
  const numbers = shipped.map((parcel) => parcel.waybillNumber).sort()
  const told = await until('every shipment is reported', () => {
    const orders = day.sandbox.control.orders().filter((order) => order.waybillNumbers.length > 0)
    return orders.length === numbers.length && orders
  })
  assert.deepEqual(told.flatMap((order) => order.waybillNumbers).sort(), numbers)
  assert.equal(day.sandbox.control.ships().length, numbers.length, 'no shipment is reported twice')
  const [held] = day.sandbox.control.orders().filter((order) => order.waybillNumbers.length === 0)
  assert.equal(held?.status, 'WAIT_SELLER_SEND_GOODS')
})

journey('the marketer is refused all of it: in the menu, by address and by direct call', async () => {
  const marketer = await day.signIn('marketer')
  const { page } = marketer
  await page.getByRole('link', { name: '工作台' }).waitFor()
  for (const name of ['审单', '取号', '打印', '操作日志', '员工列表', '包裹']) {
    assert.equal(await page.getByRole('link', { name, exact: true }).count(), 0, `no way to ${name}`)
  }
  const parcelIds = shipped.map((parcel) => parcel.parcelId)
  for (const at of ['/review', '/fulfilment/waybills', '/fulfilment/print', '/fulfilment/ship', '/log', '/team', '/settings']) {
    await page.goto(day.url + at)
    await page.getByRole('heading', { name: '您还不能查看这里' }).waitFor()
    assert.equal(await page.getByRole('button', { name: /通过|获取面单|打印|发货/ }).count(), 0)
  }
  const calls: [string, object][] = [
    ['orders.approveParcels', { parcelIds }],
    ['orders.holdParcels', { parcelIds, reason: '不发了' }],
    ['fulfilment.requestWaybills', { parcelIds }],
    ['fulfilment.printParcels', { parcelIds, printerIds: [parcelIds[0]] }],
    ['fulfilment.shipParcels', { parcelIds }],
    ['orders.readParcel', { parcelId: parcelIds[0] }],
    ['team.readLog', {}],
  ]
  for (const [operation, input] of calls) {
    const { status, body } = await marketer.call(operation, input)
    assert.equal(status, 403, operation)
    assert.equal((body.error as { code: string }).code, 'notPermitted')
  }
  const refused = await readLog({ outcome: 'refused' })
  for (const [operation] of calls) {
    const entry = refused.find((row) => row.operation === operation)
    assert.equal(entry?.actorName, '林推广', `the refusal of ${operation} is in the log`)
  }
})

journey('the owner finds every step in the log and in the parcel’s timeline, and the log proves itself', async () => {
  const owner = await day.signIn('owner')
  const { page } = owner
  const [parcel] = shipped
  assert.ok(parcel)
  await page.goto(`${day.url}/parcels/${parcel.parcelId}`)
  const timeline = page.locator('.parcel-timeline')
  for (const [act, who] of STEPS) await timeline.getByText(act, { exact: true }).locator('..').getByText(who).first().waitFor()
  await page.getByText(parcel.waybillNumber).first().waitFor()

  const history = await readLog({ objectId: parcel.parcelId, outcome: 'done' })
  for (const [operation, who, role] of LOGGED) {
    const entry = history.find((row) => row.operation === operation)
    assert.equal(entry?.actorName, who, operation)
    assert.equal(entry.outcome, 'done')
    assert.deepEqual(
      entry.why.map((grant) => grant.role),
      [role],
    )
    assert.ok(Math.abs(Date.now() - Date.parse(entry.at)) < 5 * 60_000)
  }

  await page.getByRole('link', { name: '操作日志' }).click()
  await page
    .getByRole('row', { name: /审核通过/ })
    .filter({ hasText: '王审单' })
    .first()
    .waitFor()
  await page
    .getByRole('row', { name: /林推广.*被拒绝/ })
    .first()
    .waitFor()
  await page.getByRole('row', { name: /挂起/ }).filter({ hasText: '王审单' }).first().click()
  const detail = page.getByRole('dialog', { name: '日志详情' })
  await detail.getByText(HOLD_REASON).waitFor()
  await detail.getByText('审单员', { exact: true }).waitFor()
  assert.match(await checkOutside(page, detail), /is number \d+ of \d+ in zhanggui\/log\/\d+: all good/)
  assert.deepEqual(owner.complaints, [])
  assert.match(await verifyLog(), /all good/)
})

const STEPS = [
  ['领取下一批', '王审单'],
  ['审核通过', '王审单'],
  ['获取面单', '李仓管'],
  ['打印面单', '李仓管'],
  ['发货', '李仓管'],
] as const
const LOGGED = [
  ['orders.claimNext', '王审单', 'orderReviewer'],
  ['orders.approveParcels', '王审单', 'orderReviewer'],
  ['fulfilment.requestWaybills', '李仓管', 'warehouseKeeper'],
  ['fulfilment.printParcels', '李仓管', 'warehouseKeeper'],
  ['fulfilment.shipParcels', '李仓管', 'warehouseKeeper'],
] as const

async function selectAll(page: Page, count: number): Promise<void> {
  await page.getByRole('button', { name: `全选已显示的 ${count} 个` }).click()
}

async function readLog(input: object): Promise<LogRow[]> {
  const { rows } = await day.asOwner<{ rows: LogRow[] }>('team.readLog', input)
  return rows
}

/** The proof that the page hands out, checked by the program for outsiders with the key that came another way. */
async function checkOutside(page: Page, detail: Locator): Promise<string> {
  const [proof] = await Promise.all([page.waitForEvent('download'), detail.getByRole('button', { name: '下载证明' }).click()])
  assert.match(proof.suggestedFilename(), /^log-\d+\.tlog-proof$/)
  const [entry] = await readLog({ operation: 'orders.holdParcels', outcome: 'done' })
  const { verifierKey } = await day.asOwner<{ verifierKey: string }>('team.proveLogEntry', { entryId: entry?.entryId })
  const verifier = path.join(import.meta.dirname, '..', 'tools', 'verify-log-standalone.mjs')
  const words = ['proof', await proof.path(), '--key', verifierKey]
  return (await promisify(execFile)(process.execPath, [verifier, ...words])).stdout
}

/** The shell command, in a process of its own. */
async function verifyLog(): Promise<string> {
  const { host, port, user, password = '', database } = day.address
  const env = {
    ...process.env,
    ZHANGGUI_HOME: day.home,
    DATABASE_URL: `postgres://${user}:${password}@${encodeURIComponent(host)}:${port}/${database}`,
  }
  const cli = path.join(import.meta.dirname, '..', 'server', 'cli.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'verify-log'], { env })
  return stdout
}
