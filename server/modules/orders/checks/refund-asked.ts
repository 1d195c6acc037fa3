import type { Check } from './check.ts'

export const refundAsked: Check = {
  code: 'refundAsked',
  flag: '退',
  intercepts: true,
  isFinal: true,
  reasonZh: '买家对“{title}”申请了退款',
  reasonEn: 'The buyer asks for a refund of “{title}”',
  clearsZh: '退款被撤销或拒绝后自动解除；同意退款后该商品自动移出包裹',
  clearsEn: 'Clears itself when the refund is withdrawn or refused; once granted, the goods leave the parcel',
  find(facts) {
    const line = facts.lines.find((one) => one.refundState === 'asked')
    return line && { result: 'hold', params: { title: line.title } }
  },
}
