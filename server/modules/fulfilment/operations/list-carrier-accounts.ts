import { fulfilment } from '#contract/fulfilment.ts'
import { reachesShop } from '#kernel/access.ts'
import { query } from '#kernel/operation.ts'
import { carrierName } from '#server/carriers/registry.ts'
import { carrierAccounts } from '../carrier-account-views.ts'

export const listCarrierAccounts = query({
  name: 'fulfilment.listCarrierAccounts',
  ...fulfilment.listCarrierAccounts,
  summary: 'Carrier accounts that serve one’s shops, with what keeps a carrier from answering.',
  access: { permission: 'fulfilment.view', scope: 'shop' },
  errors: [],
  async run(reader, _input, actor) {
    const accounts = await carrierAccounts(reader)
    const serving = accounts.filter((account) => account.shopId === null || reachesShop(actor.scope, account.shopId))
    return {
      rows: serving.map(({ failedCount: _, ...account }) => ({ ...account, carrierName: carrierName(account.carrier) })),
    }
  },
})
