/** Stock of the goods on sale, always the whole number. */
import { inParallel } from '#kernel/in-parallel.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import type { StockAnswer, StockWish } from '#server/platforms/platform-services.ts'
import { callTop } from '#server/platforms/top/top-call.ts'

const MOST_SKUS = ruleValue('taobao', 'skusPerStockCall', 'SKUs')
const FULL = '1'
const CALLS_AT_ONCE = 8

/**
 * The variants of one item go together. A call with one wrong variant is refused as a whole: its variants are then sent one by one, so
 * that only the wrong one is refused. Of several wishes for the same variant the last one counts.
 */
export async function stockTaobaoItems(connection: Connection, wishes: StockWish[]): Promise<StockAnswer[]> {
  const set = await inParallel(callsFor(wishes), CALLS_AT_ONCE, (call) => setTogether(connection, call))
  const answers = new Map(set.flatMap((answered) => [...answered]))
  return wishes.map((wish) => answers.get(keyOf(wish)) ?? refusal(wish, 'not sent'))
}

/** In the order of the wishes, as far as one item's variants do not belong together: the caller puts the urgent ones first. */
function callsFor(wishes: StockWish[]): StockWish[][] {
  const last = new Map(wishes.map((wish) => [keyOf(wish), wish]))
  return [...Map.groupBy(last.values(), ({ platformItemId }) => platformItemId).values()].flatMap((ofItem) => {
    const variants = ofItem.filter(({ platformSkuId }) => platformSkuId !== '')
    const calls = ofItem.filter(({ platformSkuId }) => platformSkuId === '').map((wish) => [wish])
    for (let start = 0; start < variants.length; start += MOST_SKUS) calls.push(variants.slice(start, start + MOST_SKUS))
    return calls
  })
}

const keyOf = ({ platformItemId, platformSkuId }: StockWish): string => `${platformItemId}/${platformSkuId}`
const done = ({ platformSkuId }: StockWish): StockAnswer => ({ platformSkuId, outcome: 'set' })
const refusal = ({ platformSkuId }: StockWish, message: string): StockAnswer => ({ platformSkuId, outcome: 'refused', message })

async function setTogether(connection: Connection, wishes: StockWish[]): Promise<Map<string, StockAnswer>> {
  const [only] = wishes
  if (only?.platformSkuId === '') return new Map([[keyOf(only), await setOne(connection, only)]])
  try {
    await callTop(connection, {
      method: 'taobao.skus.quantity.update',
      params: {
        num_iid: only?.platformItemId ?? '',
        skuid_quantities: wishes.map(({ platformSkuId, quantity }) => `${platformSkuId}:${quantity}`).join(';'),
        type: FULL,
      },
      canRepeat: true,
    })
    return new Map(wishes.map((wish) => [keyOf(wish), done(wish)]))
  } catch (error) {
    if (!isAboutTheGoods(error)) throw error
    const answers = new Map<string, StockAnswer>()
    for (const wish of wishes) answers.set(keyOf(wish), await setOne(connection, wish))
    return answers
  }
}

async function setOne(connection: Connection, wish: StockWish): Promise<StockAnswer> {
  try {
    await callTop(connection, {
      method: 'taobao.item.quantity.update',
      params: { num_iid: wish.platformItemId, sku_id: wish.platformSkuId, quantity: String(wish.quantity), type: FULL },
      canRepeat: true,
    })
    return done(wish)
  } catch (error) {
    if (!isAboutTheGoods(error)) throw error
    return refusal(wish, error.message)
  }
}

/** Refused goods concern only themselves; everything else concerns all that is still to be sent. */
const isAboutTheGoods = (error: unknown): error is PlatformFailure =>
  error instanceof PlatformFailure && (error.kind === 'refused' || error.platformCode.startsWith('isv.invalid-parameter'))
