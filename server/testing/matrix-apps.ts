/** Apps, their tokens and webhooks as rows, whatever state they are in. */
import type { Permission } from '#contract/permissions.ts'
import { type Sql, sql } from '#kernel/db.ts'
import type { EventFact } from '#kernel/events.ts'
import { newId } from '#kernel/ids.ts'
import { hashSecret, newSecret } from '#modules/apps/secrets.ts'
import { insertApiToken } from '#modules/apps/tokens/token-store.ts'
import { insertDelivery, insertWebhook } from '#modules/apps/webhooks/webhook-store.ts'
import { appFunctions, tokenFunctions } from '#tools/access-matrix.ts'
import type { TestTeam } from './team.ts'

type SomeApp = { installedBy?: string; shopIds?: string[]; state?: string }

export async function anApp(t: TestTeam, { installedBy = t.ownerId, shopIds, state = 'active' }: SomeApp): Promise<string> {
  const appId = newId()
  await t.write((tx) =>
    tx.write(sql`
      insert into apps (merchant_id, app_id, client_id, name, publisher, home_page, client_type, redirect_uris, functions, shop_ids, state,
        installed_by, installed_at)
      values (${t.merchantId}, ${appId}, ${appId}, '助手', '某某软件', '', 'public', '{}', ${[...appFunctions]}::text[], ${shopIds ?? null}::uuid[],
        ${state}, ${installedBy}, ${t.clock.now})`),
  )
  return appId
}

/** An access token as the OAuth provider hands it out after the person's consent. */
export async function anAccessToken(t: TestTeam, appId: string, accountId: string, isSwitchedOn: boolean): Promise<string> {
  const token = newSecret('zga', t.merchantId)
  const consentId = newId()
  const scope = ['openid', ...appFunctions].join(' ')
  const { now } = t.clock
  const end = new Date(now.getTime() + 3_600_000)
  await t.write(async (tx) => {
    if (isSwitchedOn)
      await tx.write(sql`
        insert into app_users (merchant_id, app_id, account_id, functions, switched_on_by, switched_on_at)
        values (${t.merchantId}, ${appId}, ${accountId}, ${[...appFunctions]}::text[], 'test', ${now})`)
    await tx.write(sql`
      insert into app_consents (merchant_id, consent_id, app_id, account_id, asked, given, given_at, expires_at)
      values (${t.merchantId}, ${consentId}, ${appId}, ${accountId}, ${scope}, ${scope}, ${now}, ${end})`)
    await tx.write(sql`
      insert into oauth_tokens (merchant_id, token_hash, kind, consent_id, scope, payload, created_at, expires_at)
      values (${t.merchantId}, ${hashSecret(token)}, 'access', ${consentId}, ${scope}, '{}', ${now}, ${end})`)
  })
  return token
}

export async function anApiToken(t: TestTeam, accountId: string, name: string, change?: Sql): Promise<string> {
  const [token, tokenId] = [newSecret('zgt', t.merchantId), newId()]
  const { now } = t.clock
  const expiresAt = new Date(now.getTime() + 3_600_000).toISOString()
  const permissions: readonly Permission[] = tokenFunctions
  await t.write(async (tx) => {
    const kept = { tokenId, accountId, name, tokenHash: hashSecret(token), ending: 'xxxx', permissions, shopIds: null }
    await insertApiToken(tx, { ...kept, now, expiresAt })
    if (change) await tx.write(sql`update api_tokens set ${change} where merchant_id = ${t.merchantId} and token_id = ${tokenId}`)
  })
  return token
}

/** A fact on its way to a webhook of this app; answers the delivery. */
export async function aDelivery(t: TestTeam, appId: string, fact: EventFact): Promise<string> {
  const [webhookId, deliveryId] = [newId(), newId()]
  const { now } = t.clock
  await t.write(async (tx) => {
    const secretSealed = t.app.kernel.world.vault.seal(t.merchantId, 'secret')
    await insertWebhook(tx, {
      ...{ webhookId, appId, url: 'https://app.example/hook', eventKinds: [fact.kind] },
      ...{ secretSealed, by: 'test', now },
    })
    await insertDelivery(tx, { deliveryId, webhookId, fact: { ...fact, at: now.toISOString() }, now })
  })
  return deliveryId
}
