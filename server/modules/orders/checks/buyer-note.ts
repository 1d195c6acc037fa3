import type { Check } from './check.ts'

export const buyerNote: Check = {
  code: 'buyerNote',
  flag: '言',
  intercepts: true,
  isFinal: false,
  reasonZh: '买家留言：{note}',
  reasonEn: 'The buyer left a note: {note}',
  clearsZh: '人工阅读后审核通过',
  clearsEn: 'A person reads it and approves',
  find(facts, settings) {
    const notes = facts.orders.map((order) => order.buyerNote).filter((note) => note !== '')
    if (notes.length === 0) return undefined
    return { result: settings.holdOnBuyerNote ? 'hold' : 'alert', params: { note: notes.join('；') } }
  },
}
