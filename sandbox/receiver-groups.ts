/** Which orders a platform lets travel in one parcel: those of one buyer to one receiver. Handles do not come into it. */
import type { SandboxOrder } from './order.ts'

export function receiverGroups(orders: readonly SandboxOrder[]): SandboxOrder[][] {
  return [...Map.groupBy(orders, ({ buyerOpenUid, receiver }) => JSON.stringify([buyerOpenUid, receiver])).values()]
}
