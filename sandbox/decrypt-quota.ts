/** How many receivers a shop may have decrypted in a day at platforms that publish no number, switched on by the decryptQuota fault. */
import type { SandboxShop } from './shops.ts'
import type { World } from './world.ts'

const DAY_MS = 86_400_000
const BEIJING_MS = 8 * 3_600_000
const counts = new WeakMap<World, Map<string, number>>()

/** Counts these receivers, and says that they are too many for the day; what is refused counts for nothing. */
export function isDecryptionSpent(world: World, shop: SandboxShop, receiverCount: number): boolean {
  const fault = world.faults.strike('decryptQuota', shop.platform)
  if (!fault) return false
  const known = counts.get(world) ?? new Map<string, number>()
  counts.set(world, known)
  const key = `${shop.id} on ${Math.floor((world.platformNow() + BEIJING_MS) / DAY_MS)}`
  const count = (known.get(key) ?? 0) + receiverCount
  if (count > (fault.receiversPerDay ?? 0)) return true
  known.set(key, count)
  return false
}
