import { texts } from '#web/i18n/pairs.ts'

export const catalogTexts = texts({
  title: ['商品', 'Goods'],
  hint: ['商家编码相同的商品，各店共用一份库存。', 'Goods with the same merchant SKU share one stock across shops.'],
  add: ['新增商品', 'Add an item'],
  edit: ['修改 {{code}}', 'Change {{code}}'],
  search: ['商家编码或商品名', 'SKU or title'],
  addMissing: ['补建订单里缺少的编码', 'Add SKUs that orders lack'],
  addedMissing: ['已新增 {{n}} 个商品', '{{n}} goods added'],
  noneMissing: ['没有缺少的编码', 'Nothing is missing'],
  empty: ['还没有商品', 'No goods yet'],
  emptyHint: [
    '抓到订单后，可一键补建订单里出现过的商家编码。',
    'Once orders have arrived, their SKUs can be added with one click.',
  ],
  code: ['商家编码', 'Merchant SKU'],
  codeHint: ['与平台商品上填写的商家编码一致；保存后不能改。', 'The same as on the platform; cannot be changed later.'],
  name: ['商品名', 'Title'],
  variant: ['规格', 'Variant'],
  variantHint: ['如 黑色 / L', 'e.g. black / L'],
  minPrice: ['最低售价', 'Lowest price'],
  minPriceHint: ['低于此价的订单会挂起，等人核对。', 'Orders below this price are held for a person.'],
  weight: ['重量', 'Weight'],
})
