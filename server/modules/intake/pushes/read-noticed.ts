/** Reading the orders of a shop that a platform told of. What is told is only a trigger; the regular reading is what loses nothing. */
import type { JobContext } from '#kernel/jobs.ts'
import { readOrders } from '#modules/intake/read-orders.ts'
import { listOpenNotices } from './operations/list-open-notices.ts'
import { settleNotices } from './operations/settle-notices.ts'

const NOTICES_AT_ONCE = 200

/** Until nothing is left. What could not be read stays, and the next round of regular readings has it tried again. */
export async function readNoticed(context: JobContext, shopId: string): Promise<void> {
  while (!context.signal.aborted) {
    const { notices } = await context.call(listOpenNotices, { shopId, limit: NOTICES_AT_ONCE })
    if (notices.length === 0) return
    const orderIds = notices.map(({ platformOrderId }) => platformOrderId)
    if (!(await readOrders(context, shopId, orderIds))) return
    await context.call(settleNotices, { shopId, noticeIds: notices.map(({ noticeId }) => noticeId) })
    if (notices.length < NOTICES_AT_ONCE) return
  }
}
