import { intake } from '#contract/intake.ts'
import { query } from '#kernel/operation.ts'
import { shopsById } from '#modules/shops/public.ts'
import { messagePage } from '../intake-views.ts'

export const listQuarantined = query({
  name: 'intake.listQuarantined',
  ...intake.listQuarantined,
  summary:
    'Messages that could not be read, with the reason; the orders around them went on. Of a named order all that are stored, so that any can be replayed.',
  access: { permission: 'intake.view', scope: 'shop' },
  errors: [],
  async run(reader, { shopId = null, platformOrderId = null, cursor }, actor) {
    const { rows, next } = await messagePage(reader, actor.scope, { shopId, platformOrderId, cursor })
    const shops = await shopsById(reader, [...new Set(rows.map((row) => row.shopId))])
    return { rows: rows.map((row) => ({ ...row, shopName: shops.get(row.shopId)?.name ?? '' })), next }
  },
})
