/** A platform of the sandbox and the adapter that speaks to it, as the contract suite uses them. */
import { type Sandbox, type SandboxOptions, startSandbox } from '#sandbox/sandbox.ts'
import { type AppConnection, type Connection, type PlatformAdapter, PlatformFailure } from '#server/platforms/platform.ts'

export type OpenShop = { shopId: string; connection: Connection }
export type ContractBench = {
  adapter: PlatformAdapter
  sandbox: Sandbox
  app: AppConnection
  /** Limits a fault to the call that reports a shipment, where there is more than one call. */
  shipsBy: { target?: string }
  /** A shop of its own, so that the orders of one case are all it sees; its token is good. */
  openShop(): Promise<OpenShop>
  /** Lets the owner grant access to a shop (or type its credentials), as the adapter's way wants it. */
  grant(shopId: string): Promise<{ accessToken: string; refreshToken: string }>
  stop(): Promise<void>
}
/** What a platform gives the suite: its adapter, our application there, and the token of a shop just opened. */
export type PlatformUnderTest = {
  adapter: PlatformAdapter
  app: { appKey: string; appSecret: string }
  /** The method that reports a shipment, where the adapter reads the order before it. */
  shipsBy?: string
  grant(bench: { sandbox: Sandbox; app: AppConnection; shopId: string }): Promise<{ accessToken: string; refreshToken: string }>
}

export async function startBench(platform: PlatformUnderTest, options: SandboxOptions = {}): Promise<ContractBench> {
  const sandbox = await startSandbox(options)
  const { adapter } = platform
  const name = adapter.platform as keyof Sandbox['gateways']
  const app: AppConnection = { gatewayUrl: sandbox.gateways[name], ...platform.app, now: Date.now }
  let count = 0
  return {
    adapter,
    sandbox,
    app,
    shipsBy: platform.shipsBy === undefined ? {} : { target: platform.shipsBy },
    async openShop() {
      const session = `session-${++count}`
      const { id } = sandbox.control.addShop({ name: `店 ${count}`, platform: name, session })
      return { shopId: id, connection: { ...app, accessToken: session } }
    },
    grant: (shopId) => platform.grant({ sandbox, app, shopId }),
    stop: () => sandbox.stop(),
  }
}

/** The failure an act ends in. Throws when it ends well. */
export async function failureOf(act: Promise<unknown>): Promise<PlatformFailure> {
  try {
    await act
  } catch (error) {
    if (error instanceof PlatformFailure) return error
    throw error
  }
  throw new Error('a failure was expected')
}
