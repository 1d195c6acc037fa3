import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import type { Permission } from '#contract/permissions.ts'
import type { Me } from '#contract/team.ts'
import { call } from '#web/shared/api.ts'
import { operationKey } from '#web/shared/use-operation.ts'

/** Who is signed in. Read before any page of the shell is drawn, so that pages can rely on it. */
export const meQuery = queryOptions({
  queryKey: operationKey('team.readMe', {}),
  queryFn: ({ signal }) => call('team.readMe', {}, { signal }),
  staleTime: 30_000,
  gcTime: Number.POSITIVE_INFINITY,
})

export function useMe(): Me {
  return useSuspenseQuery(meQuery).data
}

/** These concern the whole merchant: a grant that is limited to some shops does not carry them. */
const merchantWide: readonly Permission[] = [
  'team.view',
  'team.manage',
  'team.grant',
  'log.view',
  'inventory.adjust',
  'catalog.manage',
]

/** Does this person hold the permission: in this shop, or (without a shop) in at least one? The server decides again. */
export function mayDo(me: Me, permission: Permission, shopId?: string): boolean {
  const shopIds = me.rights[permission]
  if (shopIds === undefined) return false
  if (shopIds === null) return true
  if (merchantWide.includes(permission)) return false
  return shopId === undefined ? shopIds.length > 0 : shopIds.includes(shopId)
}

export function useMay(): (permission: Permission, shopId?: string) => boolean {
  const me = useMe()
  return (permission, shopId) => mayDo(me, permission, shopId)
}

/** Does the person hold it in every shop, also in future ones? */
export function mayEverywhere(me: Me, permission: Permission): boolean {
  return me.rights[permission] === null
}
