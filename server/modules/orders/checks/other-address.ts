import type { Check } from './check.ts'
import { namesOf } from './check.ts'

/** Only shown: buying for two addresses is ordinary. */
export const otherAddress: Check = {
  code: 'otherAddress',
  flag: '多',
  intercepts: false,
  isFinal: false,
  reasonZh: '同一买家还有寄往其他地址的未发包裹 {numbers}',
  reasonEn: 'The same buyer has an open parcel to another address: {numbers}',
  clearsZh: '无需处理',
  clearsEn: 'Nothing to do',
  find(facts) {
    const numbers = facts.siblings.filter((sibling) => !sibling.sameReceiver).map((sibling) => sibling.number)
    return numbers.length === 0 ? undefined : { result: 'allow', params: { numbers: namesOf(numbers) } }
  },
}
