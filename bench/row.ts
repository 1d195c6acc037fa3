/** One measured figure with its floor from the same run. `ratio` is value ÷ floor; null where a floor makes no sense. */
export type Row = {
  name: string
  value: number
  unit: string
  floor: number | null
  ratio: number | null
  target: string
  pass: boolean
}
export type BenchOptions = { quick: boolean }
export type Bench = { name: string; run(options: BenchOptions): Promise<Row[]> }

export const median = (values: readonly number[]): number => percentile(values, 0.5)
/** Nearest rank on a sorted copy; share 0.95 = p95. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? Number.NaN
}
export const round = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)))
