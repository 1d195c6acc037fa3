import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { call, type Reply, refusalOf } from '#sandbox/test-client.ts'

const DAY_MS = 86_400_000
async function world(run: (sandbox: Sandbox, clock: { at: number }) => Promise<void>): Promise<void> {
  const clock = { at: Date.parse('2026-03-01T04:00:00Z') }
  const sandbox = await startSandbox({ now: () => clock.at })
  try {
    await run(sandbox, clock)
  } finally {
    await sandbox.stop()
  }
}
const rates = async (sandbox: Sandbox, nowMs: number, params: Record<string, string> = {}): Promise<Reply[]> => {
  const wish = { fields: 'oid,result,content,reply', rate_type: 'get', role: 'buyer', ...params }
  const reply = await call(sandbox, 'taobao.traderates.get', wish, nowMs)
  return (reply.trade_rates as { trade_rate: Reply[] } | undefined)?.trade_rate ?? []
}
const explain = (sandbox: Sandbox, oid: string, nowMs: number, reply = '谢谢您') =>
  call(sandbox, 'taobao.traderate.explain.add', { oid, reply }, nowMs)

test('stars become good, neutral and bad, and are found by result', async () => {
  await world(async (sandbox, clock) => {
    for (const stars of [5, 4, 3, 2, 1]) {
      const tid = sandbox.control.createOrders(1, { lineCount: 1 })[0]?.tid ?? ''
      sandbox.control.createReview(tid, { stars, text: `${stars} 星` })
    }
    const all = await rates(sandbox, clock.at)
    assert.deepEqual(
      all.map(({ result }) => result),
      ['bad', 'bad', 'neutral', 'good', 'good'],
    )
    assert.equal((await rates(sandbox, clock.at, { result: 'bad' })).length, 2)
    assert.equal((await refusalOf(rates(sandbox, clock.at, { rate_type: '' }))).code, 40)
  })
})

test('a review is answered once and within 30 days, and forgotten after 180', async () => {
  await world(async (sandbox, clock) => {
    const order = sandbox.control.createOrders(1, { lineCount: 2 })[0]
    const [first = '', second = ''] = order?.lines.map(({ oid }) => oid) ?? []
    sandbox.control.createReview(order?.tid ?? '', { stars: 5, text: '很好' })
    await explain(sandbox, first, clock.at)
    assert.equal((await rates(sandbox, clock.at, { tid: first }))[0]?.reply, '谢谢您')
    assert.match((await refusalOf(explain(sandbox, first, clock.at))).sub_code ?? '', /EXPLAINED/)
    assert.equal((await refusalOf(explain(sandbox, '1', clock.at))).code, 15)
    assert.equal((await refusalOf(explain(sandbox, second, clock.at, '长'.repeat(501)))).code, 41)
    clock.at += 31 * DAY_MS
    assert.match((await refusalOf(explain(sandbox, second, clock.at))).sub_code ?? '', /EXPIRED/)
    clock.at += 150 * DAY_MS
    assert.deepEqual(await rates(sandbox, clock.at), [])
  })
})
