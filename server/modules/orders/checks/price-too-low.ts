import { yuanFromFen } from '#kernel/money.ts'
import type { Check } from './check.ts'

/** Compares what the buyer really pays per piece, after all discounts, with the SKU's minimum and the shop's floor. */
export const priceTooLow: Check = {
  code: 'priceTooLow',
  flag: '价',
  intercepts: false,
  isFinal: false,
  reasonZh: '“{title}”每件实付 {price} 元，低于最低价 {minimum} 元',
  reasonEn: '“{title}” is paid at {price} yuan a piece, below the minimum of {minimum} yuan',
  clearsZh: '调整该商品的最低价，或由主管强制通过',
  clearsEn: 'Change the minimum price of the SKU, or a supervisor forces it',
  find(facts, settings) {
    for (const line of facts.lines) {
      const minimumFen = Math.max(facts.skus.get(line.skuCode)?.minPriceFen ?? 0, settings.minLinePriceFen)
      if (line.paidFen >= minimumFen * line.orderedQuantity) continue
      const price = yuanFromFen(Math.floor(line.paidFen / line.orderedQuantity))
      return { result: 'hold', params: { title: line.title, price, minimum: yuanFromFen(minimumFen) } }
    }
    return undefined
  },
}
