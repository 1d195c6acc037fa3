import type { Check } from './check.ts'

export const partlyRefunded: Check = {
  code: 'partlyRefunded',
  flag: '部',
  intercepts: true,
  isFinal: false,
  reasonZh: '“{title}”已部分退款，请确认是否仍要发货',
  reasonEn: '“{title}” was refunded in part; make sure that it is still to be shipped',
  clearsZh: '人工审核通过',
  clearsEn: 'A person approves',
  find(facts) {
    const line = facts.lines.find((one) => one.refundState === 'refunded' && one.refundedFen < one.paidFen)
    return line && { result: 'alert', params: { title: line.title } }
  },
}
