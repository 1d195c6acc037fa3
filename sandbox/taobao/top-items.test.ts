import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { call, type Reply, refusalOf } from '#sandbox/test-client.ts'

let sandbox: Sandbox
let shopId = ''
beforeEach(async () => {
  sandbox = await startSandbox()
  shopId = sandbox.control.shops()[0]?.id ?? ''
})
afterEach(() => sandbox.stop())

const product = (code: string) => {
  const found = sandbox.control.products(shopId).find((one) => one.code === code)
  assert.ok(found)
  return found
}
const itemsOf = (reply: Reply): Reply[] => (reply.items as { item: Reply[] } | undefined)?.item ?? []
const onSale = async (params: Record<string, string> = {}): Promise<Reply[]> =>
  itemsOf(await call(sandbox, 'taobao.items.onsale.get', { fields: 'num_iid,title,modified,num', ...params }))

test('goods on sale come page by page with their number in all', async () => {
  const page = await call(sandbox, 'taobao.items.onsale.get', { fields: 'num_iid', page_size: '10', page_no: '2' })
  assert.deepEqual([page.total_results, itemsOf(page).length], [15, 5])
  assert.equal((await refusalOf(onSale({ page_size: '201' }))).code, 41)
  assert.equal((await refusalOf(onSale({ order_by: 'price:asc' }))).code, 41)
})

test('sorted by change, the goods that changed last come last', async () => {
  sandbox.control.setStock(shopId, product('CAP').itemId, product('CAP').skus[0]?.skuId ?? '', 3)
  const sorted = await onSale({ order_by: 'modified:asc' })
  assert.equal(String(sorted.at(-1)?.num_iid), product('CAP').itemId)
  const since = await onSale({ order_by: 'modified:asc', start_modified: String(sorted.at(-1)?.modified) })
  assert.deepEqual(
    since.map(({ num_iid }) => String(num_iid)),
    [product('CAP').itemId],
  )
})

test('what is taken off sale or sold out stands in the warehouse list, each under its heading', async () => {
  sandbox.control.setOnSale(shopId, product('PEN').itemId, false)
  sandbox.control.setStock(shopId, product('WRAP').itemId, '', 0)
  const stored = async (banner: string) =>
    itemsOf(await call(sandbox, 'taobao.items.inventory.get', { fields: 'num_iid,approve_status', banner }))
  assert.deepEqual(
    (await stored('for_shelved')).map(({ num_iid }) => String(num_iid)),
    [product('PEN').itemId],
  )
  assert.deepEqual(
    (await stored('sold_out')).map(({ num_iid }) => String(num_iid)),
    [product('WRAP').itemId],
  )
  assert.equal((await onSale()).length, 13)
})

test('variants say code, price, stock and name; more than 40 goods at once are refused', async () => {
  const { skus } = await call(sandbox, 'taobao.item.skus.get', {
    fields: 'sku_id,outer_id,price,quantity,properties_name',
    num_iids: product('CAP').itemId,
  })
  const [first] = (skus as { sku: Reply[] }).sku
  assert.deepEqual([first?.outer_id, first?.price, first?.quantity], ['CAP-BK', '39.00', 500])
  assert.match(String(first?.properties_name), /^\d+:\d+:颜色:黑色$/)
  const many = Array(41).fill('1').join(',')
  assert.equal((await refusalOf(call(sandbox, 'taobao.item.skus.get', { fields: 'sku_id', num_iids: many }))).code, 41)
})

test('an order takes stock away', async () => {
  const [order] = sandbox.control.createOrders(1, { merchantSkus: ['CAP-BK'] })
  assert.equal(product('CAP').skus[0]?.quantity, 500 - (order?.lines[0]?.quantity ?? 0))
})

const stock = (params: Record<string, string>) =>
  call(sandbox, 'taobao.skus.quantity.update', { num_iid: product('CAP').itemId, ...params })
const quantities = () => product('CAP').skus.map(({ quantity }) => quantity)

test('stock is set as a whole or by a difference, by variant or by merchant code', async () => {
  const [black, khaki, green] = product('CAP').skus.map(({ skuId }) => skuId)
  await stock({ skuid_quantities: `${black}:7;${khaki}:0` })
  assert.deepEqual(quantities(), [7, 0, 500])
  await stock({ skuid_quantities: `${black}:-9;${green}:5`, type: '2' })
  assert.deepEqual(quantities(), [0, 0, 505])
  await stock({ outerid_quantities: 'CAP-GN:12' })
  assert.deepEqual(quantities(), [0, 0, 12])
})

test('one wrong variant, less than nothing or a twenty-first refuses the whole call', async () => {
  const [black] = product('CAP').skus.map(({ skuId }) => skuId)
  for (const pairs of [`${black}:7;999:1`, `${black}:-1`, `${black}`, Array(21).fill(`${black}:1`).join(';')]) {
    const { code } = await refusalOf(stock({ skuid_quantities: pairs }))
    assert.ok(code === 15 || code === 41, pairs)
  }
  assert.deepEqual(quantities(), [500, 500, 500])
})

test('goods without variants have a stock of their own; goods with variants have not', async () => {
  const set = (itemId: string) => call(sandbox, 'taobao.item.quantity.update', { num_iid: itemId, quantity: '4' })
  await set(product('WRAP').itemId)
  assert.equal(product('WRAP').quantity, 4)
  assert.equal((await refusalOf(set(product('CAP').itemId))).code, 15)
  assert.equal((await refusalOf(set('1'))).sub_code, 'isv.item-not-exist')
})
