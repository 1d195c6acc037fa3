import { quantityByCode } from '../order-lines-rules.ts'
import type { Check } from './check.ts'

export const shortStock: Check = {
  code: 'shortStock',
  flag: '库',
  intercepts: false,
  isFinal: true,
  reasonZh: '“{sku}”库存不足：需要 {wanted}，可售 {sellable}',
  reasonEn: '“{sku}” is short: {wanted} wanted, {sellable} sellable',
  clearsZh: '到货后自动解除；也可拆单先发有货的商品',
  clearsEn: 'Clears itself when stock arrives; or split the parcel and ship what is there',
  find(facts) {
    if (facts.sellable === null) return undefined
    for (const [sku, wanted] of quantityByCode(facts.lines)) {
      const sellable = facts.skus.has(sku) ? (facts.sellable.get(sku) ?? 0) : wanted
      if (sellable < wanted) return { result: 'hold', params: { sku, wanted, sellable } }
    }
    return undefined
  },
}
