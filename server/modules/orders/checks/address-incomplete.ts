import type { Check } from './check.ts'

const FIELD_ZH: Record<string, string> = { name: '姓名', phone: '电话', province: '省', city: '市', address: '详细地址' }

export const addressIncomplete: Check = {
  code: 'addressIncomplete',
  flag: '址',
  intercepts: true,
  isFinal: false,
  reasonZh: '收件信息不完整，缺少{fieldsZh}',
  reasonEn: 'The receiver is incomplete: {fields} missing',
  clearsZh: '请买家在平台补全收件信息，更新后自动解除',
  clearsEn: 'Ask the buyer to complete it on the platform; clears itself with the update',
  find(facts) {
    const fields = [...new Set(facts.orders.flatMap((order) => order.receiverMissing))]
    if (fields.length === 0) return undefined
    return {
      result: 'hold',
      params: { fields: fields.join(', '), fieldsZh: fields.map((field) => FIELD_ZH[field] ?? field).join('、') },
    }
  },
}
