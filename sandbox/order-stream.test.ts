import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startOrderStream } from './order-stream.ts'
import { startSandbox } from './sandbox.ts'

test('a stream of a hundred orders a minute brings about one every 0.6 seconds until it is stopped', async (context) => {
  const sandbox = await startSandbox()
  context.mock.timers.enable({ apis: ['setInterval'] })
  const stop = startOrderStream(sandbox.control, 100)
  context.mock.timers.tick(60_000)
  const count = sandbox.control.orderCount()
  stop()
  context.mock.timers.tick(60_000)
  context.mock.timers.reset()
  await sandbox.stop()
  assert.ok(count >= 85 && count <= 100, `${count} orders`)
  assert.equal(sandbox.control.orderCount(), count)
  assert.ok(sandbox.control.orders(200).every((order) => order.paidAt !== null || order.status === 'WAIT_BUYER_PAY'))
})

test('a stream needs a positive speed', async () => {
  const sandbox = await startSandbox()
  await sandbox.stop()
  assert.throws(() => startOrderStream(sandbox.control, 0), RangeError)
})
