/** What Pinduoduo's error answers mean for the caller. */
import { type FailureKind, PlatformFailure } from '#server/platforms/platform.ts'

/** Platform side trouble: a reading is tried again, the outcome of anything else is unknown. */
type Meaning = FailureKind | 'platform_trouble'

/** Source: the platform's table of error codes. A code that is not listed is a refusal of what was asked. */
const MEANING_BY_CODE = new Map<number, Meaning>([
  [10000, 'our_fault'], // a parameter is wrong
  [10001, 'our_fault'], // a common parameter is wrong
  [10016, 'our_fault'], // client unknown
  [10017, 'our_fault'], // type unknown
  [10019, 'reauthorise'], // access token expired
  [20004, 'our_fault'], // signature
  [20005, 'our_fault'], // our address is not on the white list
  [20031, 'our_fault'], // the app may not use this type
  [20032, 'reauthorise'], // the token belongs to another app
  [20034, 'our_fault'], // the type is offline
  [21001, 'refused'], // business parameter
  [21002, 'refused'],
  [50000, 'platform_trouble'],
  [50001, 'platform_trouble'],
  [50002, 'platform_trouble'],
  [52001, 'platform_trouble'], // gateway
  [52002, 'platform_trouble'],
  [52004, 'our_fault'], // the body is too large
  [52101, 'wait'], // limit of calls
  [52102, 'wait'], // the type is served at a lower rate for now
  [52103, 'wait'],
  [70031, 'wait'], // too frequent
  // Forbidden, under risk control, or more than a test application may do: only people can change that.
  ...[70032, 70033, 70034, 70035, 70036].map((code) => [code, 'our_fault'] as const),
])
/** The limits count seconds up to a minute (30 000 in 60 s for an app), and no answer says when the next window opens. */
const UNNAMED_BAN_MS = 60_000

/** Maps `error_response`. `canRepeat`: as in the call it answers. */
export function failureFromPddError(error: Record<string, unknown>, nowMs: number, canRepeat: boolean): PlatformFailure {
  const code = Number(error.error_code)
  const platformCode = wordOf(error.sub_code) || wordOf(error.error_code)
  const message =
    [...new Set([wordOf(error.error_msg), wordOf(error.sub_msg)])].filter(Boolean).join(': ') || `Pinduoduo error ${platformCode}`
  const meaning = MEANING_BY_CODE.get(code) ?? 'refused'
  if (meaning === 'wait') {
    return new PlatformFailure('wait', platformCode, message, new Date(nowMs + UNNAMED_BAN_MS).toISOString())
  }
  if (meaning === 'platform_trouble') return new PlatformFailure(canRepeat ? 'retry' : 'unknown_outcome', platformCode, message)
  return new PlatformFailure(meaning, platformCode, message)
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
