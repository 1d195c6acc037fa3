/** The life of an account as data: invited → active ⇄ frozen (by a person) / penalty-frozen (by a rule) → left. Nobody comes back from `left`. */
import type { AccountState } from './account.ts'

export type StateAct = 'accept' | 'freeze' | 'penaltyFreeze' | 'unfreeze' | 'remove'
const transitions: Record<StateAct, { from: readonly AccountState[]; to: AccountState }> = {
  accept: { from: ['invited'], to: 'active' },
  freeze: { from: ['active'], to: 'frozen' },
  penaltyFreeze: { from: ['active', 'frozen'], to: 'penalty_frozen' },
  unfreeze: { from: ['frozen', 'penalty_frozen'], to: 'active' },
  remove: { from: ['invited', 'active', 'frozen', 'penalty_frozen'], to: 'left' },
}
export const targetOf = (act: StateAct): AccountState => transitions[act].to
/** undefined when the act is not possible in this state. */
export const nextState = (state: AccountState, act: StateAct): AccountState | undefined =>
  transitions[act].from.includes(state) ? transitions[act].to : undefined
