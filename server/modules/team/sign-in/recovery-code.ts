/** Codes for the day the telephone is lost. 50 bits each, so a keyed hash is enough: nobody guesses one, and a stolen dump holds none. */
import { randomInt } from 'node:crypto'
import type { MerchantId } from '#kernel/ids.ts'
import type { Vault } from '#kernel/vault.ts'

const RECOVERY_CODES = 10
/** Nothing that is read as something else. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

const five = (): string => Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
export const newRecoveryCodes = (): string[] => Array.from({ length: RECOVERY_CODES }, () => `${five()}-${five()}`)

export const recoveryHash = (vault: Vault, merchant: MerchantId, accountId: string, code: string): string =>
  vault.mac(`recovery:${merchant}:${accountId}`, code.toLowerCase().replace(/[^a-z0-9]/g, ''))
