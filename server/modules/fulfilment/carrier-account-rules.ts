/** Whose authorisation a carrier is called with. */
export type ConnectedShop = { shopId: string; platform: string; state: string }
/**
 * The shop whose authorisation the carrier is called with: the parcel's own (only it can name masked receivers), the account's, or
 * any active one of that platform. null = there is none.
 */
export function viaShop(
  shops: ReadonlyMap<string, ConnectedShop>,
  platform: string,
  candidates: readonly (string | null)[],
): string | null {
  const isActive = (shop: ConnectedShop | undefined): shop is ConnectedShop =>
    shop !== undefined && shop.platform === platform && shop.state === 'active'
  for (const shopId of candidates) if (shopId !== null && isActive(shops.get(shopId))) return shopId
  return [...shops.values()].filter(isActive).sort((a, b) => (a.shopId < b.shopId ? -1 : 1))[0]?.shopId ?? null
}
