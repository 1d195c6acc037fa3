import { shops } from '#contract/shops.ts'
import { query } from '#kernel/operation.ts'
import { platforms } from '#server/platforms/registry.ts'

export const listPlatforms = query({
  name: 'shops.listPlatforms',
  ...shops.listPlatforms,
  summary: 'The platforms a shop can be on and what each of them offers.',
  access: { permission: 'shops.view', scope: 'shared' },
  errors: [],
  run: async () => ({
    rows: platforms.map(({ adapter, zh, en }) => ({
      platform: adapter.platform,
      zh,
      en,
      capabilities: [...adapter.capabilities],
    })),
  }),
})
