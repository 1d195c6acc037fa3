/**
 * The receiver of an order. While it is to be shipped the platform sends cipher texts and beside them what may be shown; afterwards,
 * and while it is under review, the cipher texts are empty. There is never a plain text to read here.
 */
import type { Receiver } from '#server/platforms/platform.ts'
import { cipherTextsOf, isCipherText } from '#server/platforms/pop/pdd-ciphers.ts'
import * as field from '#server/platforms/wire/fields.ts'
import type { WireObject } from '#server/platforms/wire/wire-json.ts'

export function readReceiver(order: WireObject): { receiver: Receiver; isMasked: boolean } {
  const cipher = cipherTextsOf(order)
  const name = shown(field.textOf(order, 'receiver_name_mask'), cipher.name)
  const phone = shown(field.textOf(order, 'contact_mobile_mask') || field.textOf(order, 'receiver_phone_mask'), cipher.phone)
  const address = shown(field.textOf(order, 'receiver_address_mask'), cipher.address)
  const receiver = {
    name: name.text,
    phone: phone.text,
    province: field.textOf(order, 'province'),
    city: field.textOf(order, 'city'),
    // The platform's `town` is the district; it names nothing below.
    district: field.textOf(order, 'town'),
    town: '',
    address: address.text,
    zip: '',
  }
  return { receiver, isMasked: name.isMasked || phone.isMasked || address.isMasked }
}

/** A text without a masked form is shown when it is plain itself, as in orders from before the encryption. */
function shown(mask: string, text: string): { text: string; isMasked: boolean } {
  if (mask !== '') return { text: mask, isMasked: true }
  const isPlain = text !== '' && !isCipherText(text)
  return { text: isPlain ? text : '', isMasked: !isPlain || text.includes('*') }
}
