/** Reading a shop's goods, and telling it our stock. */
import { exponentialBackoff, type JobContext, type JobHandler } from '#kernel/jobs.ts'
import { callPlatform } from '#modules/shops/public.ts'
import { PlatformFailure } from '#server/platforms/platform.ts'
import type { StockAnswer } from '#server/platforms/platform-services.ts'
import { noteProblem } from './operations/note-problem.ts'
import { type SettledNumber, settleStock } from './operations/settle-stock.ts'
import { startDuePushes } from './operations/start-due-pushes.ts'
import { storeShopGoods } from './operations/store-shop-goods.ts'
import { takeDueStock } from './operations/take-due-stock.ts'

const machine = {
  ...{ actor: 'listings', permissions: ['system.jobs'] as const, maxAttempts: 5, backoffMs: exponentialBackoff(1000, 60_000) },
}
const TROUBLE_MS = 60_000

export const startDuePushesJob: JobHandler = {
  ...machine,
  kind: 'listings.startDuePushes',
  maxAttempts: 1,
  run: async (_payload, context) => void (await context.call(startDuePushes, {})),
}

export const readShopGoodsJob: JobHandler = {
  ...machine,
  kind: 'listings.readShopGoods',
  run: (payload, context) => withProblem(context, String(payload.shopId), readGoods),
}

export const pushStockJob: JobHandler = {
  ...machine,
  kind: 'listings.pushStock',
  run: (payload, context) => withProblem(context, String(payload.shopId), pushStock),
}

async function readGoods(context: JobContext, shopId: string): Promise<void> {
  const startedAt = context.world.now().toISOString()
  for (let cursor: string | null = ''; cursor !== null && !context.signal.aborted; ) {
    const at: string = cursor
    const page = await callPlatform(context, shopId, async (connection, { services }) => services.products?.(connection, at))
    if (!page) return
    cursor = page.next === '' ? null : page.next
    await context.call(storeShopGoods, { shopId, products: page.rows, startedAt, isLast: cursor === null })
  }
}

/** The number is read in the moment before it is told: what changed meanwhile goes with the next round. */
async function pushStock(context: JobContext, shopId: string): Promise<void> {
  while (!context.signal.aborted) {
    const { rows } = await context.call(takeDueStock, { shopId })
    if (rows.length === 0) return
    const wishes = rows.map(({ platformItemId, platformSkuId, wanted, failedCount }) => ({
      ...{ platformItemId, platformSkuId, quantity: wanted, failedCount },
      key: `${context.jobId}-${platformItemId}-${platformSkuId}-${wanted}`,
    }))
    const answers = await callPlatform(
      context,
      shopId,
      async (connection, { services }) => services.stock?.(connection, wishes) ?? [],
    )
    await context.call(settleStock, { shopId, numbers: wishes.map((wish, place) => settledAs(wish, answers[place])) })
  }
}

const settledAs = (
  { platformItemId, platformSkuId, quantity, failedCount }: Omit<SettledNumber, 'problem'>,
  answer: StockAnswer | undefined,
): SettledNumber => ({
  ...{ platformItemId, platformSkuId, quantity, failedCount },
  problem: answer === undefined ? 'no answer' : answer.outcome === 'set' ? '' : answer.message,
})

/** The platform's troubles stand with the shop and the next round tries again; other errors are the job's own. */
async function withProblem(
  context: JobContext,
  shopId: string,
  work: (context: JobContext, shopId: string) => Promise<void>,
): Promise<void> {
  try {
    await work(context, shopId)
  } catch (error) {
    if (!(error instanceof PlatformFailure)) throw error
    const waitUntil = error.retryAt ?? new Date(context.world.now().getTime() + TROUBLE_MS).toISOString()
    await context.call(noteProblem, { shopId, problem: error.message, waitUntil })
  }
}
