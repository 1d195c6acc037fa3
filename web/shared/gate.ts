/**
 * Some refusals end with an act of the person: a sensitive call wants to be confirmed, a locked session to be unlocked. Such a call waits
 * at its gate and is then sent again by itself; all that wait at one gate share one dialogue.
 */
export type Gate = 'stepUpRequired' | 'sessionLocked'
/** Resolves true when the way is free, false when the person turned back. */
type Keeper = () => Promise<boolean>

const keepers = new Map<Gate, Keeper>()
const passing = new Map<Gate, Promise<boolean>>()

export const isGated = (code: string): code is Gate => code === 'stepUpRequired' || code === 'sessionLocked'

/** Where a refusal can be got past: a spent budget opens a little further for who confirms to be himself. */
export const gateOf = (code: string): Gate | undefined =>
  isGated(code) ? code : code === 'budgetSpent' ? 'stepUpRequired' : undefined

export function keepGate(gate: Gate, keeper: Keeper): () => void {
  keepers.set(gate, keeper)
  return () => void (keepers.get(gate) === keeper && keepers.delete(gate))
}

export function passGate(gate: Gate): Promise<boolean> {
  const known = passing.get(gate)
  if (known) return known
  const keeper = keepers.get(gate)
  if (!keeper) return Promise.resolve(false)
  const way = keeper().finally(() => passing.delete(gate))
  passing.set(gate, way)
  return way
}
