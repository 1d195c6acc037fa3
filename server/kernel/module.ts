import type { Follower, Reaction } from './events.ts'
import type { HoldingKind } from './holding.ts'
import type { RawRoute } from './http-raw-routes.ts'
import type { DocumentRoute, PostRoute } from './http-routes.ts'
import type { JobHandler } from './jobs.ts'
import type { Operation } from './operation.ts'
import type { RowKind } from './row-kind.ts'
import type { Kernel } from './run-operation.ts'
import type { Expiry } from './upkeep.ts'

/** A module as the composition sees it. */
export type Module = {
  name: string
  operations: readonly Operation[]
  jobs?: readonly JobHandler[]
  reactions?: readonly Reaction[]
  followers?: readonly Follower[]
  /** Jobs the worker starts for every merchant at a steady pace; at most one of a kind waits or runs at a time. */
  recurring?: readonly { kind: string; everyMs: number }[]
  /** What goes on beside the jobs as long as the worker of this process runs; each answers how to stop it. */
  background?: readonly ((kernel: Kernel) => () => Promise<void>)[]
  /** What of its things an account can hold. */
  holdings?: readonly HoldingKind[]
  /** Which of its rows are removed when their time is over. */
  expiries?: readonly Expiry[]
  /** Its rows that rights reach one by one. */
  rowKinds?: readonly RowKind[]
  /** Its operations under paths of their own, and what describes them. */
  routes?: readonly PostRoute[]
  documents?: readonly DocumentRoute[]
  /** Its operations for machines outside, with the raw bytes of the request. */
  rawRoutes?: readonly RawRoute[]
}
