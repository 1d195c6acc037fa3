/** Cipher texts of a receiver. They are made anew to be compared, so nothing has to be kept to turn one back. */
import { createHmac } from 'node:crypto'
import type { SandboxOrder } from '#sandbox/order.ts'

const KEY = 'the sandbox of Pinduoduo'
const digest = (text: string): string => createHmac('sha256', KEY).update(text).digest('base64url')

/** Mark, cipher, search index, version of the key; phone numbers have a mark of their own. */
function cipherText(mark: '~' | '$', tid: string, text: string): string {
  return `${mark}AgAAAAM${digest(`${tid} ${text}`)}${mark}${digest(text).slice(0, 12)}${mark}1${mark}`
}

export const receiverCipher = ({ tid, receiver }: SandboxOrder) => ({
  name: cipherText('~', tid, receiver.name),
  phone: cipherText('$', tid, receiver.phone),
  address: cipherText('~', tid, receiver.address),
})

/** Same receiver of the same buyer, same id; it tells nothing. */
export const openAddressId = ({ oaid }: SandboxOrder): string => `oa${digest(oaid)}`

/** The platform's numbers for what a text was: 5 name, 6 phone, 8 street. Null = not a text of this order as it stands now. */
export function plainText(order: SandboxOrder, cipher: string): { dataType: number; text: string } | null {
  const { name, phone, address } = receiverCipher(order)
  if (cipher === name) return { dataType: 5, text: order.receiver.name }
  if (cipher === phone) return { dataType: 6, text: order.receiver.phone }
  return cipher === address ? { dataType: 8, text: order.receiver.address } : null
}
