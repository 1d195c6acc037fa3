/** API tokens of persons. */
import type { AnyTokenRow, TokenRow } from '#contract/api-tokens.ts'
import type { Permission } from '#contract/permissions.ts'
import { type Reader, sql, type Tx } from '#kernel/db.ts'

export type NewApiToken = {
  tokenId: string
  accountId: string
  name: string
  tokenHash: string
  ending: string
  permissions: readonly Permission[]
  shopIds: readonly string[] | null
  now: Date
  expiresAt: string
}
export async function insertApiToken(tx: Tx, token: NewApiToken): Promise<void> {
  await tx.write(sql`
    insert into api_tokens (merchant_id, token_id, account_id, name, token_hash, ending, permissions, shop_ids, created_at, expires_at)
    values (${tx.merchantId}, ${token.tokenId}, ${token.accountId}, ${token.name}, ${token.tokenHash}, ${token.ending},
      ${token.permissions}::text[], ${token.shopIds}::uuid[], ${token.now}, ${token.expiresAt})`)
}

export async function countLivingTokens(reader: Reader, accountId: string, now: Date): Promise<number> {
  const row = await reader.maybe<{ n: number }>(sql`
    select count(*)::int as n from api_tokens
    where merchant_id = ${reader.merchantId} and account_id = ${accountId} and revoked_at is null and expires_at > ${now}`)
  return row?.n ?? 0
}

/** `accountId` null: anybody's. Answers whose it was; undefined when there is no such token in force. */
export async function revokeApiToken(
  tx: Tx,
  token: { tokenId: string; accountId: string | null },
  reason: string,
  now: Date,
): Promise<string | undefined> {
  const row = await tx.maybe<{ account_id: string }>(sql`
    update api_tokens set revoked_at = ${now}, revoke_reason = ${reason}
    where merchant_id = ${tx.merchantId} and token_id = ${token.tokenId} and revoked_at is null
      and (${token.accountId}::text is null or account_id::text = ${token.accountId})
    returning account_id`)
  return row?.account_id
}

type Row = TokenRow & { accountId: string }
/** Newest first; `accountId` null = everybody's. */
export function apiTokens(reader: Reader, accountId: string | null): Promise<Row[]> {
  return reader.rows<Row>(sql`
    select token_id as "tokenId", account_id as "accountId", name, ending, permissions, shop_ids as "shopIds", created_at as "createdAt",
      expires_at as "expiresAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"
    from api_tokens
    where merchant_id = ${reader.merchantId} and (${accountId}::text is null or account_id::text = ${accountId})
    order by created_at desc, token_id limit 500`)
}

export const withMaker = ({ accountId, ...row }: Row, names: ReadonlyMap<string, string>): AnyTokenRow => ({
  ...row,
  maker: { accountId, name: names.get(accountId) ?? accountId },
})
