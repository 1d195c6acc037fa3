/** The browser's passkeys. The library is loaded when the first one is wanted. */
import type { InputOf, OutputOf } from './api.ts'
import { call } from './api.ts'

type Options = OutputOf<'team.startPasskey'>
export type PasskeyAnswer = NonNullable<InputOf<'team.signInWithPasskey'>['passkey']>

/** Browsers refuse passkeys on a page opened by an address instead of a name. */
export const arePasskeysPossible = (): boolean =>
  'PublicKeyCredential' in window && !/^[\d.]+$/.test(window.location.hostname) && !window.location.hostname.startsWith('[')

async function answer({ options }: Options): Promise<PasskeyAnswer> {
  const { startAuthentication } = await import('@simplewebauthn/browser')
  return (await startAuthentication({ optionsJSON: options as never })) as unknown as PasskeyAnswer
}

/** Asks for any passkey of this site, or with a challenge for one of that account. */
export const passkeyForSignIn = async (challenge?: string): Promise<PasskeyAnswer> =>
  answer(await call('team.startPasskeySignIn', challenge === undefined ? {} : { challenge }))

export const passkeyForCheck = async (purpose: 'stepUp' | 'unlock'): Promise<PasskeyAnswer> =>
  answer(await call('team.startPasskeyCheck', { purpose }))

/** Makes a new one on this device. */
export async function makePasskey(): Promise<InputOf<'team.addPasskey'>['answer']> {
  const { options } = await call('team.startPasskey', {})
  const { startRegistration } = await import('@simplewebauthn/browser')
  return (await startRegistration({ optionsJSON: options as never })) as unknown as InputOf<'team.addPasskey'>['answer']
}

/** The person closed the browser's own dialogue, or let it wait too long: nothing to be told. */
export const wasCalledOff = (error: unknown): boolean => {
  const names = [error, (error as { cause?: unknown })?.cause].map((each) => (each instanceof Error ? each.name : ''))
  return names.some((name) => name === 'NotAllowedError' || name === 'AbortError')
}
