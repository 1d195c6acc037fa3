import { listings } from '#contract/listings.ts'
import { query } from '#kernel/operation.ts'
import { offers } from '#server/platforms/registry.ts'
import { shopGoods } from '../listing-views.ts'

export const listStockPushes = query({
  name: 'listings.listStockPushes',
  ...listings.listStockPushes,
  summary: 'Which shops are told our stock, and how far that is.',
  access: { permission: 'catalog.view', scope: 'shop' },
  errors: [],
  async run(reader, _input, actor) {
    const rows = await shopGoods(reader, actor.scope)
    return {
      rows: rows.map(({ platform, ...row }) => ({
        ...row,
        isOffered: offers(platform, 'stock') && offers(platform, 'products'),
      })),
    }
  },
})
