import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { createFaults } from './faults.ts'
import type { ChangeNotice } from './outside-platform.ts'
import { createPushPost } from './push-post.ts'
import { createRandom } from './random.ts'
import { type Sandbox, startSandbox } from './sandbox.ts'

let sandbox: Sandbox
before(async () => {
  sandbox = await startSandbox({ printers: [] })
})
afterEach(() => sandbox.control.clearFaults())
after(() => sandbox.stop())

test('a dropped push is told to nobody: the change itself has happened', () => {
  const { control } = sandbox
  const waiting = control.waitingMessageCount()
  control.setFault({ kind: 'dropPush' })
  const [order] = control.createOrders(1, { unpaid: true })
  control.payOrder(order?.tid ?? '')
  assert.equal(control.waitingMessageCount(), waiting)
  assert.ok(control.order(order?.tid ?? '').paidAt !== null)
  control.clearFaults()
  control.setFault({ kind: 'dropPush', target: 'douyin' })
  control.createOrders(1, { unpaid: true })
  assert.equal(control.waitingMessageCount(), waiting + 1)
})

test('a share of the pushes is dropped, the same ones for the same seed', () => {
  const told = (seed: number): string[] => {
    const faults = createFaults(createRandom(seed))
    faults.set({ kind: 'dropPush', ratio: 0.3 })
    const heard: string[] = []
    const pass = createPushPost(faults, ({ order }) => void heard.push(order.tid))
    for (let number = 0; number < 1000; number += 1) pass(noticeOf(String(number)))
    return heard
  }
  assert.ok(Math.abs(told(1).length - 700) < 50)
  assert.deepEqual(told(1), told(1))
})

test('pushes overtake each other, and none of them is lost by that', () => {
  const faults = createFaults(createRandom(1))
  const heard: string[] = []
  const pass = createPushPost(faults, ({ order }) => void heard.push(order.tid))
  faults.set({ kind: 'reorderPush', times: 2 })
  for (const tid of ['a', 'b', 'c', 'd']) pass(noticeOf(tid))
  assert.deepEqual(heard, ['c', 'b', 'a', 'd'])
})

const noticeOf = (tid: string): ChangeNotice =>
  ({ change: 'paid', order: { tid }, shop: { platform: 'taobao' }, lineId: undefined }) as ChangeNotice
