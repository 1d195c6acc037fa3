/** The benchmarks, in the order of README's table. */
import { accessBench } from './access.bench.ts'
import { claimBench } from './claim.bench.ts'
import { courierBench } from './courier.bench.ts'
import { firstPageBench } from './first-page.bench.ts'
import { importBench } from './import.bench.ts'
import { intakeBench } from './intake.bench.ts'
import { labelsBench } from './labels.bench.ts'
import { listFilterBench } from './list-filter.bench.ts'
import { listsBench } from './lists.bench.ts'
import { logBench } from './log.bench.ts'
import { peopleBench } from './people.bench.ts'
import { platformIntakeBench } from './platform-intake.bench.ts'
import { pushBench } from './push.bench.ts'
import type { Bench } from './row.ts'
import { approveBench, shipBench, waybillBench } from './stations.bench.ts'
import { stockPushBench } from './stock-push.bench.ts'

export const benches: readonly Bench[] = [
  { name: 'intake', run: intakeBench },
  { name: 'platform-intake', run: platformIntakeBench },
  { name: 'push', run: pushBench },
  { name: 'stock-push', run: stockPushBench },
  { name: 'import', run: importBench },
  { name: 'claim', run: claimBench },
  { name: 'approve', run: approveBench },
  { name: 'waybill', run: waybillBench },
  { name: 'courier', run: courierBench },
  { name: 'ship', run: shipBench },
  { name: 'first-page', run: firstPageBench },
  { name: 'people', run: peopleBench },
  { name: 'labels', run: labelsBench },
  { name: 'access', run: accessBench },
  { name: 'lists', run: listsBench },
  { name: 'log', run: logBench },
  { name: 'list-filter', run: listFilterBench },
]
