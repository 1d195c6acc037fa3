/** Shops of the sandbox whose buyers ask their money back, on one clock with the house. */
import type { CaseRow } from '#contract/after-sales.ts'
import { aConnectedShop, aPlatformTeam, type ConnectedShop, type PlatformTeam } from '#modules/intake/testing/platform-shops.ts'
import type { PlatformName } from '#sandbox/outside-platform.ts'
import type { Who } from '#server/testing/team.ts'
import { listCases } from '../operations/list-cases.ts'
import { readShopNow } from '../operations/read-shop-now.ts'

export type Asking = PlatformTeam & {
  /** Sets the clock of house and sandbox ahead. */
  advance(ms: number): void
  shop(platform?: PlatformName): Promise<ConnectedShop>
  /** A buyer of this shop asks for a new order; answers the platform's number of the order. */
  ask(shop: ConnectedShop, wish?: { refundFen?: number; returnsGoods?: boolean; reason?: string }): string
  /** Reads the shop, and everything that follows from it. */
  read(shop: ConnectedShop): Promise<void>
  /** What somebody sees of an order; throws when that is not one case. */
  caseOf(tid: string, who?: Who): Promise<CaseRow>
}

/** The database gives jobs out by its own clock: ours begins behind it, and stays there however far tests move it on. */
const BEHIND_MS = 30 * 60_000

/** `behindMs`: how far the clock may be moved on. */
export async function asking({ behindMs = BEHIND_MS } = {}): Promise<Asking> {
  let aheadMs = -behindMs
  const world = await aPlatformTeam({ now: () => Date.now() + aheadMs })
  const { t, sandbox } = world
  Object.defineProperty(t.clock, 'now', { get: () => new Date(Date.now() + aheadMs) })
  const advance = (ms: number): void => {
    aheadMs += ms
  }
  return {
    ...world,
    advance,
    shop: (platform = 'taobao') => aConnectedShop(world, platform),
    ask({ platformShopId }, { reason = '不想要了', ...wish } = {}) {
      const [order] = sandbox.control.createOrders(1, { shopId: platformShopId, lineCount: 1, buyerNote: '' })
      const tid = order?.tid ?? ''
      sandbox.control.askRefund(tid, undefined, { reason, ...wish })
      return tid
    },
    async read({ shopId }) {
      // What was stamped within this second lies before the end of the window.
      advance(2000)
      await t.call('owner', readShopNow, { shopId })
      await t.runJobs()
    },
    async caseOf(tid, who = 'owner') {
      const { rows } = await t.call(who, listCases, { phase: 'all', search: tid })
      const [row] = rows
      if (!row || rows.length > 1) throw new Error(`${rows.length} cases of ${tid}`)
      return row
    },
  }
}
