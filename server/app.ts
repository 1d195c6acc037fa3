/** Puts the parts together: operations by name, job handlers, reactions. Every entrance (web, worker, shell, tests) starts here. */
import type { Config } from '#kernel/config.ts'
import type { Database } from '#kernel/db.ts'
import { createEventHub } from '#kernel/events.ts'
import type { RawRoute } from '#kernel/http-raw-routes.ts'
import type { DocumentRoute, PostRoute } from '#kernel/http-routes.ts'
import type { Logger } from '#kernel/logger.ts'
import type { Operation } from '#kernel/operation.ts'
import type { OutsideWorld } from '#kernel/outside.ts'
import type { Kernel, PermissionUse } from '#kernel/run-operation.ts'
import { createVault } from '#kernel/vault.ts'
import { principalOfStarter } from '#modules/apps/starter-principal.ts'
import { modules } from './modules.ts'

export type App = {
  kernel: Kernel
  operations: ReadonlyMap<string, Operation>
  routes: readonly PostRoute[]
  documents: readonly DocumentRoute[]
  rawRoutes: readonly RawRoute[]
  /** The permissions used since the last call, each once a person. */
  takeUses(): PermissionUse[]
  /** Set by the worker of this process. */
  onWake(wake: Kernel['wake']): void
}

export type AppParts = {
  database: Database
  config: Config
  logger: Logger
  masterKey: Buffer
  demoLogins?: OutsideWorld['demoLogins']
  now?: () => Date
}

/** More different uses than this between two writings are not noted: the next ones are. */
const MOST_USES = 100_000

export function createApp(parts: AppParts): App {
  const operations = new Map<string, Operation>()
  for (const operation of modules.flatMap((module) => module.operations)) {
    if (operations.has(operation.name)) throw new Error(`two operations are called ${operation.name}`)
    operations.set(operation.name, operation)
  }
  let wake: Kernel['wake'] = () => undefined
  const uses = new Map<string, PermissionUse>()
  const kernel: Kernel = {
    database: parts.database,
    world: {
      config: parts.config,
      logger: parts.logger,
      vault: createVault(parts.masterKey),
      demoLogins: parts.demoLogins ?? [],
      accessRules: new Map([...operations].map(([name, one]) => [name, one.kind === 'public' ? null : one.access])),
      rowKinds: new Map(modules.flatMap((module) => module.rowKinds ?? []).map((kind) => [kind.kind, kind])),
      holdings: modules.flatMap((module) => module.holdings ?? []),
      principalNow: principalOfStarter,
      now: parts.now ?? (() => new Date()),
    },
    hub: createEventHub(),
    reactions: modules.flatMap((module) => module.reactions ?? []),
    followers: modules.flatMap((module) => module.followers ?? []),
    wake: (merchant) => wake(merchant),
    noteUse: (use) => void (uses.size < MOST_USES && uses.set(`${use.merchantId} ${use.accountId} ${use.permission}`, use)),
  }
  return {
    kernel,
    operations,
    routes: modules.flatMap((module) => module.routes ?? []),
    documents: modules.flatMap((module) => module.documents ?? []),
    rawRoutes: modules.flatMap((module) => module.rawRoutes ?? []),
    takeUses() {
      const taken = [...uses.values()]
      uses.clear()
      return taken
    },
    onWake(next) {
      wake = next
    },
  }
}

export const jobHandlers = () => modules.flatMap((module) => module.jobs ?? [])
export const backgroundWork = () => modules.flatMap((module) => module.background ?? [])
export const recurringJobs = () => modules.flatMap((module) => module.recurring ?? [])
