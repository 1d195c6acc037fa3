/** An installed app as the OAuth provider sees it: a client. */
import type { AdapterPayload } from 'oidc-provider'
import { type Database, inDirectory, inMerchant, sql } from '#kernel/db.ts'
import { type MerchantId, merchantId } from '#kernel/ids.ts'
import { IDENTITY_SCOPES } from '../app.ts'

/** Our own field of a client: whose it is. */
export const MERCHANT_FIELD = 'zhanggui_merchant'

export async function merchantOfClient(database: Database, clientId: string): Promise<MerchantId | undefined> {
  const row = await inDirectory(database, (directory) =>
    directory.maybe<{ merchant_id: string }>(sql`select merchant_id from directory.oauth_clients where client_id = ${clientId}`),
  )
  return row && merchantId(row.merchant_id)
}

type ClientRow = {
  client_id: string
  name: string
  client_type: 'public' | 'confidential'
  secret_hash: string | null
  redirect_uris: string[]
  functions: string[]
}

/** Undefined for a client that is unknown, suspended, uninstalled or past its subscription: nothing may begin or be renewed. */
export async function clientMetadata(database: Database, clientId: string, now: Date): Promise<AdapterPayload | undefined> {
  const merchant = await merchantOfClient(database, clientId)
  if (merchant === undefined) return undefined
  const app = await inMerchant(database, merchant, 'read', (reader) =>
    reader.maybe<ClientRow>(sql`
      select client_id, name, client_type, secret_hash, redirect_uris, functions from apps
      where merchant_id = ${merchant} and client_id = ${clientId} and state = 'active' and (ends_at is null or ends_at > ${now})`),
  )
  if (!app) return undefined
  return {
    client_id: app.client_id,
    client_name: app.name,
    redirect_uris: app.redirect_uris,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    response_modes: ['query'],
    scope: [...IDENTITY_SCOPES, ...app.functions].join(' '),
    [MERCHANT_FIELD]: merchant,
    ...(app.secret_hash === null
      ? { token_endpoint_auth_method: 'none' }
      : { token_endpoint_auth_method: 'client_secret_basic', client_secret: app.secret_hash }),
  }
}
