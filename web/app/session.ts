import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import type { Permission } from '#contract/permissions.ts'
import type { Me } from '#contract/team.ts'
import { call, type OperationName } from '#web/shared/api.ts'
import { operationKey } from '#web/shared/use-operation.ts'
import { mayCall } from './pages.ts'

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

/** Does this person hold the right: in this shop, or (without a shop) in at least one? The server decides again, row by row. */
function mayDo(me: Me, permission: Permission, shopId?: string): boolean {
  const shopIds = me.rights[permission]
  if (shopIds === undefined) return false
  if (shopIds === null) return true
  return shopId === undefined ? shopIds.length > 0 : shopIds.includes(shopId)
}

export function useMay(): (permission: Permission, shopId?: string) => boolean {
  const me = useMe()
  return (permission, shopId) => mayDo(me, permission, shopId)
}

/** For what belongs to no single shop: exactly those acts are offered that the server would let through its door. */
export function useMayCall(): (operation: OperationName) => boolean {
  const me = useMe()
  return (operation) => mayCall(me, operation)
}
