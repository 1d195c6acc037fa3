/** Cipher texts of a receiver, as orders bring them and e-waybills and decryption take them. */
import * as field from '#server/platforms/wire/fields.ts'
import type { WireObject } from '#server/platforms/wire/wire-json.ts'

/** They stand between two equal marks, `~` or for phone numbers `$`, and end with the version of the key. Source: samples others published. */
const CIPHER_TEXT = /^([~$#]).{16,}\1$/s

export const isCipherText = (text: string): boolean => CIPHER_TEXT.test(text)

export type CipherTexts = { name: string; phone: string; address: string }

/** Since November 2025 the phone number comes in `contact_mobile` alone. Empty once the order is shipped, and while it is under review. */
export const cipherTextsOf = (order: WireObject): CipherTexts => ({
  name: field.textOf(order, 'receiver_name'),
  phone: field.textOf(order, 'contact_mobile') || field.textOf(order, 'receiver_phone'),
  address: field.textOf(order, 'receiver_address'),
})
