/**
 * Who began something that goes on in the background. What he may is asked anew before each step of it (OutsideWorld.principalNow), so
 * whoever is frozen, leaves or loses the right stops what he set going.
 */
import type { Actor } from './operation.ts'

export type Starter = {
  accountId: string
  name: string
  /** The app or token through which he acted; null = himself. */
  throughId: string | null
  /** The person on whose behalf an agent acted through an app; null = nobody but himself. */
  personId: string | null
  /** Where the request came from: conditions on addresses are weighed by it to the end. */
  ip: string
}

export const starterOf = ({ accountId, name, app, onBehalfOf, ip }: Actor): Starter => ({
  ...{ accountId, name, ip },
  throughId: app?.appId ?? null,
  personId: onBehalfOf?.accountId ?? null,
})
