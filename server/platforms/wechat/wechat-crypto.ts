/** Signature and encryption of pushed messages (消息加解密). Pure. */
import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'

const RANDOM_BYTES = 16
const LENGTH_BYTES = 4
/** Padding counts to 32, twice the block of the cipher. */
const PADDING_BLOCK = 32

/** SHA-1 in lower-case hex over the texts, sorted and joined. */
export const wechatSignature = (texts: readonly string[]): string =>
  createHash('sha1')
    .update([...texts].sort().join(''), 'utf8')
    .digest('hex')

export function isWechatSignature(given: string, texts: readonly string[]): boolean {
  const expected = Buffer.from(wechatSignature(texts))
  const received = Buffer.from(given)
  return expected.length === received.length && timingSafeEqual(expected, received)
}

/** The message and the AppID it was meant for; null when the key does not open it. */
export function openWechatMessage(encodingAesKey: string, encrypted: string): { message: string; appId: string } | null {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64')
  if (key.length !== PADDING_BLOCK) return null
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
    const padded = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()])
    return unwrapped(padded)
  } catch {
    return null
  }
}

/** 16 random bytes, the length of the message in 4, the message, the AppID, the padding. */
function unwrapped(padded: Buffer): { message: string; appId: string } | null {
  const padding = padded.at(-1) ?? 0
  const isPadded = padding >= 1 && padding <= PADDING_BLOCK && padded.length % PADDING_BLOCK === 0
  if (!isPadded || padded.subarray(-padding).some((byte) => byte !== padding)) return null
  const content = padded.subarray(RANDOM_BYTES, padded.length - padding)
  if (content.length < LENGTH_BYTES) return null
  const end = LENGTH_BYTES + content.readUInt32BE(0)
  if (end > content.length) return null
  return { message: content.toString('utf8', LENGTH_BYTES, end), appId: content.toString('utf8', end) }
}
