/** What an IPP status or a broken connection means for the caller. */
import { PrinterFailure, type PrinterFailureKind } from '#server/printers/printer.ts'

const STATUS_WORDS = new Map<number, { word: string; kind: PrinterFailureKind }>([
  [0x0400, { word: 'client-error-bad-request', kind: 'refused' }],
  [0x0401, { word: 'client-error-forbidden', kind: 'refused' }],
  [0x0403, { word: 'client-error-not-authorized', kind: 'refused' }],
  [0x0404, { word: 'client-error-not-possible', kind: 'refused' }],
  [0x0406, { word: 'client-error-not-found', kind: 'refused' }],
  [0x0408, { word: 'client-error-request-entity-too-large', kind: 'refused' }],
  [0x040a, { word: 'client-error-document-format-not-supported', kind: 'refused' }],
  [0x040b, { word: 'client-error-attributes-or-values-not-supported', kind: 'refused' }],
  [0x0500, { word: 'server-error-internal-error', kind: 'retry' }],
  [0x0501, { word: 'server-error-operation-not-supported', kind: 'refused' }],
  [0x0502, { word: 'server-error-service-unavailable', kind: 'retry' }],
  [0x0503, { word: 'server-error-version-not-supported', kind: 'refused' }],
  [0x0504, { word: 'server-error-device-error', kind: 'retry' }],
  [0x0505, { word: 'server-error-temporary-error', kind: 'retry' }],
  [0x0506, { word: 'server-error-not-accepting-jobs', kind: 'retry' }],
  [0x0507, { word: 'server-error-busy', kind: 'busy' }],
  [0x0508, { word: 'server-error-job-canceled', kind: 'refused' }],
])

/** 0x0000–0x00ff are successes, some with remarks. */
export const isIppSuccess = (status: number): boolean => status < 0x0100

export function failureFromIppStatus(status: number, statusMessage: string): PrinterFailure {
  const known = STATUS_WORDS.get(status)
  const code = known?.word ?? `0x${status.toString(16).padStart(4, '0')}`
  const kind = known?.kind ?? (status >= 0x0500 ? 'retry' : 'refused')
  return new PrinterFailure(kind, code, statusMessage || `The printer answered ${code}.`)
}

/** An HTTP answer without IPP in it: a wrong path, a login page, a proxy. */
export function failureFromHttp(httpStatus: number, mayHavePrinted: boolean): PrinterFailure {
  const sentence = `HTTP ${httpStatus} without an IPP answer.`
  if (httpStatus >= 500 || httpStatus < 400)
    return new PrinterFailure(mayHavePrinted ? 'unknown_outcome' : 'retry', `http-${httpStatus}`, sentence)
  return new PrinterFailure('refused', `http-${httpStatus}`, sentence)
}

/** Errors that arise before anything was sent. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])

export function failureFromTransport(error: unknown, mayHavePrinted: boolean): PrinterFailure {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code = cause instanceof Error ? ('code' in cause && typeof cause.code === 'string' ? cause.code : cause.name) : 'unknown'
  const sentence = cause instanceof Error && cause.message ? cause.message : code
  // fetch keeps away from ports of other protocols, such as 515 for LPD.
  if (sentence === 'bad port') return new PrinterFailure('refused', 'bad-address', 'This port is not one that IPP printers use.')
  const kind = mayHavePrinted && !NEVER_SENT.has(code) ? 'unknown_outcome' : 'retry'
  return new PrinterFailure(kind, code, `The printer could not be reached or did not answer: ${sentence}`)
}
