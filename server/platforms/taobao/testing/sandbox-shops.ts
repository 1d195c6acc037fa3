/** The sandbox as this adapter's platform, for one test file: started now, faults cleared after each test, stopped at the end. */
import assert from 'node:assert/strict'
import { after, afterEach } from 'node:test'
import { startSandbox } from '#sandbox/sandbox.ts'
import { sandboxApp } from '#sandbox/shops.ts'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'

export async function sandboxShops() {
  const sandbox = await startSandbox()
  afterEach(() => sandbox.control.clearFaults())
  after(() => sandbox.stop())
  const connection: Connection = {
    gatewayUrl: sandbox.gatewayUrl,
    ...sandboxApp,
    accessToken: 'sandbox_session',
    now: Date.now,
  }
  return {
    sandbox,
    connection,
    /** A shop of its own, so that the orders of one test are all it sees. */
    openShop(name: string): { shopId: string; shop: Connection } {
      const session = `session-${name}`
      return { shopId: sandbox.control.addShop({ name, session }).id, shop: { ...connection, accessToken: session } }
    },
  }
}

export async function failureOf(act: Promise<unknown>): Promise<PlatformFailure> {
  const error = await act.then(
    () => assert.fail('a failure was expected'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof PlatformFailure, String(error))
  return error
}
