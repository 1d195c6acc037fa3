/** What Douyin's error answers mean for the caller. The sub_code decides; the code only where there is none to go by. */
import { ruleValue } from '#kernel/rule-packs.ts'
import { type FailureKind, PlatformFailure } from '#server/platforms/platform.ts'
import type { WireObject } from '#server/platforms/wire/wire-json.ts'

const KIND_BY_SUB_CODE = new Map<string, FailureKind>([
  ['isv.access-token-expired', 'reauthorise'],
  ['isv.access-token-no-existed', 'reauthorise'],
  ['isv.access-token-invalid', 'reauthorise'],
  ['isv.access-token-missing', 'reauthorise'],
  ['dop.authorization-no-existed', 'reauthorise'],
  ['dop.authorization-closed', 'reauthorise'],
  ['dop.token-generate-failed:code-expired', 'reauthorise'],
  ['dop.token-generate-failed:token-expired', 'reauthorise'],
  ['dop.token-generate-failed:token-invalid', 'reauthorise'],
  ['dop.token-generate-failed:app-secret-invalid', 'our_fault'],
  ['dop.app-forbidden', 'our_fault'],
  ['isv.app-permissions-insufficient', 'our_fault'],
  // Both say "try again later" in the platform's own list of answers.
  ['isv.business-failed:8888', 'retry'],
  ['isv.business-failed:2010401', 'retry'],
])
const KIND_BY_CODE = new Map<number, FailureKind>([
  [20000, 'retry'], // service unavailable
  [20001, 'retry'], // timeout
  [30001, 'our_fault'], // the app may not call this
  [30002, 'our_fault'], // our address is not on the app's list
  [40001, 'our_fault'], // parameter missing, signature and token among them
  [40002, 'our_fault'],
  [40003, 'our_fault'], // parameter invalid
  [70000, 'our_fault'], // the method has been taken away
])
const RATE_LIMITED = 60000
const TIMED_OUT = 20001
const OK = 10000
const PARTLY_OK = 10001

/** What the platform counts as done. In a partial success each row says how it fared. */
export const isDouyinSuccess = (reply: WireObject): boolean => {
  const code = codeOf(reply)
  return code === OK || code === PARTLY_OK || (reply.code === undefined && code === 0)
}

/** `canRepeat` false: of a call that timed out inside the platform nobody knows whether it was carried out. */
export function failureFromDouyinError(reply: WireObject, canRepeat: boolean, nowMs: number): PlatformFailure {
  const code = codeOf(reply)
  const subCode = wordOf(reply.sub_code)
  const platformCode = subCode || String(code)
  const sentence = [wordOf(reply.msg) || wordOf(reply.message), wordOf(reply.sub_msg)].filter(Boolean).join(': ')
  const message = sentence || `Douyin error ${platformCode}`
  if (code === RATE_LIMITED) {
    const pauseMs = ruleValue('douyin', 'limitPause', 'seconds') * 1000
    return new PlatformFailure('wait', platformCode, message, new Date(nowMs + pauseMs).toISOString())
  }
  if (code === TIMED_OUT && !canRepeat) return new PlatformFailure('unknown_outcome', platformCode, message)
  return new PlatformFailure(kindOf(subCode, code), platformCode, message)
}

/** `isp.` = the platform's side failed; what no table names was understood and refused. */
function kindOf(subCode: string, code: number): FailureKind {
  return KIND_BY_SUB_CODE.get(subCode) ?? (subCode.startsWith('isp.') ? 'retry' : (KIND_BY_CODE.get(code) ?? 'refused'))
}

/** Old methods answer with `err_no` and `message` in place of `code` and `msg`. */
const codeOf = (reply: WireObject): number => Number(reply.code ?? reply.err_no)

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
