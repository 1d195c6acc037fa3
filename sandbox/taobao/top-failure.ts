/** Failures in the gateway's own words; codes from the platform's published error table. */
export type TopFailure = { failure: true; code: number; msg: string; subCode: string; subMsg: string }
/** The inside of `…_response`, without `request_id`: JSON members as text. */
export type TopAnswer = string

const MESSAGES: Record<number, string> = {
  7: 'App Call Limited',
  9: 'Http Action Not Allowed',
  15: 'Remote service error',
  21: 'Missing Method',
  22: 'Invalid Method',
  23: 'Invalid Format',
  24: 'Missing Signature',
  25: 'Invalid signature',
  26: 'Missing Session',
  27: 'Invalid session',
  28: 'Missing App Key',
  29: 'Invalid App Key',
  30: 'Missing Timestamp',
  31: 'Invalid Timestamp',
  32: 'Missing Version',
  33: 'Invalid Version',
  40: 'Missing required arguments',
  41: 'Invalid arguments',
}

export function fail(code: number, subCode = '', subMsg = '', msg = MESSAGES[code] ?? 'Remote service error'): TopFailure {
  return { failure: true, code, msg, subCode, subMsg }
}
export const missing = (name: string) => fail(40, `isv.missing-parameter:${name}`, `缺少必选参数: ${name}`)
export const invalid = (name: string, why: string) => fail(41, `isv.invalid-parameter:${name}`, why)

export function isFailure(outcome: TopAnswer | TopFailure): outcome is TopFailure {
  return typeof outcome === 'object'
}

export function failureJson(failure: TopFailure, requestId: string): string {
  const { code, msg, subCode, subMsg } = failure
  const details = subCode === '' ? {} : { sub_code: subCode, sub_msg: subMsg }
  return JSON.stringify({ error_response: { code, msg, ...details, request_id: requestId } })
}
