/** Whom to ask about together, and what an answer makes of the groups. Pure. */

export type AskedOrder = {
  orderId: string
  platformOrderId: string
  /** Orders of another class cannot go in one box whatever the platform says. */
  classKey: string
  hasGroup: boolean
}

/**
 * Calls of at most `most` orders, those of one class beside each other; only orders with company, and only where one of them is new. A
 * class that is larger than a call is cut: orders of two calls are then not told to go together, never wrongly so.
 */
export function mergeCalls<T extends AskedOrder>(orders: readonly T[], most: number): T[][] {
  const calls: T[][] = []
  for (const ofClass of Map.groupBy(orders, ({ classKey }) => classKey).values()) {
    for (let from = 0; from < ofClass.length; from += most) {
      const part = ofClass.slice(from, from + most)
      if (part.length < 2 || part.every(({ hasGroup }) => hasGroup)) continue
      const last = calls.at(-1)
      if (last && last.length + part.length <= most) last.push(...part)
      else calls.push(part)
    }
  }
  return calls
}

export type GroupedOrder = { orderId: string; platformOrderId: string; mergeGroup: string }

/**
 * The orders that get another group. A group is exactly what one answer put together: whoever joins makes it a new one, so an id never
 * comes to stand for two receivers, whatever the platform answered before. An order that the answer leaves out goes alone.
 */
export function regroup(
  orders: readonly GroupedOrder[],
  answer: readonly (readonly string[])[],
  newGroup: () => string,
): { orderId: string; mergeGroup: string }[] {
  const place = new Map(answer.flatMap((group, index) => group.map((id) => [id, `group ${index}`])))
  const parts = Map.groupBy(orders, ({ platformOrderId }) => place.get(platformOrderId) ?? `alone ${platformOrderId}`)
  return [...parts.values()].flatMap((part) => {
    const [first] = part
    const isKept =
      first !== undefined &&
      first.mergeGroup !== '' &&
      part.every(({ mergeGroup }) => mergeGroup === first.mergeGroup) &&
      orders.every((order) => order.mergeGroup !== first.mergeGroup || part.includes(order))
    if (isKept) return []
    const mergeGroup = newGroup()
    return part.map(({ orderId }) => ({ orderId, mergeGroup }))
  })
}
