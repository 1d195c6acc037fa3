import { CAPABILITIES } from '#contract/closed-lists.ts'
import { shops } from '#contract/shops.ts'
import { query } from '#kernel/operation.ts'
import type { Authorisation } from '#server/platforms/platform.ts'
import { platforms } from '#server/platforms/registry.ts'

export const listPlatforms = query({
  name: 'shops.listPlatforms',
  ...shops.listPlatforms,
  summary: 'The platforms a shop can be on and what each of them offers.',
  access: { permission: 'shops.view', scope: 'shared' },
  errors: [],
  run: async (_reader, _input, _actor, { config }) => ({
    rows: platforms.map(({ adapter, zh, en, appOf }) => ({
      platform: adapter.platform,
      zh,
      en,
      capabilities: [...adapter.capabilities],
      missing: CAPABILITIES.flatMap((capability) => {
        const reason = adapter.missing[capability]
        return reason ? [{ capability, zh: reason.zh, en: reason.en }] : []
      }),
      authorisation: adapter.authorisation.way,
      credentialFields: fieldsOf(adapter.authorisation),
      pushes: adapter.pushes.way,
      isSetUp: adapter.authorisation.way === 'none' || appOf(config) !== null,
    })),
  }),
})

const fieldsOf = (authorisation: Authorisation) =>
  authorisation.way === 'credentials'
    ? authorisation.fields.map(({ pattern, chosenLength = null, ...field }) => ({
        ...field,
        pattern: pattern.source,
        chosenLength,
      }))
    : []
