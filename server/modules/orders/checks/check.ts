/** One automatic check: independent of the others, pure, and able to say why and what clears it. */
import type { CheckFinding, ReviewSettings } from '#contract/orders.ts'
import type { ReviewFacts } from '../order.ts'

export type CheckResult = CheckFinding['result']
type Params = CheckFinding['params']

export type Check = {
  code: string
  /** One character that the list shows. */
  flag: string
  /** A finding that appears after approval takes the approval back. */
  intercepts: boolean
  /** Not even a forced approval passes it. */
  isFinal: boolean
  reasonZh: string
  reasonEn: string
  clearsZh: string
  clearsEn: string
  /** Undefined when there is nothing to say. */
  find(facts: ReviewFacts, settings: ReviewSettings): { result: CheckResult; params: Params } | undefined
}

const filled = (sentence: string, params: Params): string =>
  sentence.includes('{') ? sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? '')) : sentence

export function findingOf(check: Check, result: CheckResult, params: Params): CheckFinding {
  return {
    code: check.code,
    result,
    flag: check.flag,
    params,
    reasonZh: filled(check.reasonZh, params),
    reasonEn: filled(check.reasonEn, params),
    clearsZh: filled(check.clearsZh, params),
    clearsEn: filled(check.clearsEn, params),
  }
}

/** Order numbers for a sentence, at most three of them. */
export function namesOf(numbers: readonly string[]): string {
  return numbers.length > 3 ? `${numbers.slice(0, 3).join(', ')} … (${numbers.length})` : numbers.join(', ')
}
