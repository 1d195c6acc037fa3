/** The benchmarks, in the order of README's table. */
import { labelsBench } from './labels.bench.ts'
import type { Bench } from './row.ts'

export const benches: readonly Bench[] = [{ name: 'labels', run: labelsBench }]
