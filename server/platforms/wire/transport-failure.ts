/** What a failed transport means for the caller, whichever platform was asked. */
import { PlatformFailure } from '#server/platforms/platform.ts'

/** Errors that arise before the first byte of a request leaves: names not found, no route, connection or TLS refused. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/** A transport failure: harmless when nothing was sent or the call may be repeated, otherwise its outcome is unknown. */
export function failureFromTransport(error: unknown, canRepeat: boolean): PlatformFailure {
  const { code, sentence } = rootCause(error)
  const kind = canRepeat || NEVER_SENT.has(code) ? 'retry' : 'unknown_outcome'
  return new PlatformFailure(kind, code, `The gateway could not be reached or did not answer: ${sentence}`)
}

/** An answer that is not the platform's: a proxy's error page, a cut body, a foreign address. */
export function failureFromForeignReply(httpStatus: number, canRepeat: boolean): PlatformFailure {
  const code = `http-${httpStatus}`
  if (httpStatus >= 400 && httpStatus < 500 && httpStatus !== 408 && httpStatus !== 429) {
    return new PlatformFailure('our_fault', code, `HTTP ${httpStatus}: this address is not the platform's gateway.`)
  }
  return new PlatformFailure(canRepeat ? 'retry' : 'unknown_outcome', code, `HTTP ${httpStatus} without a readable answer.`)
}

/** fetch wraps the reason in `cause`, and several tried addresses in an AggregateError. */
function rootCause(error: unknown): { code: string; sentence: string } {
  if (!(error instanceof Error)) return { code: 'unknown', sentence: String(error) }
  if (error.cause instanceof Error) return rootCause(error.cause)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return { code, sentence: error.message || code }
}
