/** Duties that should not lie in one hand: whoever does the first could cover it up, or profit from it, with the second. */
import type { Permission } from './permissions.ts'

export const conflictingDuties: readonly { first: Permission; second: Permission; zh: string; en: string }[] = [
  {
    first: 'catalog.manage',
    second: 'orders.reviewForced',
    zh: '改商品资料的人不应强制通过异常订单',
    en: 'Who edits goods should not force orders through',
  },
  {
    first: 'orders.reviewForced',
    second: 'fulfilment.ship',
    zh: '强制审单的人不应自己发货',
    en: 'Who forces an order through should not ship it',
  },
  {
    first: 'inventory.adjust',
    second: 'orders.reviewForced',
    zh: '调整库存的人不应强制通过订单',
    en: 'Who adjusts stock should not force orders through',
  },
  {
    first: 'orders.viewReceiver',
    second: 'shops.manage',
    zh: '查看收件人明文的人不应管理店铺授权',
    en: 'Who reads receivers in plain text should not manage shop authorisation',
  },
  {
    first: 'team.grant',
    second: 'orders.reviewForced',
    zh: '授予权限的人不应强制通过订单',
    en: 'Who grants rights should not force orders through',
  },
]
