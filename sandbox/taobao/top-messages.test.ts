import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { call, type Reply } from '#sandbox/test-client.ts'

type Message = { id: string; topic: string; content: string; user_id: string }
const consume = async (sandbox: Sandbox, nowMs: number): Promise<Message[]> => {
  const reply = await call(sandbox, 'taobao.tmc.messages.consume', { session: '', quantity: '200' }, nowMs)
  return (reply.messages as { tmc_message: Message[] } | undefined)?.tmc_message ?? []
}
const confirm = (sandbox: Sandbox, ids: string[], nowMs: number): Promise<Reply> =>
  call(sandbox, 'taobao.tmc.messages.confirm', { session: '', s_message_ids: ids.join(',') }, nowMs)

async function world(run: (sandbox: Sandbox, clock: { at: number }) => Promise<void>): Promise<void> {
  const clock = { at: Date.parse('2026-03-01T04:00:00Z') }
  const sandbox = await startSandbox({ now: () => clock.at })
  try {
    await run(sandbox, clock)
  } finally {
    await sandbox.stop()
  }
}

test('unconfirmed messages come again after the redelivery time, confirmed ones never', async () => {
  await world(async (sandbox, clock) => {
    sandbox.control.createOrders(1)
    const [created, paid] = await consume(sandbox, clock.at)
    assert.ok(created && paid)
    assert.deepEqual([created.topic, paid.topic], ['taobao_trade_TradeCreate', 'taobao_trade_TradeBuyerPay'])
    await confirm(sandbox, [created.id], clock.at)
    assert.deepEqual(await consume(sandbox, clock.at), [])
    clock.at += 10 * 60 * 1000
    assert.deepEqual(
      (await consume(sandbox, clock.at)).map((message) => message.id),
      [paid.id],
    )
    await confirm(sandbox, [paid.id], clock.at)
    clock.at += 10 * 60 * 1000
    assert.deepEqual(await consume(sandbox, clock.at), [])
  })
})

test('a message names its shop and, inside a JSON text, its order', async () => {
  await world(async (sandbox, clock) => {
    const [order] = sandbox.control.createOrders(1)
    const [message] = await consume(sandbox, clock.at)
    assert.ok(order && message)
    assert.equal(message.user_id, order.shopId)
    assert.ok(message.content.startsWith(`{"tid":${order.tid},"oid":`))
  })
})

test('a shop that subscribes to refunds hears of nothing else', async () => {
  await world(async (sandbox, clock) => {
    await call(sandbox, 'taobao.tmc.user.permit', { topics: 'taobao_refund_RefundCreated' }, clock.at)
    const [order] = sandbox.control.createOrders(1)
    sandbox.control.askRefund(order?.tid ?? '')
    assert.deepEqual(
      (await consume(sandbox, clock.at)).map((message) => message.topic),
      ['taobao_refund_RefundCreated'],
    )
  })
})

test('the duplicatePush fault tells every change twice under different ids', async () => {
  await world(async (sandbox, clock) => {
    sandbox.control.setFault({ kind: 'duplicatePush' })
    sandbox.control.createOrders(1, { unpaid: true })
    const messages = await consume(sandbox, clock.at)
    assert.equal(messages.length, 2)
    assert.equal(new Set(messages.map((message) => message.id)).size, 2)
    assert.equal(new Set(messages.map((message) => message.content)).size, 1)
  })
})
