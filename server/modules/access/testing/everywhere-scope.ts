import { decide, type Scope, unlimitedGrant } from '#kernel/access.ts'
import type { TestTeam } from '#server/testing/team.ts'

/** A scope that reaches every row of the merchant. */
export function everywhereScope({ merchantId }: TestTeam): Scope {
  const all = { kind: 'system', merchantId, accountId: 'all', name: 'all', isOwner: false, epoch: 0 } as const
  const decision = decide(
    { ...all, grants: [unlimitedGrant('all', ['orders.view'])] },
    { permission: 'orders.view', scope: 'shop' },
  )
  if (!decision.allowed) throw new Error('an unlimited grant reaches everything')
  return decision.scope
}
