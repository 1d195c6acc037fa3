/** The platform's side of pushed messages, written from the protocol text and sharing no code with the product. */
import { createCipheriv, createHash } from 'node:crypto'

const BLOCK = 32

export const signatureOf = (...texts: string[]): string => createHash('sha1').update(texts.sort().join('')).digest('hex')

/** `random`: 16 bytes. */
export function encryptMessage(encodingAesKey: string, message: string, appId: string, random: Buffer): string {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64')
  const text = Buffer.from(message)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  const plain = Buffer.concat([random, length, text, Buffer.from(appId)])
  const padding = BLOCK - (plain.length % BLOCK)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(padding, padding)), cipher.final()]).toString('base64')
}
