/**
 * node tools/read-real-data.ts FOLDER: reads real payloads, exports and courier traces that may not lie in this repository, and says of
 * each what came of it beside what its truth.json wants. The folder holds platform_payloads, platform_exports and logistics.
 * Ends with 1 when something differs.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { kdniaoTracker } from '#server/carriers/kdniao/kdniao.ts'
import { signKdniao } from '#server/carriers/kdniao/kdniao-sign.ts'
import { kuaidi100Tracker } from '#server/carriers/kuaidi100/kuaidi100.ts'
import { signKuaidi100Push } from '#server/carriers/kuaidi100/kuaidi100-sign.ts'
import type { Trace, TraceReceipt } from '#server/carriers/tracker.ts'
import { openOrderFile, readOrderFile } from '#server/platforms/file/order-file.ts'
import type { PushRequest } from '#server/platforms/platform.ts'
import { taobao } from '#server/platforms/taobao/taobao.ts'
import { TRADE_FIELDS } from '#server/platforms/taobao/taobao-order.ts'
import { isoFromBeijingTime } from '#server/platforms/wire/beijing-time.ts'
import { isObject, readObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'

const folder = process.argv[2]
if (folder === undefined || !existsSync(folder)) {
  console.error('Say where the data lies: node tools/read-real-data.ts FOLDER')
  process.exit(2)
}
const place = (...parts: string[]): string => path.join(folder, ...parts)
const jsonAt = (...parts: string[]): WireObject => readObject(readFileSync(place(...parts), 'utf8')) ?? {}
let differences = 0
function say(what: string, found: unknown, wanted: unknown): void {
  const [text, wish] = [JSON.stringify(found), JSON.stringify(wanted)]
  const isSame = text === wish
  if (!isSame) differences += 1
  console.log(`${isSame ? '✔' : '✘'} ${what}: ${text}${isSame ? '' : `, wanted ${wish}`}`)
}

readTaobaoSpecs()
readTaobaoExcerpt()
await readExports()
readTraces()
process.exit(differences === 0 ? 0 : 1)

/** Every field we ask the platform for is one that it describes. */
function readTaobaoSpecs(): void {
  const spec = jsonAtGz('platform_payloads', 'taobao_api_spec', 'taobao_trades_sold_increment_get.json.gz')
  const fullSpec = jsonAtGz('platform_payloads', 'taobao_api_spec', 'taobao_trade_fullinfo_get.json.gz')
  const known = JSON.stringify([spec.responseParams, fullSpec.responseParams])
  const unknown = TRADE_FIELDS.split(',').filter((name) => !known.includes(`"${name}"`))
  say('trade fields the platform does not describe', unknown, [])
}

function jsonAtGz(...parts: string[]): WireObject {
  return readObject(gunzipSync(readFileSync(place(...parts))).toString('utf8')) ?? {}
}

/** Its tail is cut, so that the order itself cannot be read and says why; its first line is whole. */
function readTaobaoExcerpt(): void {
  const reply = jsonAt('platform_payloads', 'taobao_trade_partial_stock_excerpt.json').trade_fullinfo_get_response
  const trade = isObject(reply) && isObject(reply.trade) ? reply.trade : {}
  say('the cut trade is quarantined with the reason', unreadable(trade), 'status is missing')
  const lines = isObject(trade.orders) ? rowsOf(trade.orders.order).slice(0, 1) : []
  const moments = { created: '2018-12-26 10:00:00', modified: '2018-12-26 10:00:00' }
  const whole = {
    tid: '289749893209214687',
    status: 'WAIT_SELLER_SEND_GOODS',
    payment: '0.01',
    total_fee: '0.01',
    ...moments,
    orders: { order: lines },
  }
  const order = taobao.readOrder({ platformOrderId: whole.tid, version: '', body: whole })
  const [line] = order.lines
  say(
    'its whole line with a head of our own',
    [order.status, line?.platformLineId, line?.platformItemId, line?.quantity, line?.paidFen, line?.refundState],
    ['paid', '289749893210214687', '598497390355', 1, 1, 'none'],
  )
}

function unreadable(body: WireObject): string {
  try {
    taobao.readOrder({ platformOrderId: '289749893209214687', version: '', body })
    return 'read'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function readExports(): Promise<void> {
  const truth = jsonAt('platform_exports', 'truth.json') as Truth
  for (const name of readdirSync(place('platform_exports')).filter((file) => /\.(csv|xlsx)$/.test(file))) {
    const file = await openOrderFile(place('platform_exports', name), name)
    const { counts, entries } = readOrderFile(file)
    let pieces = 0
    let paidFen = 0
    const refused: string[] = []
    for await (const entry of entries) {
      if (entry.kind === 'refused') refused.push(entry.message.en)
      if (entry.kind !== 'order') continue
      paidFen += entry.snapshot.paidFen
      pieces += entry.snapshot.lines.reduce((sum, line) => sum + line.quantity, 0)
    }
    await file.close()
    console.log(`  ${name} is ${file.mapping?.name}, ${file.encoding}: ${counts.orders} orders read`)
    for (const sentence of refused) console.log(`    refused: ${sentence}`)
    const { orders, lines, order_amount, qty } = truth[name] ?? {}
    say(`${name}: orders and lines seen`, [counts.ordersSeen, counts.linesSeen], [orders, lines])
    if (order_amount !== undefined) say(`${name}: paid and pieces`, [paidFen / 100, pieces], [order_amount, qty])
  }
}

type Truth = Record<string, Record<string, string | number>>
function readTraces(): void {
  const truth = jsonAt('logistics', 'truth.json') as Truth
  const kuaidi100 = jsonAt('logistics', 'kuaidi100_yuantong.json')
  const param = JSON.stringify({ status: 'shutdown', lastResult: kuaidi100 })
  const pushed = form({ param, sign: signKuaidi100Push(param, 'salt') })
  judge('kuaidi100_yuantong.json', traceOf(kuaidi100Tracker.receive(pushed, { salt: 'salt' })), truth)
  const data = JSON.stringify({ Data: [jsonAt('logistics', 'kdniao_best.json')] })
  const told = form({ RequestData: data, DataSign: signKdniao(data, 'key') })
  judge('kdniao_best.json', traceOf(kdniaoTracker.receive(told, { businessId: '1', apiKey: 'key' })), truth)
}

function form(fields: Record<string, string>): PushRequest {
  return { method: 'POST', query: {}, headers: {}, rawBody: Buffer.from(new URLSearchParams(fields).toString()) }
}
function traceOf(receipt: TraceReceipt): Trace | undefined {
  return receipt.verdict === 'genuine' ? receipt.traces[0] : undefined
}

function judge(name: string, trace: Trace | undefined, truth: Truth): void {
  const wanted = truth[name] ?? {}
  const iso = (text: unknown) => isoFromBeijingTime(String(text))
  const events = trace?.events ?? []
  say(`${name}: state`, trace?.state, 'delivered')
  say(`${name}: nodes`, events.length, wanted.nodes)
  say(`${name}: picked up`, events[0]?.at, iso(wanted.picked_up))
  say(`${name}: signed`, events.at(-1)?.at, iso(wanted.signed))
  const gaps = events.slice(1).map(({ at }, index) => (Date.parse(at) - Date.parse(events[index]?.at ?? '')) / 3_600_000)
  say(`${name}: times without news for 24 hours`, gaps.filter((hours) => hours > 24).length, wanted.longest_gap ? 1 : 0)
}
