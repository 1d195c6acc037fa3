/** What the `errcode` of an answer means for the caller. */
import { type FailureKind, PlatformFailure } from '#server/platforms/platform.ts'
import { nextBeijingMidnight } from '#server/platforms/wire/beijing-time.ts'
import type { WireObject } from '#server/platforms/wire/wire-json.ts'

/** The system is busy: whether it did anything is not said. */
const BUSY = -1
const DAILY_QUOTA = 45009
const TOO_FREQUENT = 45011
/** A frequency limit names no end; minutes are counted anew each minute. */
const FREQUENCY_BAN_MS = 60_000

const KIND_BY_CODE = new Map<number, FailureKind>([
  [40001, 'reauthorise'], // token invalid, or issued for another secret
  [40014, 'reauthorise'], // token malformed
  [42001, 'reauthorise'], // token expired
  // The list was begun with other conditions or its cursor has lapsed: it is read from its start again.
  [606006, 'retry'],
  ...[40097, 41001, 43001, 43002, 44002, 47001].map((code) => [code, 'our_fault'] as const),
])

/** What the shop's owner can do about a refusal, in both languages: it is shown beside the shop as it is. */
const ADVICE = new Map<number, string>([
  [
    40164,
    '请在微信小店后台“开放平台”把本服务器的 IP 加入白名单。 Add the address of this server to the IP list in the WeChat Store console.',
  ],
  [48001, '请在微信小店后台为该应用开通此接口权限。 Grant this interface to the application in the WeChat Store console.'],
])

export function failureFromWechat(reply: WireObject, canRepeat: boolean, nowMs: number): PlatformFailure {
  const code = Number(reply.errcode)
  // A courier's own words come beside the platform's.
  const words = [reply.errmsg, reply.delivery_error_msg].filter((word): word is string => typeof word === 'string')
  const said = [...words, ADVICE.get(code) ?? ''].filter(Boolean).join(' ')
  const message = said || `WeChat Store error ${code}`
  const wait = waitUntilMs(code, nowMs)
  if (wait !== null) return new PlatformFailure('wait', String(code), message, new Date(wait).toISOString())
  if (code === BUSY) return new PlatformFailure(canRepeat ? 'retry' : 'unknown_outcome', String(code), message)
  return new PlatformFailure(KIND_BY_CODE.get(code) ?? 'refused', String(code), message)
}

function waitUntilMs(code: number, nowMs: number): number | null {
  if (code === DAILY_QUOTA) return nextBeijingMidnight(nowMs)
  return code === TOO_FREQUENT ? nowMs + FREQUENCY_BAN_MS : null
}

/** An address that is not on the shop's list is turned away before the platform speaks: HTTP 403 without an errcode. */
export const addressNotAllowed = (): PlatformFailure =>
  new PlatformFailure('our_fault', 'http-403', `HTTP 403. ${ADVICE.get(40164)}`)
