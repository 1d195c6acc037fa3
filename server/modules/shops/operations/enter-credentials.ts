import { errors } from '#contract/errors.ts'
import { shops } from '#contract/shops.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import type { CredentialField } from '#server/platforms/platform.ts'
import { platformNamed } from '#server/platforms/registry.ts'
import { AUTHORISATION_MINUTES } from '../authorisation-state.ts'
import { lockShopInScope } from '../shop-in-scope.ts'
import { insertAuthorisationRequest, keepCode } from '../shop-store.ts'

/** What was typed is kept sealed like a code, and a job tries it at the platform: nothing calls out inside a transaction. */
export const enterCredentials = command({
  name: 'shops.enterCredentials',
  ...shops.enterCredentials,
  summary:
    'Connects a shop with what its owner copied from the platform’s console; the shop is active once the platform accepts it.',
  access: { permission: 'shops.manage', scope: 'shop' },
  audit: ({ shopId, credentials }) => ({
    objects: [{ kind: 'shop', id: shopId }],
    details: { fields: Object.keys(credentials).toSorted().join(', ') },
  }),
  errors: [errors.notFound, errors.notOffered, errors.credentialWrong],
  async run(tx, { shopId, credentials }, actor, { now, world, enqueue }) {
    const shop = await lockShopInScope(tx, actor.scope, shopId)
    const { adapter, appOf, zh } = platformNamed(shop.platform)
    const { authorisation } = adapter
    if (authorisation.way !== 'credentials' || appOf(world.config) === null)
      return fail(errors.notOffered, { platform: zh, capability: 'authorise' })
    const given = JSON.stringify(checked(authorisation.fields, credentials))
    const requestId = newId()
    const expiresAt = new Date(now.getTime() + AUTHORISATION_MINUTES * 60_000)
    await insertAuthorisationRequest(tx, { requestId, shopId, accountId: actor.accountId, redirectUrl: '', expiresAt })
    await keepCode(tx, requestId, world.vault.seal(actor.merchantId, given))
    enqueue({ kind: 'shops.exchangeCode', payload: { requestId } })
    return {}
  },
})

/** The fields that are known, without the blanks people copy along. Throws credentialWrong, naming the field and never its content. */
function checked(fields: readonly CredentialField[], given: Readonly<Record<string, string>>): Record<string, string> {
  const stranger = Object.keys(given).find((name) => !fields.some((field) => field.name === name))
  if (stranger !== undefined) return fail(errors.credentialWrong, { zh: stranger, en: stranger })
  return Object.fromEntries(
    fields.flatMap(({ name, zh, en, optional, pattern }) => {
      const value = given[name]?.trim() ?? ''
      if (value === '' && optional) return []
      return pattern.test(value) ? [[name, value]] : fail(errors.credentialWrong, { zh, en })
    }),
  )
}
