import { hash, verify } from '@node-rs/argon2'

/** argon2id with 19 MiB and two passes (OWASP's minimum). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), COST)
export const verifyPassword = (stored: string, password: string): Promise<boolean> => verify(stored, password.normalize('NFC'))

/** Verified when a login does not exist, so that answer times do not tell which logins do. */
const decoy = hashPassword('no account has this password')
export async function verifyDecoy(password: string): Promise<false> {
  await verifyPassword(await decoy, password)
  return false
}
