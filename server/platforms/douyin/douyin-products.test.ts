import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import type { ProductSnapshot } from '#server/platforms/platform-services.ts'
import { listDouyinProducts } from './douyin-products.ts'
import { type Visit, withPeer } from './testing/peer.ts'

type Product = { product_id: number; status: number; name: string; create_time: number }

/** A shop of so many goods; only those on sale or taken down are worth their SKUs. Like the platform it lets nobody page too deep. */
function shopOf(products: readonly Product[]) {
  return ({ request, body, response }: Visit): void => {
    const params = JSON.parse(body) as { page: number; size: number; start_time?: number; end_time?: number }
    const { start_time: from = 0, end_time: to = Number.MAX_SAFE_INTEGER } = params
    const found = products.filter(({ create_time: at }) => at > from && at < to)
    const isTooDeep = params.page * params.size > 10_000
    const list = { data: found.slice((params.page - 1) * params.size, params.page * params.size), total: found.length }
    const data = request.url?.startsWith('/sku/list') ? [{ id: 1, price: 100, stock_num: 5, code: 'A' }] : list
    response.end(JSON.stringify(isTooDeep ? { code: 40004, msg: '翻页过深' } : { code: 10000, data }))
  }
}
async function all(connection: Connection): Promise<ProductSnapshot[]> {
  const rows: ProductSnapshot[] = []
  let cursor = ''
  do {
    const page = await listDouyinProducts(connection, cursor)
    rows.push(...page.rows)
    cursor = page.next
  } while (cursor !== '')
  return rows
}
const product = (id: number, create_time: number, status: number): Product => ({
  product_id: id,
  name: `商品 ${id}`,
  create_time,
  status,
})

test('more goods than the platform lets be paged are all found, and what was deleted is left out', async () => {
  const products = Array.from({ length: 24_000 }, (_, id) =>
    product(id + 1, 1_600_000_000 + id * 3, id % 400 === 0 ? (id % 800 === 0 ? 0 : 1) : 2),
  )
  await withPeer(shopOf(products), async (connection) => {
    const rows = await all(connection)
    const ids = new Set(rows.map(({ platformItemId }) => platformItemId))
    assert.deepEqual(ids, new Set(products.filter(({ status }) => status !== 2).map(({ product_id }) => String(product_id))))
    assert.equal(rows.filter(({ onSale }) => onSale).length, 30)
  })
})

test('more goods of one second than can be paged are told, not passed over', async () => {
  const products = Array.from({ length: 10_001 }, (_, id) => product(id + 1, 1_600_000_000, 2))
  await withPeer(shopOf(products), async (connection) => {
    await assert.rejects(
      all(connection),
      (error: unknown) => error instanceof PlatformFailure && error.platformCode === 'too-many-products',
    )
  })
})
