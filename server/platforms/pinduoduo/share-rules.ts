/** Sharing an amount among lines. Pure. */

/**
 * Shares of `totalFen` in proportion to `weights`, whole fen, adding up exactly: what rounding leaves goes to the largest rests, first
 * line first. Without any weight everything goes to the first line.
 */
export function shareFen(totalFen: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  if (sum === 0) return weights.map((_, place) => (place === 0 ? totalFen : 0))
  const total = BigInt(totalFen)
  const exact = weights.map((weight) => total * BigInt(weight))
  const shares = exact.map((each) => Number(each / BigInt(sum)))
  const rests = exact.map((each, place) => ({ place, rest: each % BigInt(sum) }))
  rests.sort((a, b) => (a.rest === b.rest ? a.place - b.place : a.rest > b.rest ? -1 : 1))
  const left = totalFen - shares.reduce((given, share) => given + share, 0)
  for (const { place } of rests.slice(0, left)) shares[place] = (shares[place] ?? 0) + 1
  return shares
}
