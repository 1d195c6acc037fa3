import { hash, verify } from '@node-rs/argon2'

/** argon2id with 19 MiB and two passes (OWASP's minimum). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), COST)
/** Some accounts have no password (invited people, agents): it takes as long to say no to them. */
export const verifyPassword = (stored: string, password: string): Promise<boolean> =>
  stored.startsWith('$argon2') ? verify(stored, password.normalize('NFC')) : verifyDecoy(password)

/** Verified when a login does not exist, so that answer times do not tell which logins do. */
const decoy = hashPassword('no account has this password')
export async function verifyDecoy(password: string): Promise<false> {
  await verify(await decoy, password.normalize('NFC'))
  return false
}
