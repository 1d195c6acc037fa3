/** What a seller may change of an order: note and flag, and the freight of an unpaid one. */
import { yuanFromFen } from '#kernel/money.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { type Connection, type NoteLimits, PlatformFailure } from '#server/platforms/platform.ts'
import type { NoteWish, PriceWish } from '#server/platforms/platform-services.ts'
import { callTop } from '#server/platforms/top/top-call.ts'

export const TAOBAO_NOTE_LIMITS: NoteLimits = {
  most: ruleValue('taobao', 'noteLength', 'bytes'),
  unit: 'bytes',
  highestFlag: 5,
}

/** An empty memo would leave the old one standing, so it is taken away by `reset`. Repeating it changes nothing. */
export async function noteTaobaoOrder(connection: Connection, { platformOrderId, note, flag }: NoteWish): Promise<void> {
  const memo: Record<string, string> = note === '' ? { reset: 'true' } : { memo: note }
  await callTop(connection, {
    method: 'taobao.trade.memo.update',
    params: { tid: platformOrderId, flag: String(flag), ...memo },
    canRepeat: true,
  })
}

/** The platform lets an application lower the freight and nothing else: a price reduction of the goods is done in its own back office. */
export async function priceTaobaoOrder(
  connection: Connection,
  { platformOrderId, freightFen, discountFen }: PriceWish,
): Promise<void> {
  if (discountFen !== null)
    throw new PlatformFailure(
      'our_fault',
      'discount-not-offered',
      'Taobao lets applications change the freight of an unpaid order, not the price of its goods.',
    )
  if (freightFen === null) return
  await callTop(connection, {
    method: 'taobao.trade.postage.update',
    params: { tid: platformOrderId, post_fee: yuanFromFen(freightFen) },
    canRepeat: true,
  })
}
