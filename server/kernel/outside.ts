/** Handles that operations and jobs are given instead of reaching for globals. */
import type { AccessRule, Principal } from './access.ts'
import type { Config } from './config.ts'
import type { Reader } from './db.ts'
import type { HoldingKind } from './holding.ts'
import type { Logger } from './logger.ts'
import type { RowKind } from './row-kind.ts'
import type { Starter } from './starter.ts'
import type { Vault } from './vault.ts'

export type OutsideWorld = {
  readonly config: Config
  readonly logger: Logger
  readonly vault: Vault
  /** What each operation of the house asks of its caller, by name; null = open to visitors. */
  readonly accessRules: ReadonlyMap<string, AccessRule | null>
  /** Rows that rights reach one by one, by the word for their kind. */
  readonly rowKinds: ReadonlyMap<string, RowKind>
  /** Sign-in names of the demo merchant; empty on a real installation. */
  readonly demoLogins: readonly { login: string; password: string; role: string }[]
  /** What an account can hold, kind by kind, in the order of the modules. */
  readonly holdings: readonly HoldingKind[]
  /** The one who began something, with what he may at this moment; undefined when he can do nothing any more. */
  principalNow(reader: Reader, starter: Starter, now: Date): Promise<Principal | undefined>
  /** The moment now; tests move it. */
  now(): Date
}
