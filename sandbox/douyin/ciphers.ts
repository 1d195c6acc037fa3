/** Encrypted receivers: a text that tells nothing, differs from order to order, and is opened with the order it belongs to. */
import { createHmac } from 'node:crypto'
import type { SandboxOrder } from '#sandbox/order.ts'

const KEY = 'the sandbox keeps this to itself'
export type CipherKind = 'phone' | 'name' | 'address'
const FRAMES: Record<CipherKind, [head: string, tail: string]> = {
  phone: ['$$', '$1$$'],
  name: ['##', '#1##'],
  address: ['##', '#1##'],
}
const DATA_TYPES: Record<CipherKind, number> = { address: 1, name: 2, phone: 3 }

export function cipherOf(order: SandboxOrder, kind: CipherKind): string {
  const [head, tail] = FRAMES[kind]
  const body = createHmac('sha256', KEY)
    .update(`${order.tid}\n${kind}\n${plainOf(order, kind)}`)
    .digest('base64')
  return `${head}${body}*CgYIASAHKAE=${tail}`
}

const plainOf = ({ receiver }: SandboxOrder, kind: CipherKind): string => receiver[kind]

/** A relay in place of every second number: main number, extension, and when it ends. */
export type Opened = { text: string; dataType: number; relay: { number: string; extension: string; endsAt: number } | null }
const RELAY_LIFE_MS = 30 * 86_400_000

/** Null = not a text of this order. */
export function openCipher(order: SandboxOrder, cipher: string, nowMs: number): Opened | null {
  const kind = (['phone', 'name', 'address'] as const).find((each) => cipherOf(order, each) === cipher)
  if (!kind) return null
  const text = plainOf(order, kind)
  const lastDigit = Number(text.slice(-1))
  if (kind !== 'phone' || lastDigit % 2 === 0) return { text, dataType: DATA_TYPES[kind], relay: null }
  const relay = { number: '18400913965', extension: order.tid.slice(-4), endsAt: nowMs + RELAY_LIFE_MS }
  return { text: `${relay.number}-${relay.extension}`, dataType: DATA_TYPES.phone, relay }
}
