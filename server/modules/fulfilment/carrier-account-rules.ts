/** Which account serves a parcel. */
export type AccountChoice = { carrierAccountId: string; shopId: string | null; isDefault: boolean }

/**
 * The named account, if it serves this shop; without a name the shop's own default, then the default of all shops, then the only
 * one there is for the shop.
 */
export function accountFor<A extends AccountChoice>(
  accounts: readonly A[],
  shopId: string,
  named: string | undefined,
): A | undefined {
  const serving = accounts.filter((account) => account.shopId === null || account.shopId === shopId)
  if (named !== undefined) return serving.find((account) => account.carrierAccountId === named)
  const own = serving.find((account) => account.isDefault && account.shopId === shopId)
  const shared = serving.find((account) => account.isDefault && account.shopId === null)
  return own ?? shared ?? (serving.length === 1 ? serving[0] : undefined)
}

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
