import type { Check } from './check.ts'

export const goodsUnmatched: Check = {
  code: 'goodsUnmatched',
  flag: '货',
  intercepts: false,
  isFinal: true,
  reasonZh: '“{title}”没有对应的商家编码（{code}）',
  reasonEn: '“{title}” has no known merchant SKU ({code})',
  clearsZh: '在商品页建立该商家编码后自动解除',
  clearsEn: 'Clears itself when the merchant SKU is added on the goods page',
  find(facts) {
    const line = facts.lines.find((one) => one.skuCode === '' || !facts.skus.has(one.skuCode))
    return line && { result: 'hold', params: { title: line.title, code: line.skuCode || '–' } }
  },
}
