/** A sandbox for the tests of one file, with a shop of its own for each test. */
import assert from 'node:assert/strict'
import { after, afterEach, before } from 'node:test'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'

export type TestPlatform = {
  sandbox: Sandbox
  connection: Connection
  openShop(name: string): { shopId: string; shop: Connection }
}

/** Starts and stops the sandbox around the tests of the calling file and clears its faults after each. */
export function sandboxForTests(): () => TestPlatform {
  let platform: TestPlatform | undefined
  before(async () => {
    const sandbox = await startSandbox()
    const connection: Connection = {
      gatewayUrl: sandbox.gatewayUrl,
      appKey: '12345678',
      appSecret: 'sandbox_secret',
      accessToken: 'sandbox_session',
      now: Date.now,
    }
    const openShop = (name: string) => {
      const session = `session-${name}`
      return { shopId: sandbox.control.addShop({ name, session }).id, shop: { ...connection, accessToken: session } }
    }
    platform = { sandbox, connection, openShop }
  })
  afterEach(() => platform?.sandbox.control.clearFaults())
  after(() => platform?.sandbox.stop())
  return () => platform ?? assert.fail('the sandbox has not started')
}

export async function failureOf(act: Promise<unknown>): Promise<PlatformFailure> {
  const error = await act.then(
    () => assert.fail('a failure was expected'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof PlatformFailure, String(error))
  return error
}
