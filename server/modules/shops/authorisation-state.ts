/** The `state` that travels to the platform and back: which request it belongs to, until when, and our signature over both. */
import { timingSafeEqual } from 'node:crypto'
import type { Vault } from '#kernel/vault.ts'

export const AUTHORISATION_MINUTES = 10

export type AuthorisationClaim = { merchantId: string; accountId: string; shopId: string; requestId: string; expiresAt: string }

const signatureOf = (vault: Vault, claim: AuthorisationClaim): string =>
  vault.mac(
    'shop-authorisation',
    JSON.stringify([claim.merchantId, claim.accountId, claim.shopId, claim.requestId, claim.expiresAt]),
  )

export const stateOf = (vault: Vault, claim: AuthorisationClaim): string => `${claim.requestId}.${signatureOf(vault, claim)}`

/** The request a state names, to be checked with `isGenuine`; null when it cannot be one of ours. */
export function requestIdOf(state: string): string | null {
  const requestId = state.split('.')[0] ?? ''
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(requestId) ? requestId : null
}

export function isGenuine(vault: Vault, state: string, claim: AuthorisationClaim): boolean {
  const expected = Buffer.from(stateOf(vault, claim))
  const given = Buffer.from(state)
  return expected.length === given.length && timingSafeEqual(expected, given)
}
