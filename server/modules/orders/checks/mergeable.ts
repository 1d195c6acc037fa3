import type { Check } from './check.ts'
import { namesOf } from './check.ts'

export const mergeable: Check = {
  code: 'mergeable',
  flag: '合',
  intercepts: false,
  isFinal: false,
  reasonZh: '同一收件人还有未发包裹 {numbers}，可以合单',
  reasonEn: 'The same receiver has another open parcel: {numbers}',
  clearsZh: '合单，或分开审核通过；对方发出后自动解除',
  clearsEn: 'Merge them, or approve them apart; clears itself when the other one has left',
  find(facts, settings) {
    const numbers = facts.siblings.filter((sibling) => sibling.sameReceiver).map((sibling) => sibling.number)
    if (numbers.length === 0) return undefined
    return { result: settings.holdMergeable ? 'hold' : 'alert', params: { numbers: namesOf(numbers) } }
  },
}
