import type { Check } from './check.ts'

export const addressDoubled: Check = {
  code: 'addressDoubled',
  flag: '疑',
  intercepts: true,
  isFinal: false,
  reasonZh: '收件信息中有两个地址或两个电话，不知该寄往哪一个',
  reasonEn: 'The receiver holds two addresses or two phone numbers in one text',
  clearsZh: '请买家在平台改为一个，更新后自动解除；或由主管强制通过',
  clearsEn: 'Ask the buyer to leave one on the platform; clears itself with the update, or a supervisor forces it',
  find(facts) {
    const fields = [...new Set(facts.orders.flatMap((order) => order.receiverDoubled))]
    return fields.length === 0 ? undefined : { result: 'hold', params: { fields: fields.join(', ') } }
  },
}
