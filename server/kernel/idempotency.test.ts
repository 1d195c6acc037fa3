import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { addSku } from '#modules/catalog/operations/add-sku.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

const sku = (code: string) => ({ code, title: '商品', variant: '', minPriceFen: null, weightGrams: null })
const entriesOf = (requestedCode: string) =>
  t.read((reader) =>
    reader.rows(
      sql`select 1 from log_entries where merchant_id = ${t.merchantId} and operation = 'catalog.addSku' and details ->> 'code' = ${requestedCode}`,
    ),
  )

test('the same key gives the same answer and one effect, however many ask at once', async () => {
  const calls = Array.from({ length: 64 }, () => t.call('owner', addSku, sku('SAME'), { idempotencyKey: 'key-1' }))
  const settled = await Promise.allSettled(calls)
  const answers = new Set(
    settled.map((result) => (result.status === 'fulfilled' ? result.value.skuId : (result.reason as Failure).definition.code)),
  )
  assert.equal(answers.size - (answers.has('keyInFlight') ? 1 : 0), 1)
  assert.equal((await entriesOf('SAME')).length, 1)
  assert.deepEqual(
    await t.call('owner', addSku, sku('SAME'), { idempotencyKey: 'key-1' }),
    settled.find((result) => result.status === 'fulfilled')?.value,
  )
})

test('the same key with another input is refused with 422', async () => {
  await t.call('owner', addSku, sku('FIRST'), { idempotencyKey: 'key-2' })
  await assert.rejects(
    t.call('owner', addSku, sku('SECOND'), { idempotencyKey: 'key-2' }),
    (error) => error instanceof Failure && error.definition.status === 422,
  )
})

test('a refused act leaves its key free', async () => {
  await t.call('owner', addSku, sku('TAKEN'), {})
  await assert.rejects(
    t.call('owner', addSku, sku('TAKEN'), { idempotencyKey: 'key-3' }),
    (error) => error instanceof Failure && error.definition.code === 'skuExists',
  )
  await t.call('owner', addSku, sku('FREE'), { idempotencyKey: 'key-3' })
})

test('another account may use the same key for itself', async () => {
  const [a, b] = await Promise.all([
    t.call('owner', addSku, sku('A'), { idempotencyKey: 'key-4' }),
    t.call('administrator', addSku, sku('B'), { idempotencyKey: 'key-4' }),
  ])
  assert.notEqual(a.skuId, b.skuId)
})
