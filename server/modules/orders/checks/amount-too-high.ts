import { yuanFromFen } from '#kernel/money.ts'
import type { Check } from './check.ts'

export const amountTooHigh: Check = {
  code: 'amountTooHigh',
  flag: '额',
  intercepts: false,
  isFinal: false,
  reasonZh: '实付 {amount} 元，超过 {limit} 元',
  reasonEn: '{amount} yuan paid, more than {limit}',
  clearsZh: '人工审核通过',
  clearsEn: 'A person approves',
  find(facts, settings) {
    const paidFen = facts.orders.reduce((sum, order) => sum + order.paidFen, 0)
    if (paidFen <= settings.maxPaidFen) return undefined
    return { result: 'alert', params: { amount: yuanFromFen(paidFen), limit: yuanFromFen(settings.maxPaidFen) } }
  },
}
