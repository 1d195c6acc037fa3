import { catalog } from '#contract/catalog.ts'
import { query } from '#kernel/operation.ts'
import { skuPage } from '../catalog-views.ts'

export const listSkus = query({
  name: 'catalog.listSkus',
  ...catalog.listSkus,
  summary: 'SKUs of the merchant, by merchant code.',
  access: { permission: 'catalog.view', scope: 'shared' },
  errors: [],
  run: (reader, input) => skuPage(reader, { search: input.search ?? '', cursor: input.cursor ?? null }),
})
