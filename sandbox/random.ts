/** Random numbers that repeat for the same seed, so that a failing run can be played again. */
export type Random = {
  /** A number in [0, 1). */
  next(): number
  /** A whole number in [0, limit). */
  below(limit: number): number
  pick<T>(choices: readonly T[]): T
  digits(count: number): string
}

/** The mulberry32 generator: small, fast and good enough for test worlds. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    pick<T>(choices: readonly T[]): T {
      const choice = choices[below(choices.length)]
      if (choice === undefined) throw new Error('Cannot pick from an empty list')
      return choice
    },
    digits: (count) => Array.from({ length: count }, () => below(10)).join(''),
  }
}
