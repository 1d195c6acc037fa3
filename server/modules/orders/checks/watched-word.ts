import type { Check } from './check.ts'

export const watchedWord: Check = {
  code: 'watchedWord',
  flag: '词',
  intercepts: true,
  isFinal: false,
  reasonZh: '地址或备注中有关注词“{word}”',
  reasonEn: 'The address or a note holds the watched word “{word}”',
  clearsZh: '人工审核通过',
  clearsEn: 'A person approves',
  find(facts, settings) {
    if (settings.watchedWords.length === 0) return undefined
    const text = facts.orders.map((order) => `${order.watchedText}\n${order.buyerNote}\n${order.sellerMemo}`).join('\n')
    const word = settings.watchedWords.find((one) => text.includes(one))
    return word === undefined ? undefined : { result: 'alert', params: { word } }
  },
}
