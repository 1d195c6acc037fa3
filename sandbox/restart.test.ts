import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, test } from 'node:test'
import type { OrderView } from './control.ts'
import { startSandbox } from './sandbox.ts'
import { DEFAULT_SESSION, type SandboxShop, sandboxApp } from './shops.ts'
import { call, refusalOf } from './test-client.ts'
import type { Waybill } from './waybills.ts'
import type { ReceivedShip } from './world.ts'

const BACK = 'http://127.0.0.1:9/back'
type Running = { url: string; gatewayUrl: string; end(): Promise<void> }

let folder: string
let started: Running[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-restart-'))
  started = []
})
afterEach(async () => {
  for (const running of started) await running.end()
  rmSync(folder, { recursive: true })
})

/** The sandbox as its own program on the test's state file; it ends by SIGKILL. */
async function startProgram(): Promise<Running> {
  const program = join(import.meta.dirname, 'main.ts')
  const child = spawn(process.execPath, [program, '--port', '0', '--state', join(folder, 'state')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface(child.stdout)) {
    const url = /Control page\s+(http:\S+)\/$/.exec(line)?.[1]
    if (url === undefined) continue
    const end = async () => {
      if (child.kill('SIGKILL')) await once(child, 'exit')
    }
    return startedAs({ url, gatewayUrl: `${url}/router/rest`, end })
  }
  throw new Error('The sandbox did not start')
}
/** The sandbox in this process; it ends by `stop`. */
async function startHere(): Promise<Running> {
  const { url, gatewayUrl, stop } = await startSandbox({ stateFile: join(folder, 'state') })
  return startedAs({ url, gatewayUrl, end: stop })
}
function startedAs(running: Running): Running {
  started.push(running)
  return running
}

async function press<T>(running: Running, name: string, body: object): Promise<T> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${running.url}/control/${name}`, { method: 'POST', headers, body: JSON.stringify(body) })
  assert.equal(response.status, 200)
  return (await response.json()) as T
}
async function read<T>(running: Running, name: string): Promise<T> {
  return (await (await fetch(`${running.url}/control/${name}`)).json()) as T
}
const readAll = async (running: Running) => ({
  orders: await read<OrderView[]>(running, 'orders?limit=1000'),
  ships: await read<ReceivedShip[]>(running, 'ships'),
  waybills: await read<Waybill[]>(running, 'waybills'),
  shops: await read<SandboxShop[]>(running, 'shops'),
  ...{ afterSales: await read(running, 'after-sales'), reviews: await read(running, 'reviews') },
  products: await read(running, 'products'),
})

const ship = (running: Running, tid: string, waybillNumber: string, session = DEFAULT_SESSION) =>
  call(running, 'taobao.logistics.offline.send', { tid, out_sid: waybillNumber, company_code: 'YTO', session })

async function waybillFor(running: Running, order: OrderView, packageId: string): Promise<string> {
  const address = { province: '浙江省', district: '义乌市', detail: '仓储路 88 号' }
  const item = {
    object_id: packageId,
    order_info: { order_channels_type: 'TB', trade_order_list: [order.tid] },
    package_info: { id: packageId, items: [{ name: 'T恤', count: 1 }] },
    recipient: { name: '张*', mobile: '138****1234', address, oaid: order.oaid, tid: order.tid },
    template_url: 'http://template.test/1',
    user_id: '1',
  }
  const sender = { name: '仓库', mobile: '13500000000', address }
  const request = JSON.stringify({ cp_code: 'YTO', sender, trade_order_info_dtos: [item] })
  const reply = await call(running, 'cainiao.waybill.ii.get', { param_waybill_cloud_print_apply_new_request: request })
  return (reply.modules as { waybill_cloud_print_response: { waybill_code: string }[] }).waybill_cloud_print_response[0]
    ?.waybill_code as string
}

type Tokens = { access_token: string; refresh_token: string; taobao_user_id: string; error?: string }
async function codeFor(running: Running, shopId: string): Promise<string> {
  const query = { response_type: 'code', client_id: sandboxApp.appKey, redirect_uri: BACK, shop: shopId }
  const response = await fetch(`${running.url}/oauth/authorize?${new URLSearchParams(query)}`, { redirect: 'manual' })
  return new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? ''
}
async function tokensFor(running: Running, grant: Record<string, string>): Promise<Tokens> {
  const app = { client_id: sandboxApp.appKey, client_secret: sandboxApp.appSecret, redirect_uri: BACK }
  const body = new URLSearchParams({ ...app, ...grant })
  return (await (await fetch(`${running.url}/oauth/token`, { method: 'POST', body })).json()) as Tokens
}

async function fetchMessages(running: Running): Promise<string[]> {
  const reply = await call(running, 'taobao.tmc.messages.consume', { session: '', quantity: '200' })
  return ((reply.messages as { tmc_message: { id: string }[] } | undefined)?.tmc_message ?? []).map(({ id }) => id)
}

const ways: [end: string, start: () => Promise<Running>][] = [
  ['a stop', startHere],
  ['a kill', startProgram],
]
for (const [end, start] of ways) {
  test(`after ${end} every order, shipment, waybill and shop is as it was, and work goes on`, async () => {
    let running = await start()
    const [shipped, refunded, numbered, cancelled, moved, open] = await press<OrderView[]>(running, 'orders', { count: 6 })
    assert.ok(shipped && refunded && numbered && cancelled && moved && open)
    const number = await waybillFor(running, shipped, 'P1')
    await ship(running, shipped.tid, number)
    await refusalOf(ship(running, shipped.tid, number))
    await press(running, 'ask-refund', { tid: refunded.tid })
    await press(running, 'settle-refund', { tid: refunded.tid })
    const kept = await waybillFor(running, numbered, 'P2')
    const dropped = await waybillFor(running, cancelled, 'P3')
    await call(running, 'cainiao.waybill.ii.cancel', { cp_code: 'YTO', waybill_code: dropped })
    await press(running, 'change-address', { tid: moved.tid })
    await call(running, 'taobao.trade.memo.update', { tid: moved.tid, memo: '加急', flag: '1' })
    await press(running, 'shops', { name: '第二家店' })
    await press(running, 'reviews', { tid: shipped.tid, stars: 4, text: '不错' })
    const before = await readAll(running)

    await running.end()
    running = await start()
    assert.deepEqual(await readAll(running), before)
    assert.match((await refusalOf(ship(running, shipped.tid, number))).sub_code ?? '', /:B04$/)
    assert.equal(await waybillFor(running, numbered, 'P2'), kept)
    assert.notEqual(await waybillFor(running, cancelled, 'P3'), dropped)
    await ship(running, open.tid, await waybillFor(running, open, 'P4'))
    const numbers = (await read<Waybill[]>(running, 'waybills')).map((waybill) => waybill.waybillNumber)
    assert.equal(new Set(numbers).size, numbers.length)
    const status = (await read<OrderView>(running, `order?tid=${open.tid}`)).status
    assert.equal(status, 'WAIT_BUYER_CONFIRM_GOODS')
  })

  test(`after ${end} codes, sessions and refresh tokens are worth what they were worth`, async () => {
    let running = await start()
    const shop = await press<SandboxShop>(running, 'shops', { name: '第二家店' })
    const first = await tokensFor(running, { grant_type: 'authorization_code', code: await codeFor(running, shop.id) })
    const second = await tokensFor(running, { grant_type: 'refresh_token', refresh_token: first.refresh_token })
    await press(running, 'sessions/expire', { session: first.access_token })
    const code = await codeFor(running, shop.id)
    const [order] = await press<OrderView[]>(running, 'orders', { shopId: shop.id })

    await running.end()
    running = await start()
    await ship(running, order?.tid ?? '', 'YT1234567890123', second.access_token)
    assert.equal((await refusalOf(ship(running, order?.tid ?? '', 'YT1234567890123', first.access_token))).code, 27)
    const refresh = (token: string) => tokensFor(running, { grant_type: 'refresh_token', refresh_token: token })
    assert.equal((await refresh(first.refresh_token)).error, 'invalid_grant')
    assert.equal((await refresh(second.refresh_token)).taobao_user_id, shop.id)
    assert.equal((await refresh(second.refresh_token)).error, 'invalid_grant')
    assert.equal((await tokensFor(running, { grant_type: 'authorization_code', code })).taobao_user_id, shop.id)
    assert.equal((await tokensFor(running, { grant_type: 'authorization_code', code })).error, 'invalid_grant')
  })

  test(`after ${end} unconfirmed messages come again, confirmed ones do not, and new ids are new`, async () => {
    let running = await start()
    await call(running, 'taobao.tmc.user.permit', { topics: 'taobao_trade_TradeBuyerPay' })
    const orders = await press<OrderView[]>(running, 'orders', { count: 5 })
    const delivered = await fetchMessages(running)
    assert.equal(delivered.length, 5)
    await call(running, 'taobao.tmc.messages.confirm', { session: '', s_message_ids: delivered.slice(2).join(',') })

    await running.end()
    running = await start()
    assert.deepEqual(await fetchMessages(running), delivered.slice(0, 2))
    const more = await press<OrderView[]>(running, 'orders', { count: 5 })
    const fresh = await fetchMessages(running)
    assert.equal(new Set([...delivered, ...fresh]).size, 10)
    const ids = [...orders, ...more].flatMap(({ tid, lines }) => [...new Set([tid, ...lines.map(({ oid }) => oid)])])
    assert.equal(new Set(ids).size, ids.length)
    assert.ok(more.every((order) => orders.every((old) => old.tid < order.tid && old.buyerOpenUid !== order.buyerOpenUid)))
  })
}

test('a buyer known by name is the same person with the same address after a restart', async () => {
  let running = await startHere()
  const [first] = await press<OrderView[]>(running, 'orders', { buyer: '老顾客' })
  await running.end()
  running = await startHere()
  const [second] = await press<OrderView[]>(running, 'orders', { buyer: '老顾客' })
  assert.deepEqual([second?.oaid, second?.receiver], [first?.oaid, first?.receiver])
})

test('a kill in the middle of the work loses nothing that was answered', async () => {
  let running = await startProgram()
  const answered: string[] = []
  const work = async () => {
    for (;;) {
      answered.push(...(await press<OrderView[]>(running, 'orders', {})).map((order) => order.tid))
      if (answered.length === 100) await running.end()
    }
  }
  await Promise.allSettled([work(), work(), work(), work()])
  running = await startHere()
  const known = new Set((await read<OrderView[]>(running, 'orders?limit=10000')).map((order) => order.tid))
  assert.ok(answered.length >= 100)
  assert.deepEqual(
    answered.filter((tid) => !known.has(tid)),
    [],
  )
})

test('a second sandbox on a taken port leaves the file of the first one alone', async () => {
  const stateFile = join(folder, 'state')
  const first = await startSandbox({ stateFile })
  const before = readFileSync(stateFile)
  await assert.rejects(startSandbox({ stateFile, port: Number(new URL(first.url).port) }), { code: 'EADDRINUSE' })
  assert.deepEqual(readFileSync(stateFile), before)
  const [order] = first.control.createOrders(1)
  await first.stop()
  const next = await startSandbox({ stateFile })
  assert.equal(next.control.order(order?.tid ?? '').tid, order?.tid)
  await next.stop()
})
