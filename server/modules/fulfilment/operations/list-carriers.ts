import { fulfilment } from '#contract/fulfilment.ts'
import { query } from '#kernel/operation.ts'
import { allInterfaces, carriers } from '#server/carriers/registry.ts'
import { backAfterDays } from '#server/carriers/waybill-return-rules.ts'

export const listCarriers = query({
  name: 'fulfilment.listCarriers',
  ...fulfilment.listCarriers,
  summary: 'The carriers whose waybills can be had.',
  access: { permission: 'fulfilment.view', scope: 'shared' },
  errors: [],
  run: async () => ({
    rows: [...carriers],
    interfaces: allInterfaces().map(({ adapter, zh, en, access, carriers: offered }) => ({
      interfaceName: adapter.interfaceName,
      ...{ zh, en, carriers: offered && [...offered] },
      platform: access.way === 'platform' ? access.platform : null,
      backAfterDays: backAfterDays(access),
      fields: access.way === 'account' ? [...access.fields] : [],
    })),
  }),
})
