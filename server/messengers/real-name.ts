/** The port of the real-name check: does this name belong to this identity card? */
import type { MessengerConnection, Trouble } from './messenger.ts'

export type RealNameAnswer =
  | { outcome: 'match' }
  | { outcome: 'mismatch' }
  | { outcome: 'retryLater'; reason: Trouble; detail: string }
  | { outcome: 'rejected'; detail: string }

export type RealNameCheck = {
  /** Never throws for trouble outside. The number leaves this server only as a keyed digest. */
  check(connection: MessengerConnection, person: { name: string; idNumber: string }): Promise<RealNameAnswer>
}
