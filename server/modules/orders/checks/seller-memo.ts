import type { Check } from './check.ts'

export const sellerMemo: Check = {
  code: 'sellerMemo',
  flag: '备',
  intercepts: true,
  isFinal: false,
  reasonZh: '卖家备注：{memo}',
  reasonEn: 'There is a seller memo: {memo}',
  clearsZh: '人工阅读后审核通过',
  clearsEn: 'A person reads it and approves',
  find(facts, settings) {
    const memos = facts.orders.map((order) => order.sellerMemo).filter((memo) => memo !== '')
    if (memos.length === 0) return undefined
    return { result: settings.holdOnSellerMemo ? 'hold' : 'alert', params: { memo: memos.join('；') } }
  },
}
