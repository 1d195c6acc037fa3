/** The sandbox as Douyin, for one test file: started now, faults cleared after each test, stopped at the end. */
import { after, afterEach } from 'node:test'
import { type OpenShop, startBench } from '#server/platforms/testing/contract-bench.ts'
import { douyinUnderTest } from './douyin-bench.ts'

export async function sandboxShops() {
  const bench = await startBench(douyinUnderTest)
  afterEach(() => bench.sandbox.control.clearFaults())
  after(() => bench.stop())
  const { control } = bench.sandbox
  return {
    bench,
    control,
    openShop: bench.openShop,
    placeOne: ({ shopId }: OpenShop, wish: Parameters<typeof control.createOrders>[1] = {}) => {
      const [order] = control.createOrders(1, { lineCount: 1, ...wish, shopId })
      if (!order) throw new Error('no order was made')
      return order
    },
  }
}
