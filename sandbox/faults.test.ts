import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { createFaults, type Fault } from './faults.ts'
import { createRandom } from './random.ts'
import { type Sandbox, startSandbox } from './sandbox.ts'
import { call, refusalOf, signedForm } from './test-client.ts'

async function world(fault: Fault | null, run: (sandbox: Sandbox, clock: { at: number }) => Promise<void>): Promise<void> {
  const clock = { at: Date.now() }
  const sandbox = await startSandbox({ now: () => clock.at })
  try {
    sandbox.control.createOrders(1, { merchantSkus: ['CAP-BK'] })
    if (fault) sandbox.control.setFault(fault)
    await run(sandbox, clock)
  } finally {
    await sandbox.stop()
  }
}
const tidOf = (sandbox: Sandbox) => sandbox.control.orders()[0]?.tid ?? ''
const ship = (sandbox: Sandbox, nowMs: number) =>
  call(sandbox, 'taobao.logistics.offline.send', { tid: tidOf(sandbox), out_sid: 'YT1234567890123', company_code: 'YTO' }, nowMs)
const read = (sandbox: Sandbox, nowMs: number) => call(sandbox, 'taobao.trades.sold.get', { fields: 'tid' }, nowMs)

test('a lost reply hides a shipment that did happen', async () => {
  await world({ kind: 'lostReply', target: 'taobao.logistics.offline.send', times: 1 }, async (sandbox, clock) => {
    await assert.rejects(ship(sandbox, clock.at), TypeError)
    assert.equal(sandbox.control.order(tidOf(sandbox)).status, 'WAIT_BUYER_CONFIRM_GOODS')
    assert.match((await refusalOf(ship(sandbox, clock.at))).sub_code ?? '', /B04$/)
  })
})

test('an outage drops the call before anything happens, or answers 503', async () => {
  await world({ kind: 'outage', times: 1 }, async (sandbox, clock) => {
    await assert.rejects(ship(sandbox, clock.at), TypeError)
    assert.deepEqual(sandbox.control.ships(), [])
    sandbox.control.setFault({ kind: 'outage', httpStatus: 503, times: 1 })
    const response = await fetch(sandbox.gatewayUrl, {
      method: 'POST',
      body: signedForm('taobao.trades.sold.get', { fields: 'tid' }),
    })
    assert.equal(response.status, 503)
    await read(sandbox, clock.at)
  })
})

test('a late reply comes after the wait, and a caller who left finds the shipment done', async () => {
  await world({ kind: 'lateReply', delayMs: 1000, times: 1 }, async (sandbox, clock) => {
    const form = signedForm(
      'taobao.logistics.offline.send',
      { tid: tidOf(sandbox), out_sid: 'YT1234567890123', company_code: 'YTO' },
      clock.at,
    )
    const caller = new AbortController()
    const reply = fetch(sandbox.gatewayUrl, { method: 'POST', body: form, signal: caller.signal })
    while (sandbox.control.order(tidOf(sandbox)).status !== 'WAIT_BUYER_CONFIRM_GOODS') await setTimeout(1)
    caller.abort()
    await assert.rejects(reply, { name: 'AbortError' })
  })
})

test('the error fault answers its code before anything happens', async () => {
  await world({ kind: 'error', times: 1 }, async (sandbox, clock) => {
    const refusal = await refusalOf(ship(sandbox, clock.at))
    assert.deepEqual([refusal.code, refusal.sub_code], [15, 'isp.remote-service-error'])
    assert.deepEqual(sandbox.control.ships(), [])
  })
})

test('too many calls in a second lead to a ban that says how long it lasts and ends', async () => {
  await world(
    { kind: 'rateLimit', target: 'taobao.trades.sold.get', callsPerSecond: 2, banSeconds: 3 },
    async (sandbox, clock) => {
      await read(sandbox, clock.at)
      await read(sandbox, clock.at)
      const refusal = await refusalOf(read(sandbox, clock.at))
      assert.equal(refusal.code, 7)
      assert.equal(refusal.sub_code, 'accesscontrol.limited-by-api-access-count')
      assert.match(refusal.sub_msg ?? '', /This ban will last for 3 more seconds/)
      await ship(sandbox, clock.at)
      clock.at += 1000
      assert.match((await refusalOf(read(sandbox, clock.at))).sub_msg ?? '', /for 2 more seconds/)
      clock.at += 2000
      await read(sandbox, clock.at)
    },
  )
})

test("a skewed platform clock refuses the caller's time", async () => {
  await world({ kind: 'clockSkew', skewMs: 20 * 60 * 1000 }, async (sandbox, clock) => {
    assert.equal((await refusalOf(read(sandbox, clock.at))).code, 31)
    sandbox.control.clearFaults('clockSkew')
    await read(sandbox, clock.at)
  })
})

test('the tokenExpired fault refuses good sessions', async () => {
  await world({ kind: 'tokenExpired', times: 1 }, async (sandbox, clock) => {
    assert.equal((await refusalOf(read(sandbox, clock.at))).code, 27)
    await read(sandbox, clock.at)
  })
})

test('calls are counted by method', async () => {
  await world(null, async (sandbox, clock) => {
    await read(sandbox, clock.at)
    await read(sandbox, clock.at)
    assert.deepEqual(sandbox.control.callCounts(), { 'taobao.trades.sold.get': 2 })
  })
})

test('a fault with a ratio hits its share of the calls, the same ones for the same seed', () => {
  const hits = (seed: number) => {
    const faults = createFaults(createRandom(seed))
    faults.set({ kind: 'error', ratio: 0.3 })
    return Array.from({ length: 1000 }, () => faults.strike('error', 'any') !== null)
  }
  const count = hits(7).filter(Boolean).length
  assert.ok(count > 250 && count < 350, `${count} of 1000`)
  assert.deepEqual(hits(7), hits(7))
})

test('a fault for one method leaves the others alone', () => {
  const faults = createFaults(createRandom(1))
  faults.set({ kind: 'outage', target: 'a', times: 1 })
  assert.equal(faults.strike('outage', 'b'), null)
  assert.ok(faults.strike('outage', 'a'))
  assert.equal(faults.strike('outage', 'a'), null)
})
