import type { ReviewSettings } from '#contract/orders.ts'
import { type Reader, sql, type Tx } from '#kernel/db.ts'
import { ruleValue } from '#kernel/rule-packs.ts'

/** What a shop begins with. */
export const DEFAULT_REVIEW_SETTINGS: ReviewSettings = {
  bufferMinutes: ruleValue('defaults', 'reviewBuffer', 'minutes'),
  automatic: true,
  minLinePriceFen: 0,
  holdOnBuyerNote: false,
  holdOnSellerMemo: false,
  holdMergeable: false,
  maxPieces: 100,
  maxPaidFen: 500_000,
  watchedWords: [],
}

type SettingsRow = { shop_id: string; settings: ReviewSettings; version: number }

/** Settings of these shops; a shop that never saved any has the defaults under version 0. */
export async function reviewSettingsOf(
  reader: Reader,
  shopIds: readonly string[],
): Promise<Map<string, { settings: ReviewSettings; version: number }>> {
  const rows = await reader.rows<SettingsRow>(sql`
    select shop_id, settings, version from review_settings
    where merchant_id = ${reader.merchantId} and shop_id = any(${shopIds}::uuid[])`)
  const saved = new Map(rows.map((row) => [row.shop_id, row]))
  return new Map(
    shopIds.map((shopId) => {
      const row = saved.get(shopId)
      return [shopId, { settings: { ...DEFAULT_REVIEW_SETTINGS, ...row?.settings }, version: row?.version ?? 0 }]
    }),
  )
}

/** Saves settings over `version`; answers the new version, or undefined when somebody saved meanwhile. */
export async function saveSettings(
  tx: Tx,
  shopId: string,
  version: number,
  settings: ReviewSettings,
): Promise<number | undefined> {
  const row =
    version === 0
      ? await tx.maybe<{ version: number }>(sql`
          insert into review_settings (merchant_id, shop_id, settings)
          values (${tx.merchantId}, ${shopId}, ${JSON.stringify(settings)}::jsonb)
          on conflict (merchant_id, shop_id) do nothing returning version`)
      : await tx.maybe<{ version: number }>(sql`
          update review_settings set settings = ${JSON.stringify(settings)}::jsonb, version = version + 1
          where merchant_id = ${tx.merchantId} and shop_id = ${shopId} and version = ${version} returning version`)
  return row?.version
}
