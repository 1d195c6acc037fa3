/**
 * Passkeys (WebAuthn). They are bound to the host name of our pages, are always asked to verify the person (finger, face, PIN), so one
 * alone is as good as a password and a code, and lie on the device as discoverable ones: signing in needs no login to be typed.
 */
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { parse, stringify } from 'uuid'
import { errors } from '#contract/errors.ts'
import type { PasskeyAnswer, PasskeyRegistration } from '#contract/sign-in.ts'
import type { Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { type MerchantId, merchantId } from '#kernel/ids.ts'
import type { OutsideWorld } from '#kernel/outside.ts'
import { isOpenChallenge, newChallenge, takeChallenge } from './passkey-challenge.ts'
import { insertPasskey, lockPasskey, notePasskeyUse, type PasskeyRow } from './passkey-store.ts'

type Place = { world: OutsideWorld; site: string; now: Date }
const RP_NAME = '掌柜 Zhanggui'

/** A relying party is a host name; browsers refuse an address. */
export function isPossibleSite(site: string): boolean {
  const host = URL.canParse(site) ? new URL(site).hostname : ''
  return host !== '' && !host.startsWith('[') && !/^[\d.]+$/.test(host)
}
/** Throws passkeyUnavailable. */
const hostOf = (site: string): string =>
  isPossibleSite(site) ? new URL(site).hostname : fail(errors.passkeyUnavailable, { site: site || '–' })

/** Merchant and account as the authenticator keeps them; they come back with each sign-in. */
function userHandle(merchant: MerchantId, accountId: string): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.alloc(24)
  bytes.writeBigUInt64BE(BigInt(merchant))
  bytes.set(parse(accountId), 8)
  return Uint8Array.from(bytes)
}
export function readUserHandle(text: string | undefined): { merchant: MerchantId; accountId: string } | undefined {
  const bytes = Buffer.from(text ?? '', 'base64url')
  if (bytes.length !== 24) return undefined
  const merchant = bytes.readBigUInt64BE()
  if (merchant >= 10n ** 18n) return undefined
  try {
    return { merchant: merchantId(String(merchant)), accountId: stringify(bytes.subarray(8)) }
  } catch {
    return undefined
  }
}

type Person = { accountId: string; login: string; name: string }
export function registrationOptions(
  { world, site, now }: Place,
  merchant: MerchantId,
  person: Person,
  existing: readonly PasskeyRow[],
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return generateRegistrationOptions({
    rpName: RP_NAME,
    rpID: hostOf(site),
    userID: userHandle(merchant, person.accountId),
    userName: person.login,
    userDisplayName: person.name,
    challenge: newChallenge(world, `register:${person.accountId}`, now),
    attestationType: 'none',
    excludeCredentials: existing.map((key) => ({ id: key.passkey_id, transports: key.transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** Stores a new passkey of this account. Throws passkeyRefused, passkeyUnavailable. */
export async function registerPasskey(
  tx: Tx,
  { world, site, now }: Place,
  accountId: string,
  given: { answer: PasskeyRegistration; name: string },
): Promise<void> {
  const host = hostOf(site)
  const { answer, name } = given
  const verified = await verifyRegistrationResponse({
    response: answer as unknown as RegistrationResponseJSON,
    expectedChallenge: (challenge) => isOpenChallenge(world, `register:${accountId}`, challenge, now),
    expectedOrigin: site,
    expectedRPID: host,
    requireUserVerification: true,
  }).catch(() => undefined)
  if (!verified?.verified || !(await takeChallenge(tx, challengeIn(answer.response.clientDataJSON), now)))
    return fail(errors.passkeyRefused)
  const { credential, credentialBackedUp } = verified.registrationInfo
  const isNew = await insertPasskey(
    tx,
    {
      passkey_id: credential.id,
      account_id: accountId,
      public_key: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: (credential.transports ?? []).slice(0, 10),
      name,
      is_backed_up: credentialBackedUp,
    },
    now,
  )
  if (!isNew) fail(errors.passkeyRefused)
}

/** `existing` empty = any passkey of this site that the device holds. */
export function checkOptions(
  { world, site, now }: Place,
  purpose: string,
  existing: readonly PasskeyRow[],
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: hostOf(site),
    challenge: newChallenge(world, purpose, now),
    userVerification: 'required',
    ...(existing.length > 0 && {
      allowCredentials: existing.map((key) => ({ id: key.passkey_id, transports: key.transports })),
    }),
  })
}

/** Whose passkey answered; undefined when the answer is not good: foreign, late, given before, or from a copied authenticator (counter). */
export async function passkeyHolder(
  tx: Tx,
  { world, site, now }: Place,
  purpose: string,
  answer: PasskeyAnswer,
): Promise<string | undefined> {
  const key = await lockPasskey(tx, answer.id)
  if (!key) return undefined
  const verified = await verifyAuthenticationResponse({
    response: answer as unknown as AuthenticationResponseJSON,
    expectedChallenge: (challenge) => isOpenChallenge(world, purpose, challenge, now),
    expectedOrigin: site,
    expectedRPID: hostOf(site),
    credential: {
      id: key.passkey_id,
      publicKey: Uint8Array.from(key.public_key),
      counter: Number(key.counter),
      transports: key.transports,
    },
    requireUserVerification: true,
  }).catch(() => undefined)
  if (!verified?.verified || !(await takeChallenge(tx, challengeIn(answer.response.clientDataJSON), now))) return undefined
  await notePasskeyUse(tx, key.passkey_id, verified.authenticationInfo.newCounter, now)
  return key.account_id
}

/** Read only after the whole answer was verified. */
const challengeIn = (clientDataJSON: string): string =>
  (JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8')) as { challenge: string }).challenge
