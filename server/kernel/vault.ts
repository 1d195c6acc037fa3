/**
 * Encryption at rest. One master key file outside the database; a key per merchant and purpose is derived from it, so a
 * merchant's data can move whole and a stolen dump alone is unreadable.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import path from 'node:path'
import type { MerchantId } from './ids.ts'
import { readOrMake } from './key-file.ts'

export type Vault = {
  /** AES-256-GCM; the answer is iv(12) + tag(16) + ciphertext. */
  seal(merchant: MerchantId, plain: string): Buffer
  open(merchant: MerchantId, sealed: Buffer): string
  /** A keyed fingerprint for equality search and merge keys; it reveals nothing without the key. base64url, 22 characters. */
  fingerprint(merchant: MerchantId, text: string): string
  /** Signs with a key derived for this server (session tickets, callback state). */
  mac(purpose: string, text: string): string
}

export function createVault(masterKey: Buffer): Vault {
  const keys = new Map<string, Buffer>()
  const keyFor = (purpose: string): Buffer => {
    const known = keys.get(purpose)
    if (known) return known
    const key = Buffer.from(hkdfSync('sha256', masterKey, 'zhanggui', purpose, 32))
    keys.set(purpose, key)
    return key
  }
  return {
    seal(merchant, plain) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', keyFor(`data:${merchant}`), iv)
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body])
    },
    open(merchant, sealed) {
      const decipher = createDecipheriv('aes-256-gcm', keyFor(`data:${merchant}`), sealed.subarray(0, 12))
      decipher.setAuthTag(sealed.subarray(12, 28))
      return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8')
    },
    fingerprint: (merchant, text) =>
      createHmac('sha256', keyFor(`print:${merchant}`))
        .update(text)
        .digest('base64url')
        .slice(0, 22),
    mac: (purpose, text) =>
      createHmac('sha256', keyFor(`mac:${purpose}`))
        .update(text)
        .digest('base64url'),
  }
}

/** Reads the master key of this home, making one on the first start (mode 0600). */
export function readMasterKey(home: string): Buffer {
  const text = readOrMake(path.join(home, 'keys', 'master.key'), `${randomBytes(32).toString('base64')}\n`)
  return Buffer.from(text.trim(), 'base64')
}
