/** Ids of goods as the platform makes them: bare numbers beyond 2^53. */
const FIRST_PRODUCT = 3_600_000_000_000_000_000n
const FIRST_SKU = 1_700_000_000_000_000n
export const productIdOf = (itemId: string): string => String(FIRST_PRODUCT + BigInt(itemId))
export const skuIdOf = (skuId: string): string => String(FIRST_SKU + BigInt(skuId))
