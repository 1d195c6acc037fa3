import type { GrantView } from './draft.ts'

/** Why a grant does not hold by its time; undefined when it does. */
export function untimely({ from, until }: Pick<GrantView, 'from' | 'until'>, now = Date.now()): 'notYet' | 'over' | undefined {
  if (from !== null && Date.parse(from) > now) return 'notYet'
  if (until !== null && Date.parse(until) <= now) return 'over'
  return undefined
}
