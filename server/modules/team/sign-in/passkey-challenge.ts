/**
 * Challenges for passkeys are signed, not stored: a visitor cannot fill a table. 16 random bytes, the second it ends, and a MAC over
 * these and its purpose. Only an answered one is written down (`answered_challenges`), so that none is answered twice.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { sql, type Tx } from '#kernel/db.ts'
import type { OutsideWorld } from '#kernel/outside.ts'

const LIFE_S = 300
const RANDOM_BYTES = 16
const END_BYTES = 4

type Signer = Pick<OutsideWorld, 'vault'>
const macOf = ({ vault }: Signer, purpose: string, body: Buffer): Buffer =>
  Buffer.from(vault.mac(`passkey:${purpose}`, body.toString('base64url')), 'base64url')

export function newChallenge(world: Signer, purpose: string, now: Date): Uint8Array<ArrayBuffer> {
  const end = Buffer.alloc(END_BYTES)
  end.writeUInt32BE(Math.floor(now.getTime() / 1000) + LIFE_S)
  const body = Buffer.concat([randomBytes(RANDOM_BYTES), end])
  return Uint8Array.from(Buffer.concat([body, macOf(world, purpose, body)]))
}

/** Is it one of ours, for this purpose, and still open? */
export function isOpenChallenge(world: Signer, purpose: string, challenge: string, now: Date): boolean {
  const bytes = Buffer.from(challenge, 'base64url')
  const body = bytes.subarray(0, RANDOM_BYTES + END_BYTES)
  const mac = bytes.subarray(RANDOM_BYTES + END_BYTES)
  const wanted = macOf(world, purpose, body)
  if (body.length < RANDOM_BYTES + END_BYTES || mac.length !== wanted.length || !timingSafeEqual(mac, wanted)) return false
  return body.readUInt32BE(RANDOM_BYTES) * 1000 > now.getTime()
}

/** Writes an answered challenge down. False when it was answered before: of two at the same time one wins. */
export const takeChallenge = async (tx: Tx, challenge: string, now: Date): Promise<boolean> =>
  (await tx.write(sql`
    insert into answered_challenges (merchant_id, challenge_hash, expires_at)
    values (${tx.merchantId}, ${createHash('sha256').update(challenge).digest('base64url')}, ${new Date(now.getTime() + LIFE_S * 1000)})
    on conflict do nothing`)) === 1
