import { v7 } from 'uuid'

declare const brand: unique symbol
/** A string that only the place that checked it can make. */
export type Branded<T, B extends string> = T & { readonly [brand]: B }

/** PostgreSQL bigint, carried as text (never a JavaScript number). */
export type MerchantId = Branded<string, 'merchant'>
export const merchantId = (text: string): MerchantId => text as MerchantId

/** A new UUIDv7: sortable by creation time, made by the application so that a retry can carry the same id. */
export const newId = (): string => v7()
