/**
 * An order's money in Douyin's words. Its sums hold two traps on purpose: `pay_amount` counts in what the payment channel gave on top
 * (the buyer paid that much less), and the freight stands in the first line's share as well as in the order.
 */
import type { SandboxLine, SandboxOrder } from '#sandbox/order.ts'
import type { Kept } from '#sandbox/state-file.ts'

/** What the seller took off a line by hand, in fen, by line id. */
export type PriceBook = Kept<number>
type LineMoney = { promotionFen: number; channelFen: number; modifyFen: number; postFen: number; payFen: number }

export function lineMoney(line: SandboxLine, order: SandboxOrder, prices: PriceBook): LineMoney {
  const takenFen = prices.get(line.oid) ?? 0
  const discountFen = line.discountFen - takenFen
  const channelFen = Math.floor(discountFen / 5)
  const postFen = line === order.lines[0] ? order.postFen : 0
  return {
    promotionFen: discountFen - channelFen,
    channelFen,
    modifyFen: takenFen === 0 ? 0 : -takenFen,
    postFen,
    payFen: line.paidFen + channelFen + postFen,
  }
}

export function orderMoney(order: SandboxOrder, prices: PriceBook): LineMoney {
  const sum: LineMoney = { promotionFen: 0, channelFen: 0, modifyFen: 0, postFen: 0, payFen: 0 }
  for (const line of order.lines) {
    const money = lineMoney(line, order, prices)
    for (const name of Object.keys(sum) as (keyof LineMoney)[]) sum[name] += money[name]
  }
  return sum
}
