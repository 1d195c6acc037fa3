import { type Reader, sql } from '#kernel/db.ts'
import type { CourierRule } from './courier-choice-rules.ts'

/** In the order in which they are tried; `version` 0 = none were ever saved. */
export async function courierRules(reader: Reader): Promise<{ version: number; rules: CourierRule[] }> {
  const [set, rows] = await Promise.all([
    reader.maybe<{ version: number }>(sql`select version from courier_rule_sets where merchant_id = ${reader.merchantId}`),
    reader.rows<
      Pick<CourierRule, 'ruleId' | 'name' | 'carrierAccountIds'> & {
        conditions: Omit<CourierRule, 'ruleId' | 'name' | 'carrierAccountIds'>
      }
    >(sql`
      select rule_id as "ruleId", name, conditions, carrier_account_ids as "carrierAccountIds"
      from courier_rules where merchant_id = ${reader.merchantId} order by position`),
  ])
  return {
    version: set?.version ?? 0,
    rules: rows.map(({ conditions, ...row }) => ({ ...conditions, ...row })),
  }
}
