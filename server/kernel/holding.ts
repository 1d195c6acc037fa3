/** What an account holds, told by the modules that know: shown and handed over when somebody leaves. */
import type { Principal } from './access.ts'
import type { Reader, Tx } from './db.ts'

export type Held = { count: number /** A few names or numbers, for the page. */; examples: string[] }
export type HoldingKind = {
  /** A glossary word: parcel, batch, session, token, app, invitation, agent, department … */
  kind: string
  /** `handOver`: goes to a named colleague (or back to the pool); `end`: ends with the account. */
  way: 'handOver' | 'end'
  read(reader: Reader, accountId: string, now: Date): Promise<Held>
  /**
   * Gives everything of this kind to another account, or to nobody (the pool; the end). Answers how many. `to` has been found active and
   * entitled to `needs` by the caller; rows outside his reach go back to the pool.
   */
  release(tx: Tx, accountId: string, to: Principal | null, now: Date): Promise<number>
  /** The permission a colleague needs to take it over. */
  needs?: string
}
