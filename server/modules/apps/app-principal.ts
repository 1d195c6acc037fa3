/** How much an app can do for one person: never more than the app, the person's switch, the person and the installer allow, all as of now. */

import { isAppFunction } from '#contract/app-functions.ts'
import type { Permission } from '#contract/permissions.ts'
import { everywhere, type Grant, narrow, type Principal, unlimitedGrant } from '#kernel/access.ts'
import type { Reader } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { principalOf } from '#modules/team/public.ts'

type Moment = { now: Date; ip: string }
export type AppReach = { appId: string; name: string; functions: readonly Permission[]; shopIds: readonly string[] | null }

/** What an app or token was given, as a grant: these functions in these shops. */
export const grantOf = (id: string, functions: Iterable<string>, shopIds: readonly string[] | null): Grant => ({
  ...unlimitedGrant(id, functions),
  reach: { ...everywhere, shops: shopIds === null ? 'all' : new Set(shopIds) },
})

/** The person, acting through something that was given no more than these functions in these shops. */
export function actingThrough(person: Principal, through: AppReach, bounds: readonly Principal[]): Principal {
  const functions = new Set(through.functions.filter(isAppFunction))
  const limit: Principal = {
    kind: 'app',
    merchantId: person.merchantId,
    accountId: through.appId,
    name: through.name,
    isOwner: false,
    epoch: 0,
    grants: [grantOf(through.appId, functions, through.shopIds)],
  }
  return {
    ...narrow(person, functions),
    // An agent stays what it is, whatever carries its request.
    kind: person.kind === 'agent' ? 'agent' : 'app',
    // What only the owner may do is done by the owner in person.
    isOwner: false,
    epoch: bounds.reduce((sum, bound) => sum + bound.epoch, person.epoch),
    bounds: [...(person.bounds ?? []), limit, ...bounds],
    app: { appId: through.appId, name: through.name },
    onBehalfOf: person.onBehalfOf ?? { accountId: person.accountId, name: person.name },
  }
}

/** The installer as he stands now; undefined when he is no longer at work, and with him the app. */
export async function installerNow(reader: Reader, accountId: string, moment: Moment): Promise<Principal | undefined> {
  try {
    return await principalOf(reader, accountId, moment)
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}
