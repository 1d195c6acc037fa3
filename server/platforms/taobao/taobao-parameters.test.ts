/** Every call this adapter makes, looked at on its way to the sandbox and held against the parameter lists of a public library. */
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { taobao } from './taobao.ts'
import { failureOf, sandboxShops } from './testing/sandbox-shops.ts'

type Check = (args: unknown, name: string, type: string, isRequired?: boolean) => void
const require = createRequire(import.meta.url)
const publicResponseName: (method: string) => string = require('topsdk/util/getApiResponseName')

/** Methods younger than the library, with what the platform's reference lists for them; * = required. */
const YOUNGER: Readonly<Record<string, string>> = {
  'taobao.rp.refunds.agree': 'code,refund_infos*,ignore_code',
  'taobao.rp.refund.review': 'operator*,refund_phase*,message*,refund_id*,refund_version*,result*',
  'taobao.rp.returngoods.agree':
    'refund_phase,remark,address,mobile,post,name,tel,refund_id*,refund_version,seller_address_id,post_fee_bear_role,virtual_return_goods',
  'taobao.top.oaid.decrypt': 'query_list*',
  'taobao.top.oaid.merge': 'merge_list*',
}
type Known = Map<string, { type: string; isRequired: boolean }>
function knownParameters(method: string): Known {
  const known: Known = new Map()
  const younger = YOUNGER[method]
  if (younger !== undefined) {
    for (const name of younger.split(',')) known.set(name.replace('*', ''), { type: 'String', isRequired: name.endsWith('*') })
    return known
  }
  const list: (args: unknown, check: Check) => void = require(`topsdk/validator/validators/${method}`)
  list({}, (_, name, type, isRequired = false) => known.set(name, { type, isRequired }))
  return known
}
const SYSTEM = ['method', 'app_key', 'session', 'timestamp', 'format', 'v', 'sign_method', 'sign']

const { sandbox, openShop } = await sandboxShops()
const calls: { form: URLSearchParams; root: string }[] = []
const listener = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', async () => {
    const form = new URLSearchParams(Buffer.concat(parts).toString('utf8'))
    const answer = await (await fetch(sandbox.gatewayUrl, { method: 'POST', body: form })).text()
    calls.push({ form, root: Object.keys(JSON.parse(answer))[0] ?? '' })
    response.end(answer)
  })
})
await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
after(() => listener.close())
const gatewayUrl = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/router/rest`

/** Uses everything the adapter offers at least once. */
async function exerciseEverything(name: string): Promise<void> {
  const { control } = sandbox
  const { shopId, shop: direct } = openShop(name)
  const shop = { ...direct, gatewayUrl }
  const { services, pushes } = taobao
  const window = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 60_000) }
  const [order, other, unpaid] = [
    ...control.createOrders(2, { shopId, lineCount: 2 }),
    ...control.createOrders(1, { shopId, unpaid: true }),
  ]
  assert.ok(order && other && unpaid)
  const report = { platformOrderId: order.tid, platformLineIds: [], carrier: 'YTO', waybillNumber: 'YT0000000000001' }
  for await (const _ of taobao.pullOrders(shop, window));
  await taobao.fetchOrder(shop, order.tid)
  await taobao.reportShipment(shop, report)
  const [line = ''] = other.lines.map(({ oid }) => oid)
  await taobao.reportShipment(shop, { ...report, platformOrderId: other.tid, platformLineIds: [line] })
  await services.changeShipment?.(shop, { ...report, waybillNumber: 'YT0000000000002' })
  for (const note of ['加急', '']) await services.note?.(shop, { platformOrderId: order.tid, note, flag: 1 })
  await services.price?.(shop, { platformOrderId: unpaid.tid, freightFen: 0, discountFen: null })
  for (let cursor = ''; ; ) {
    const page = await services.products?.(shop, cursor)
    cursor = page?.next ?? ''
    if (cursor === '') break
  }
  const listed = control.products(shopId).map((one) => ({ one, sku: one.skus[0]?.skuId ?? '' }))
  await services.stock?.(
    shop,
    listed.map(({ one, sku }) => ({ platformItemId: one.itemId, platformSkuId: sku, quantity: 5, key: sku })),
  )
  control.createReview(order.tid, { stars: 5, text: '好' })
  for await (const [review] of services.reviews?.(shop, window) ?? [])
    if (review) await services.replyReviews?.(shop, { ...review, text: '谢谢' })
  await services.staff?.(shop)
  await services.revealReceiver?.(shop, [{ platformOrderId: order.tid, handle: order.oaid }])
  await services.mergeGroups?.(shop, [{ platformOrderId: order.tid, handle: order.oaid }])
  const ids = control.askRefund(order.tid, undefined, { returnsGoods: true }).lines.map(({ refundId }) => refundId)
  for await (const _ of services.afterSales?.(shop, window) ?? []);
  const decide = (afterSaleId: string, agree: boolean) =>
    services.decideAfterSales?.(shop, { afterSaleId, agree, reason: '不同意' })
  await decide(ids[0] ?? '', true)
  control.sendBack(order.tid, order.lines[0]?.oid)
  await decide(ids[0] ?? '', true)
  const isTmall = name.includes('旗舰店')
  if (isTmall) await failureOf(Promise.resolve(decide(ids[1] ?? '', false)))
  else await decide(ids[1] ?? '', false)
  if (pushes.way === 'queue') {
    const notices = await pushes.consume(shop, 10)
    await pushes.acknowledge(shop, [notices[0]?.ack ?? '1'])
  }
}

await exerciseEverything('参数店')
await exerciseEverything('参数旗舰店')
const byMethod = Map.groupBy(calls, ({ form }) => form.get('method') ?? '')

test('everything the adapter can do was looked at', () => {
  const methods = [...byMethod.keys()].sort()
  assert.ok(methods.length >= 23, methods.join(' '))
  for (const method of Object.keys(YOUNGER)) assert.ok(methods.includes(method), method)
})

for (const [method, made] of byMethod) {
  test(`${method} is called with parameters it knows and with all it wants`, () => {
    const known = knownParameters(method)
    for (const { form } of made) {
      for (const [name, value] of form) {
        if (SYSTEM.includes(name)) continue
        const parameter = known.get(name)
        assert.ok(parameter, `${method} knows no ${name}`)
        assert.notEqual(value, '', `${name} is sent empty`)
        if (parameter.type === 'Boolean') assert.match(value, /^(true|false)$/, name)
        if (parameter.type === 'Date') assert.match(value, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, name)
        // Lists of ids are called Number there too.
        if (parameter.type === 'Number') assert.match(value, /^\d+(,\d+)*$/, name)
      }
      for (const [name, { isRequired }] of known) if (isRequired) assert.ok(form.has(name), `${method} wants ${name}`)
    }
  })
  test(`${method} answers under the name the library expects`, () => {
    for (const { root } of made) assert.ok([publicResponseName(method), 'error_response'].includes(root), root)
    assert.ok(
      made.some(({ root }) => root !== 'error_response'),
      `${method} only ever failed`,
    )
  })
}
