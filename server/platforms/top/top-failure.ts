/** What TOP's error answers mean for the caller. */
import { type FailureKind, PlatformFailure } from '#server/platforms/platform.ts'
import { nextBeijingMidnight } from '#server/platforms/wire/beijing-time.ts'

/** The gateway's own codes; everything else is judged by its sub_code. */
const KIND_BY_CODE = new Map<number, FailureKind>([
  [3, 'retry'], // upload failed
  [10, 'retry'], // service unavailable
  [26, 'reauthorise'], // session missing
  [27, 'reauthorise'], // session invalid or expired
  [42, 'reauthorise'], // the session was granted too little
  [44, 'reauthorise'], // access token invalid
  [53, 'reauthorise'], // security level of the session has lapsed
  ...[9, 11, 13, 21, 22, 23, 24, 25, 28, 29, 30, 31, 32, 33, 34, 40, 41, 43, 47].map((code) => [code, 'our_fault'] as const),
])
const CALL_LIMITED = 7
const DAILY_QUOTA = 'accesscontrol.limited-by-app-access-count'
/** Waiting time when a limit names none. */
const UNNAMED_BAN_MS = 60_000

/** Maps `error_response`; `nowMs` is the moment from which "N more seconds" and the next quota day count. */
export function failureFromTopError(error: Record<string, unknown>, nowMs: number): PlatformFailure {
  const code = Number(error.code)
  const subCode = wordOf(error.sub_code)
  const platformCode = subCode || wordOf(error.code)
  const message = [wordOf(error.msg), wordOf(error.sub_msg)].filter(Boolean).join(': ') || `TOP error ${platformCode}`
  if (code === CALL_LIMITED) {
    return new PlatformFailure('wait', platformCode, message, new Date(retryAtMs(subCode, message, nowMs)).toISOString())
  }
  return new PlatformFailure(KIND_BY_CODE.get(code) ?? kindOfSubCode(subCode), platformCode, message)
}

/** `isp.` = the platform's side failed; `isv.` and everything unnamed = it understood and refused. */
function kindOfSubCode(subCode: string): FailureKind {
  return subCode.startsWith('isp.') ? 'retry' : 'refused'
}

function retryAtMs(subCode: string, message: string, nowMs: number): number {
  const banSeconds = /(\d+)\s+more\s+seconds?/i.exec(message)?.[1]
  if (banSeconds !== undefined) return nowMs + (Number(banSeconds) + 1) * 1000
  return subCode === DAILY_QUOTA ? nextBeijingMidnight(nowMs) : nowMs + UNNAMED_BAN_MS
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
