import { intake } from '#contract/intake.ts'
import { query } from '#kernel/operation.ts'
import { shopsById } from '#modules/shops/public.ts'
import { quarantinedPage } from '../intake-views.ts'

export const listQuarantined = query({
  name: 'intake.listQuarantined',
  ...intake.listQuarantined,
  summary: 'Messages that could not be read, with the reason; the orders around them went on.',
  access: { permission: 'intake.view', scope: 'shop' },
  errors: [],
  async run(reader, { shopId, cursor }, actor) {
    const { rows, next } = await quarantinedPage(reader, actor.scope, { shopId: shopId ?? null, cursor })
    const shops = await shopsById(reader, [...new Set(rows.map((row) => row.shopId))])
    return { rows: rows.map((row) => ({ ...row, shopName: shops.get(row.shopId)?.name ?? '' })), next }
  },
})
