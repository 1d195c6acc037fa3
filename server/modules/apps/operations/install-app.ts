import { randomBytes } from 'node:crypto'
import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { beginAdministration, manageableAgent } from '#modules/team/public.ts'
import { requireGivable } from '../app-envelope.ts'
import { appsChanged } from '../app-events.ts'
import { insertApp } from '../app-store.ts'
import { isUsableRedirect } from '../oauth/redirect-rules.ts'
import { hashSecret, newSecret } from '../secrets.ts'

export const installApp = command({
  name: 'apps.installApp',
  ...apps.installApp,
  summary: 'Installs a third-party app once for the merchant: its addresses, functions and shops. Its secret is shown this once.',
  access: { permission: 'apps.manage', scope: 'merchant' },
  stepUp: true,
  audit: ({ name, publisher, clientType, redirectUris, functions, shopIds, endsAt, agentId }, { appId }) => ({
    objects: [{ kind: 'app', id: appId }],
    details: { name, publisher, clientType, redirectUris, functions, shopIds, endsAt, agentId },
  }),
  errors: [errors.redirectNotAllowed, errors.functionNotForApps, errors.beyondOwnRights, errors.strongerTarget, errors.notFound],
  async run(tx, input, _actor, effects) {
    const redirectUris = [...new Set(input.redirectUris)]
    const refused = redirectUris.find((uri) => !isUsableRedirect(uri))
    if (refused !== undefined) return fail(errors.redirectNotAllowed, { uri: refused })
    const functions = [...new Set(input.functions)]
    const admin = await beginAdministration(tx, effects)
    await requireGivable(tx, admin, functions, input.shopIds)
    const agent = input.agentId === null ? null : await manageableAgent(tx, admin, input.agentId)
    const appId = newId()
    const clientId = `zg-${randomBytes(12).toString('base64url')}`
    const clientSecret = input.clientType === 'confidential' ? newSecret('zgs', tx.merchantId) : null
    await insertApp(
      tx,
      {
        app_id: appId,
        client_id: clientId,
        name: input.name,
        publisher: input.publisher,
        home_page: input.homePage,
        client_type: input.clientType,
        secret_hash: clientSecret === null ? null : hashSecret(clientSecret),
        redirect_uris: redirectUris,
        functions,
        shop_ids: input.shopIds && [...new Set(input.shopIds)],
        installed_by: admin.accountId,
        ends_at: input.endsAt,
        agent_id: agent?.accountId ?? null,
      },
      effects.now,
    )
    effects.announce(appsChanged([appId]))
    return { appId, clientId, clientSecret }
  },
})
