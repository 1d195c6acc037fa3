/** The benchmarks, in the order of README's table. */
import { intakeBench } from './intake.bench.ts'
import { labelsBench } from './labels.bench.ts'
import type { Bench } from './row.ts'

export const benches: readonly Bench[] = [
  { name: 'intake', run: intakeBench },
  { name: 'labels', run: labelsBench },
]
